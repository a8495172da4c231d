//! The folders that a command judges: their configurations and their files.

use super::hub::{self, HubContact};
use super::reading::Reading;
pub(super) use super::repository::Folder;
use super::{configured, in_place};
use crate::check::SkipPattern;
use crate::check::config::Config;
use crate::cli::arguments::ReadArguments;
use crate::cli::console;
use crate::disk;
use crate::http::hub::{HubPlace, ModelPlace, is_id};
use crate::model::CARD_NAME;
use crate::model::files::CARD_LIMIT;
use crate::source::Source;
use crate::tree::{Tree, is_in, join};
use anyhow::{Result, bail};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The path that stands for a card on standard input.
const STANDARD_INPUT: &str = "-";

/// Folders that are read as one: they lie in one repository, and one configuration holds for them.
struct Group {
    repository: PathBuf,
    /// The root as the system names it, by which two are the same.
    real: PathBuf,
    /// The configuration, and the folder that its paths count from.
    config: Option<(Source, String)>,
    /// The folders, from the root of the repository.
    scopes: Vec<String>,
}

/// What the user says of the folders that are judged.
pub(super) struct Asked<'a> {
    pub(super) paths: &'a [PathBuf],
    /// The configuration for all of them.
    pub(super) config: Option<&'a Path>,
    pub(super) reading: &'a ReadArguments,
    /// Whether each folder is a repository of its own: nothing above it is looked at.
    pub(super) stand_alone: bool,
    /// The `owner/name` under which the one folder is published.
    pub(super) published_as: Option<&'a str>,
}

/// Reads the folders that the user names, each within its repository; of a file, the one that holds it. `-` is a card on
/// standard input. Models on the Hub are read there.
pub(super) fn read(asked: &Asked<'_>, contact: &HubContact) -> Result<Vec<Folder>> {
    let config = asked.config;
    let exclude = exclude_patterns(&asked.reading.exclude)?;
    let mut models: Vec<ModelPlace> = Vec::new();
    let (mut paths, mut cards) = (Vec::new(), 0);
    for path in asked.paths {
        match hub::place(path).transpose()? {
            None if path.as_os_str() == STANDARD_INPUT => cards += 1,
            None => paths.push(path),
            Some(HubPlace::Model(model)) if models.contains(&model) => {}
            Some(HubPlace::Model(model)) => models.push(model),
            Some(HubPlace::Owner(owner)) => {
                bail!("`hf://{owner}` names no model: `model-license-gate audit hf://{owner}` checks all of its models")
            }
        }
    }
    if asked.published_as.is_some() && (asked.paths.len() != 1 || !models.is_empty()) {
        bail!("`--as` names the model that one folder is published as: give one folder");
    }
    let groups = groups(&paths, config, asked.stand_alone)?;
    let others = models.len() + usize::from(cards > 0);
    let is_one_of_many = others > 0 && groups.len() + others > 1;
    let has_several_roots = is_one_of_many || groups.iter().any(|group| group.real != groups[0].real);
    let mut folders = Vec::with_capacity(groups.len() + others);
    for group in groups {
        let prefix = if has_several_roots { shown(&group.repository) } else { String::new() };
        folders.push(group.read(&prefix, &exclude, asked.reading.no_ignore)?);
    }
    for model in &models {
        let is_alone = models.iter().filter(|other| other.id.eq_ignore_ascii_case(&model.id)).count() == 1;
        let prefix = match &model.revision {
            _ if !has_several_roots => String::new(),
            Some(revision) if !is_alone => format!("{}@{revision}", model.id),
            _ => model.id.clone(),
        };
        folders.push(in_place::read(model, &prefix, config, &exclude, contact)?);
    }
    if cards > 0 {
        folders.push(card_on_standard_input(config)?);
    }
    if let Some(id) = asked.published_as {
        if !is_id(id) {
            bail!("`--as` takes the id of a model, such as `acme/lark-7b`");
        }
        for folder in &mut folders {
            folder.config.repository.get_or_insert_with(|| id.to_owned());
        }
    }
    Ok(folders)
}

/// The folder at `path`, or the one that holds the file there.
pub(super) fn read_one(path: &Path, config: Option<&Path>, reading: &ReadArguments) -> Result<Folder> {
    let exclude = exclude_patterns(&reading.exclude)?;
    if path.as_os_str() == STANDARD_INPUT {
        bail!("`fix` writes files: name a folder instead of `-`");
    }
    let groups = groups(&[&path.to_owned()], config, false)?;
    match groups.into_iter().next() {
        Some(group) => group.read("", &exclude, reading.no_ignore),
        None => bail!("there is no folder to read"),
    }
}

fn groups(paths: &[&PathBuf], given: Option<&Path>, stand_alone: bool) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for path in paths {
        let folder = disk::folder(path)?;
        let (repository, folder) = if stand_alone { (folder, String::new()) } else { disk::repository(&folder) };
        let real = disk::real(&repository);
        let config = configuration(&repository, &folder, given)?;
        let base = |config: &Option<(Source, String)>| config.as_ref().map(|(_, base)| base.clone());
        let same = |group: &&mut Group| group.real == real && base(&group.config) == base(&config);
        match groups.iter_mut().find(same) {
            Some(group) => group.scopes.push(folder),
            None => groups.push(Group { repository, real, config, scopes: vec![folder] }),
        }
    }
    Ok(groups)
}

/// The configuration of a folder, and the folder that its paths count from: the one that the user names, whose paths count from
/// the folder that is checked, or the nearest one from there up to the root of the repository.
fn configuration(repository: &Path, folder: &str, given: Option<&Path>) -> Result<Option<(Source, String)>> {
    if given.is_some() {
        return Ok(disk::configuration(repository, folder, given)?.map(|source| (source, folder.to_owned())));
    }
    let mut at = folder;
    loop {
        let root = if at.is_empty() { repository.to_owned() } else { repository.join(at) };
        if let Some(source) = disk::configuration(&root, at, None)? {
            return Ok(Some((source, at.to_owned())));
        }
        if at.is_empty() {
            return Ok(None);
        }
        at = at.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

impl Group {
    /// Reads the files; all paths in reports begin with `prefix`.
    fn read(mut self, prefix: &str, exclude: &[SkipPattern], no_ignore: bool) -> Result<Folder> {
        let config = match &self.config {
            Some((source, base)) => configured(source, base)?,
            None => Config::default(),
        };
        let all = std::mem::take(&mut self.scopes);
        self.scopes = outermost(all);
        let reading = Reading::new(&self.repository, &self.scopes, &config, exclude, no_ignore);
        let (tree, mut left_out) = reading.read()?;
        for left in &mut left_out {
            left.first = join(prefix, &left.first);
        }
        let (config, tree) = (config.under(prefix), tree.under(prefix));
        Ok(Folder { repository: self.repository, is_on_hub: false, config, tree, left_out })
    }
}

/// The folders that lie in no other of them; nothing where all of the repository is judged.
fn outermost(mut folders: Vec<String>) -> Vec<String> {
    folders.sort_unstable();
    let mut kept: Vec<String> = Vec::new();
    for folder in folders {
        if !kept.iter().any(|above| is_in(&folder, above)) {
            kept.push(folder);
        }
    }
    kept.retain(|folder| !folder.is_empty());
    kept
}

/// A card on standard input, as the only file of a folder.
fn card_on_standard_input(config: Option<&Path>) -> Result<Folder> {
    let mut bytes = Vec::new();
    console::input().take(CARD_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > CARD_LIMIT {
        bail!("cannot read the card on standard input: it has more than {CARD_LIMIT} bytes");
    }
    let repository = PathBuf::from(".");
    let config = match disk::configuration(&repository, "", config)? {
        Some(source) => configured(&source, "")?,
        None => Config::default(),
    };
    let tree = Tree::from_iter([(CARD_NAME, bytes)]);
    Ok(Folder { repository, is_on_hub: false, config, tree, left_out: Vec::new() })
}

/// The patterns of `--exclude`. One without `/` fits a name in any folder.
fn exclude_patterns(written: &[String]) -> Result<Vec<SkipPattern>> {
    let mut patterns = Vec::with_capacity(written.len());
    for pattern in written {
        let anywhere = !pattern.trim_end_matches('/').contains('/');
        let whole = if anywhere { format!("**/{pattern}") } else { pattern.trim_start_matches('/').to_owned() };
        match SkipPattern::new(&whole) {
            Some(pattern) => patterns.push(pattern),
            None => bail!("the pattern `{pattern}` of `--exclude` is too complex: use several with fewer `*` and `?`"),
        }
    }
    Ok(patterns)
}

/// The path of a root, as the user names it, with `/` between its parts.
fn shown(root: &Path) -> String {
    let parts: Vec<_> = root.iter().map(|part| part.to_string_lossy()).filter(|part| part != ".").collect();
    parts.join("/").replacen("//", "/", 1)
}

//! A model on the Hub as a folder that is judged: its files are read in place, and nothing is written to the disk.

use super::hub::HubContact;
use super::repository::Folder;
use super::{configuration_source, configured};
use crate::check::SkipPattern;
use crate::check::config::Config;
use crate::disk;
use crate::http::hub::{HubModel, HubSession, ModelPlace};
use crate::model::files::read_limit;
use crate::model::linked::with_linked;
use crate::report::{LeftOut, LeftOutReason};
use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, CONFIGURATIONS, ReadLimit, Tree, configuration_name, join};
use anyhow::{Result, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads a model; all paths in reports begin with `prefix`. `given` is the configuration that the user names.
pub(super) fn read(
    place: &ModelPlace,
    prefix: &str,
    given: Option<&Path>,
    exclude: &[SkipPattern],
    contact: &HubContact,
) -> Result<Folder> {
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    let model = session.model(place)?;
    let mut config = match given {
        Some(_) => disk::configuration(Path::new("."), "", given)?,
        None => own_configuration(session, &model)?,
    }
    .map_or_else(|| Ok(Config::default()), |source| configured(&source, ""))?;
    config.repository.get_or_insert_with(|| model.id.clone());
    let leaves_out = |path: &str| {
        path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]).find_map(|path| {
            let is_excluded = || exclude.iter().any(|pattern| pattern.is_match(path));
            let is_skipped = config.leaves_out(path);
            let reason = if is_skipped { LeftOutReason::Skipped } else { LeftOutReason::Excluded };
            (is_skipped || is_excluded()).then(|| (reason, path.to_owned()))
        })
    };
    let without = |wanted: &dyn Fn(&str) -> Option<ReadLimit>| {
        let wanted = |path: &str| wanted(path).filter(|_| leaves_out(path).is_none());
        session.tree(&model, &wanted, &Tree::default())
    };
    let mut tree = without(&read_limit)?;
    let mut left_out: BTreeMap<LeftOutReason, BTreeSet<String>> = BTreeMap::new();
    tree.files.retain(|path, _| match leaves_out(path) {
        Some((reason, path)) => {
            left_out.entry(reason).or_default().insert(path);
            false
        }
        None => true,
    });
    tree.blobs.retain(|path, _| tree.files.contains_key(path));
    let tree = with_linked(tree, without)?;
    let left_out = left_out.into_iter().map(|(reason, paths)| LeftOut {
        reason,
        count: paths.len(),
        first: join(prefix, paths.first().map_or("", String::as_str)),
    });
    let left_out = left_out.collect();
    let (config, tree) = (config.under(prefix), tree.under(prefix));
    Ok(Folder { repository: PathBuf::new(), is_on_hub: true, config, tree, left_out })
}

/// The configuration that the model has at this revision.
fn own_configuration(session: &HubSession, model: &HubModel) -> Result<Option<Source>> {
    let limit = |path: &str| CONFIGURATIONS.contains(&path).then_some(ReadLimit::Whole(CONFIGURATION_LIMIT));
    let tree = session.tree(model, &limit, &Tree::default())?;
    match configuration_name(|name| tree.files.contains_key(name)) {
        Err([one, other]) => bail!("there are two configurations, `{one}` and `{other}`: keep one of them"),
        Ok(Some(name)) => configuration_source(name, tree.files.get(name)),
        Ok(None) => Ok(None),
    }
}

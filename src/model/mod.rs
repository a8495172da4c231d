//! A model: all that one folder, and the folders above it, say about its licensing.

pub(crate) mod card;
mod clue;
pub(crate) mod files;
mod gguf;
mod header;
mod modelfile;
mod safetensors;
mod shape;
mod text_file;
mod tool_files;
mod weights;

use crate::decode::{Encoding, decode};
use crate::model::card::Card;
use crate::model::card::body::BlockKind;
use crate::source::{Place, Source};
use crate::tree::{Entry, Tree, is_lfs_pointer, join};
pub(crate) use clue::{Clue, ClueKind};
use files::Role;
pub(crate) use header::HeaderLicense;
pub(crate) use shape::Shape;
use std::collections::BTreeMap;
use std::rc::Rc;
pub(crate) use text_file::{TextCache, TextFile};
pub(crate) use tool_files::recipe_in;

/// Most files with weights that are named.
const MOST_WEIGHTS: usize = 8;

/// One model of the tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    /// Its folder, from the root of the repository; empty for the root itself.
    pub(crate) folder: String,
    /// Whether its folder is the checked one, which may hold those of other models.
    pub(crate) is_top: bool,
    /// The name of the folder; for the root, the name of the repository where the configuration gives it.
    pub(crate) folder_name: Option<String>,
    /// The name that its card gives it.
    pub(crate) name: Option<(String, Place)>,
    pub(crate) card: Option<Card>,
    /// What files written by tools say of its parents.
    pub(crate) clues: Vec<Clue>,
    /// License, notice and use policy files that serve it: its own, and those of the folders above.
    pub(crate) texts: Vec<Rc<TextFile>>,
    /// Files that could not be read, and why.
    pub(crate) unreadable: Vec<(String, String)>,
    /// The file that `license_link` names, and where, if it is not in the tree.
    pub(crate) dead_link: Option<(String, Place)>,
    /// The key by which its card is that of a data set or of an application, where nothing beside the card belongs to a model.
    pub(crate) other_kind: Option<&'static str>,
    /// Whether its card is UTF-8, as the Hub asks.
    pub(crate) card_is_utf8: bool,
    /// Files with its weights, by path; the first eight.
    pub(crate) weights: Vec<String>,
    /// Licenses that the headers of its weights name; each once.
    pub(crate) header_licenses: Vec<HeaderLicense>,
    /// Weights whose header cannot be read, and why.
    pub(crate) broken_headers: Vec<(String, String)>,
}

impl Model {
    /// The path for people: `.` for the root.
    pub(crate) fn path(&self) -> &str {
        if self.folder.is_empty() { "." } else { &self.folder }
    }

    /// The path of a file in the model's folder.
    pub(crate) fn file(&self, name: &str) -> String {
        join(&self.folder, name)
    }

    /// The place of findings on the model as a whole: its card, else the first file with a clue, else its folder.
    pub(crate) fn place(&self) -> Place {
        let path = self.card.as_ref().map(|card| card.source.path.to_string());
        Place::file(
            path.or_else(|| self.clues.first().map(|clue| clue.place.path.to_string()))
                .unwrap_or_else(|| self.path().to_owned()),
        )
    }

    /// Whether it reads images or sound besides text, by its task or its names.
    pub(crate) fn is_multimodal(&self) -> bool {
        let task = self.card.as_ref().and_then(|card| card.text("pipeline_tag")).map(|(task, _)| task);
        let is_mixed = |task: &str| {
            task == "any-to-any"
                || ["image-", "video-", "audio-", "visual-"].iter().any(|start| task.starts_with(start))
        };
        let names = self.name.iter().map(|(name, _)| name.as_str()).chain(self.folder_name.as_deref());
        task.is_some_and(is_mixed) || { names }.any(|name| name.to_lowercase().contains("vision"))
    }

    /// Whether something shows that a model is published here: metadata, weights, or files that tools write beside weights.
    /// A Modelfile alone may only run a model that is elsewhere.
    pub(crate) fn is_published(&self) -> bool {
        let has_metadata = self.card.as_ref().is_some_and(|card| card.fence.is_some() || !card.unseen.is_empty());
        let has_files = self.clues.iter().any(|clue| clue.kind != ClueKind::Modelfile);
        has_metadata || !self.weights.is_empty() || has_files
    }

    /// The texts in the model's own folder, its `licenses` folder included.
    pub(crate) fn own_texts(&self) -> impl Iterator<Item = &TextFile> {
        self.texts.iter().map(Rc::as_ref).filter(|text| self.owns(text))
    }

    /// Whether a text is in the model's own folder.
    pub(crate) fn owns(&self, text: &TextFile) -> bool {
        served_folder(&text.source.path) == self.folder
    }
}

/// The folder that a license file serves: its own, or the one above a folder such as `licenses`.
fn served_folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    if matches!(name.to_ascii_lowercase().as_str(), "license" | "licenses" | "licences" | "legal") {
        above
    } else {
        folder
    }
}

/// The folder above; nothing above the root.
fn parent_folder(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
}

/// Finds the models of a tree, by folder. `repository` is the `owner/name` under which the tree is published.
///
/// A folder with weights or configurations but no card belongs to the model of the nearest card above it. Where that card has no
/// front matter and several such folders lie below it, it is the page of a collection, and each folder is a model.
pub(crate) fn find(tree: &Tree, repository: Option<&str>) -> Vec<Model> {
    find_with(tree, repository, &mut TextCache::default())
}

/// [`find`], with the texts of earlier trees.
pub(crate) fn find_with(tree: &Tree, repository: Option<&str>, cache: &mut TextCache) -> Vec<Model> {
    let mut folders: BTreeMap<&str, Vec<(&str, Role)>> = BTreeMap::new();
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, entry) in &tree.files {
        let Some(role) = files::role(path) else { continue };
        let is_text = matches!(entry, Entry::Read(bytes) if files::is_notice(path) || !is_lfs_pointer(bytes));
        if matches!(role, Role::License | Role::Modelfile) && is_text {
            texts.entry(served_folder(path)).or_default().push(path);
        }
        if role != Role::License || !is_text {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push((path, role));
        }
    }
    let mut models: BTreeMap<&str, Model> = BTreeMap::new();
    let mut without_card: Vec<(&str, Option<&str>)> = Vec::new();
    let mut with_modelfile: Vec<&str> = Vec::new();
    for (&folder, listed) in &folders {
        let path = listed.iter().find(|(_, role)| *role == Role::Card).map(|(path, _)| *path);
        let card = path.and_then(|path| read_card(tree, path));
        let metadata = |card: &Card| card.fence.is_some() || !card.unseen.is_empty();
        let is_card = card.as_ref().is_some_and(|(card, _)| folder == tree.folder || metadata(card));
        let has_artefacts =
            listed.iter().any(|(_, role)| !matches!(role, Role::Card | Role::License | Role::Modelfile));
        // A card that cannot be read makes a model as well: what it hides must not pass.
        if is_card || path.is_some() && (has_artefacts || folder == tree.folder) {
            let mut model = empty_model(tree, folder);
            if let Some((card, is_utf8)) = card {
                model.card_is_utf8 = is_utf8;
                model.card = Some(card);
            }
            models.insert(folder, model);
        } else if has_artefacts {
            without_card.push((folder, None));
        } else if listed.iter().any(|(_, role)| *role == Role::Modelfile) {
            with_modelfile.push(folder);
        }
    }
    let mut below: BTreeMap<&str, usize> = BTreeMap::new();
    for (folder, home) in &mut without_card {
        *home = std::iter::successors(parent_folder(folder), |folder| parent_folder(folder))
            .find(|above| models.contains_key(above));
        *below.entry(home.unwrap_or(folder)).or_default() += 1;
    }
    for &(folder, home) in &without_card {
        let is_collection = |home: &&str| {
            let card = models.get(home).and_then(|model| model.card.as_ref());
            card.is_some_and(|card| card.fence.is_none()) && below.get(home).is_some_and(|&count| count > 1)
        };
        let home = home.filter(|home| !is_collection(home)).unwrap_or(folder);
        models.entry(home).or_insert_with(|| empty_model(tree, home));
        if home != folder
            && let (Some(model), Some(listed)) = (models.get_mut(home), folders.get(folder))
        {
            add_files(model, tree, listed);
        }
    }
    let mut read: BTreeMap<&str, Vec<Rc<TextFile>>> = BTreeMap::new();
    for (&folder, model) in &mut models {
        if let Some(listed) = folders.get(folder) {
            add_files(model, tree, listed);
        }
        model.name = model.card.as_ref().and_then(own_name);
        model.dead_link = dead_link(tree, model);
        if let Some((_, name)) = repository.filter(|_| model.is_top).and_then(|repository| repository.split_once('/')) {
            model.folder_name = Some(name.to_owned());
        }
        for folder in std::iter::successors(Some(folder), |folder| parent_folder(folder)) {
            let Some((folder, paths)) = texts.get_key_value(folder) else { continue };
            let files = read
                .entry(folder)
                .or_insert_with(|| paths.iter().filter_map(|path| text_file(tree, path, cache)).collect());
            model.texts.extend(files.iter().cloned());
        }
    }
    // A Modelfile alone is no model. It belongs to one that is published above it.
    for folder in with_modelfile {
        let home = std::iter::successors(parent_folder(folder), |folder| parent_folder(folder))
            .find(|above| models.contains_key(above));
        let model = home.and_then(|home| models.get_mut(home)).filter(|model| model.is_published());
        if let (Some(model), Some(listed)) = (model, folders.get(folder)) {
            add_files(model, tree, listed);
        }
    }
    for model in models.values_mut() {
        model.other_kind = other_kind(model);
    }
    models.into_values().collect()
}

/// The text that a license file, or a Modelfile, holds.
fn text_file(tree: &Tree, path: &str, cache: &mut TextCache) -> Option<Rc<TextFile>> {
    let Some(Entry::Read(bytes)) = tree.files.get(path) else { return None };
    match files::role(path) {
        Some(Role::Modelfile) => modelfile::license(path, bytes).map(Rc::new),
        _ => Some(cache.read(path, bytes)),
    }
}

/// The model of a folder, before its files are read.
fn empty_model(tree: &Tree, folder: &str) -> Model {
    let is_top = folder == tree.folder;
    Model {
        folder: folder.to_owned(),
        is_top,
        // The name of the checked folder on a disk says nothing.
        folder_name: folder.rsplit('/').next().filter(|_| !is_top).map(str::to_owned),
        card_is_utf8: true,
        ..Model::default()
    }
}

/// The card in a file, and whether it is UTF-8.
fn read_card(tree: &Tree, path: &str) -> Option<(Card, bool)> {
    let Some(Entry::Read(bytes)) = tree.files.get(path) else { return None };
    if is_lfs_pointer(bytes) {
        return None;
    }
    let decoded = decode(bytes);
    let is_utf8 = matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf8Bom);
    Some((Card::read(Source::new(path, decoded.text.as_ref())), is_utf8))
}

/// Adds what the files of one folder say.
fn add_files(model: &mut Model, tree: &Tree, listed: &[(&str, Role)]) {
    let mut heads = Vec::new();
    for &(path, role) in listed {
        match tree.files.get(path) {
            Some(Entry::Read(bytes)) if is_lfs_pointer(bytes) => {
                model.unreadable.push((path.to_owned(), "it is a pointer of Git LFS, its text is not here".to_owned()));
            }
            Some(Entry::Read(bytes)) => model.clues.extend(tool_files::read(path, role, bytes)),
            Some(Entry::Unread { .. } | Entry::Head { .. }) if role == Role::Weights => {
                if let Some(Entry::Head { bytes, size }) = tree.files.get(path) {
                    heads.push((path, bytes.as_slice(), *size));
                }
                if model.weights.len() < MOST_WEIGHTS {
                    model.weights.push(path.to_owned());
                }
            }
            Some(Entry::TooLarge { size, limit }) => {
                let why = format!("it has {size} bytes, and at most {limit} are read");
                model.unreadable.push((path.to_owned(), why));
            }
            Some(Entry::Unreadable(why)) => model.unreadable.push((path.to_owned(), why.clone())),
            Some(Entry::Unread { .. } | Entry::Head { .. }) | None => {}
        }
    }
    // After the other files, which say the same with a line.
    let weights = weights::read(&heads);
    for clue in weights.clues {
        if model.clues.iter().all(|known| !clue.repeats(known)) {
            model.clues.push(clue);
        }
    }
    for license in weights.licenses {
        if model.header_licenses.iter().all(|known| known.fields != license.fields) {
            model.header_licenses.push(license);
        }
    }
    model.broken_headers.extend(weights.broken);
}

/// `license_link`, where it names a file that is neither beside the card nor at the top of the tree.
fn dead_link(tree: &Tree, model: &Model) -> Option<(String, Place)> {
    let card = model.card.as_ref()?;
    let (link, span) = card.text("license_link")?;
    let name = link.trim().trim_start_matches("./").trim_start_matches('/');
    let is_file = !name.is_empty() && name.len() < 200 && !name.contains([':', ' ']);
    let is_there = [&model.folder, &tree.folder].iter().any(|folder| tree.files.contains_key(&join(folder, name)));
    (is_file && !is_there).then(|| (name.to_owned(), card.source.place(span)))
}

/// The key by which the card is that of a data set or of an application, where nothing beside it belongs to a model.
fn other_kind(model: &Model) -> Option<&'static str> {
    const OF_OTHERS: [&str; 7] = [
        "task_categories",
        "size_categories",
        "dataset_info",
        "annotations_creators",
        "source_datasets",
        "sdk",
        "app_file",
    ];
    const OF_MODELS: [&str; 5] = ["base_model", "pipeline_tag", "library_name", "model-index", "model_name"];
    let card = model.card.as_ref().filter(|_| model.weights.is_empty() && model.clues.is_empty())?;
    let has = |key: &&str| card.field(key).is_some();
    OF_OTHERS.into_iter().find(has).filter(|_| !OF_MODELS.iter().any(has))
}

/// The name a card gives its model: `model_name`, or its first heading.
fn own_name(card: &Card) -> Option<(String, Place)> {
    if let Some((name, span)) = card.text("model_name") {
        return Some((name.to_owned(), card.source.place(span)));
    }
    let heading = card.blocks().iter().find(|block| matches!(block.kind, BlockKind::Heading(1 | 2)))?;
    let text = heading.text.trim();
    let generic = [
        "model card for model id",
        "model card",
        "introduction",
        "overview",
        "model description",
        "model details",
        "readme",
        "llm",
    ];
    let lower = text.to_lowercase();
    if text.len() > 120 || generic.contains(&lower.as_str()) {
        return None;
    }
    let start = ["model card for ", "model card: ", "model card of "]
        .iter()
        .find(|start| lower.starts_with(**start))
        .map_or(0, |start| start.len());
    let name = text.get(start..)?.trim().to_owned();
    let at = heading.origin(heading.text.len() - heading.text.trim_start().len());
    Some((name, card.source.place(card.source.line_span(card.source.line_of(at)))))
}

//! A model: all that one folder, and the folders above it, say about its licensing.

pub mod files;
mod parents;
mod texts;

use crate::card::Card;
use crate::card::body::BlockKind;
use crate::decode::{Encoding, decode};
use crate::source::{Place, Source};
use crate::tree::{Entry, Tree};
use files::Role;
pub(crate) use parents::recipe_in;
pub use parents::{Parent, ParentKind};
use std::collections::BTreeMap;
use std::rc::Rc;
pub use texts::TextFile;

/// One model of the tree.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its folder; empty for the root of the tree.
    pub folder: String,
    /// The name of the folder; for the root, the name of the checked folder or repository.
    pub folder_name: Option<String>,
    /// The name that its card gives it.
    pub name: Option<(String, Place)>,
    /// Its card.
    pub card: Option<Card>,
    /// Parents that files written by tools name.
    pub parents: Vec<Parent>,
    /// License, notice and use policy files that serve it: its own, and those of the folders above.
    pub texts: Vec<Rc<TextFile>>,
    /// Files that could not be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// Whether its card is UTF-8, as the Hub asks.
    pub card_is_utf8: bool,
    /// Whether there are weights in its folder.
    pub has_weights: bool,
}

impl Model {
    /// The path for people: `.` for the root.
    pub fn path(&self) -> &str {
        if self.folder.is_empty() { "." } else { &self.folder }
    }

    /// The path of a file in the model's folder.
    pub fn file(&self, name: &str) -> String {
        if self.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", self.folder) }
    }

    /// Where to point when the model as a whole is meant: its card, else its first telling file, else its folder.
    pub fn place(&self) -> Place {
        let path = self.card.as_ref().map(|card| card.source.path.to_string());
        Place::file(
            path.or_else(|| self.parents.first().map(|parent| parent.place.path.to_string()))
                .unwrap_or_else(|| self.path().to_owned()),
        )
    }

    /// The texts in the model's own folder, its `licenses` folder included.
    pub fn own_texts(&self) -> impl Iterator<Item = &TextFile> {
        self.texts.iter().map(Rc::as_ref).filter(|text| self.owns(text))
    }

    /// Whether a text stands in the model's own folder.
    pub fn owns(&self, text: &TextFile) -> bool {
        serves(&text.source.path) == self.folder
    }
}

/// The folder that a license file serves: its own, or the one above a folder such as `licenses`.
fn serves(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    if matches!(name.to_ascii_lowercase().as_str(), "license" | "licenses" | "licences" | "legal") {
        above
    } else {
        folder
    }
}

fn above(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
}

/// Finds the models of a tree, by folder. A folder with weights or configurations but no card belongs to the model of the
/// nearest card above it.
pub fn find(tree: &Tree) -> Vec<Model> {
    let mut folders: BTreeMap<&str, Vec<(&str, Role)>> = BTreeMap::new();
    let mut texts: BTreeMap<&str, Vec<Rc<TextFile>>> = BTreeMap::new();
    for (path, entry) in &tree.files {
        match (files::role(path), entry) {
            (Some(Role::License), Entry::Read(bytes)) => {
                texts.entry(serves(path)).or_default().push(Rc::new(TextFile::read(path, bytes)));
            }
            (Some(Role::License), Entry::TooLarge { .. } | Entry::Unreadable(_)) | (Some(_), _) => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                folders.entry(folder).or_default().extend(files::role(path).map(|role| (path.as_str(), role)));
            }
            (None, _) => {}
        }
    }
    let mut homes: BTreeMap<&str, Model> = BTreeMap::new();
    for (&folder, listed) in &folders {
        let card = listed.iter().find(|(_, role)| *role == Role::Card).and_then(|(path, _)| card(tree, path));
        let is_card =
            card.as_ref().is_some_and(|(card, _)| folder.is_empty() || card.fence.is_some() || !card.unseen.is_empty());
        let broken = listed
            .iter()
            .any(|(path, role)| *role == Role::Card && !matches!(tree.files.get(*path), Some(Entry::Read(_))));
        let artefacts = listed.iter().any(|(_, role)| !matches!(role, Role::Card | Role::License));
        if is_card || broken || artefacts {
            let home = if is_card || broken { folder } else { home_of(folder, &homes, card.is_some()) };
            let model = homes.entry(home).or_insert_with(|| empty(tree, home));
            if let Some((card, is_utf8)) = card {
                model.card_is_utf8 = is_utf8;
                model.card = Some(card);
            }
            add(model, tree, listed);
        }
    }
    for model in homes.values_mut() {
        model.name = model.card.as_ref().and_then(own_name);
        let mut at = Some(model.folder.as_str());
        let mut serving = Vec::new();
        while let Some(folder) = at {
            serving.extend(texts.get(folder).into_iter().flatten().cloned());
            at = above(folder);
        }
        model.texts = serving;
    }
    homes.into_values().collect()
}

/// The folder whose model a folder without a card belongs to.
fn home_of<'t>(folder: &'t str, homes: &BTreeMap<&'t str, Model>, has_readme: bool) -> &'t str {
    let mut at = above(folder).filter(|_| !has_readme);
    while let Some(candidate) = at {
        if let Some((&home, _)) = homes.get_key_value(candidate).filter(|(_, model)| model.card.is_some()) {
            return home;
        }
        at = above(candidate);
    }
    folder
}

fn empty(tree: &Tree, folder: &str) -> Model {
    Model {
        folder: folder.to_owned(),
        folder_name: if folder.is_empty() { tree.name.clone() } else { folder.rsplit('/').next().map(str::to_owned) },
        name: None,
        card: None,
        parents: Vec::new(),
        texts: Vec::new(),
        unreadable: Vec::new(),
        card_is_utf8: true,
        has_weights: false,
    }
}

/// The card in a file, and whether it is UTF-8.
fn card(tree: &Tree, path: &str) -> Option<(Card, bool)> {
    let Some(Entry::Read(bytes)) = tree.files.get(path) else { return None };
    let decoded = decode(bytes);
    let is_utf8 = matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf8Bom);
    Some((Card::read(Source::new(path, decoded.text.as_ref())), is_utf8))
}

fn add(model: &mut Model, tree: &Tree, listed: &[(&str, Role)]) {
    for &(path, role) in listed {
        match tree.files.get(path) {
            Some(Entry::Read(bytes)) => model.parents.extend(parents::read(path, role, bytes)),
            Some(Entry::Unread { .. }) => model.has_weights |= role == Role::Weights,
            Some(Entry::TooLarge { size, limit }) => {
                let why = format!("it has {size} bytes, and at most {limit} are read");
                model.unreadable.push((path.to_owned(), why));
            }
            Some(Entry::Unreadable(why)) => model.unreadable.push((path.to_owned(), why.clone())),
            None => {}
        }
    }
}

/// The name a card gives its model: `model_name`, or its first heading.
fn own_name(card: &Card) -> Option<(String, Place)> {
    if let Some((name, span)) = card.text("model_name") {
        return Some((name, card.source.place(span)));
    }
    let heading = card.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(1 | 2)))?;
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

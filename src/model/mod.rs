//! A model: all that one folder, and the folders above it, say about its licensing.

mod attributes;
pub(crate) mod card;
mod clue;
mod fields;
pub(crate) mod files;
mod gguf;
mod header;
mod heading;
mod keys;
pub(crate) mod linked;
mod modelfile;
mod other_files;
mod plan;
mod reader;
mod recipe;
mod safetensors;
mod served;
mod shape;
pub(crate) mod shard;
mod text_file;
mod tool_files;
mod unread;
mod weights;

use crate::source::Place;
use crate::tree::join;
pub(crate) use attributes::Rewriting;
#[cfg(any(fuzzing, test))]
pub(crate) use attributes::pattern as attribute_pattern;
use card::Card;
pub(crate) use clue::{Clue, ClueKind};
pub(crate) use files::CARD_NAME;
pub(crate) use header::HeaderLicense;
pub(crate) use heading::name_in_heading;
pub(crate) use keys::KEYS;
pub(crate) use other_files::{is_of_other_kind, may_be_weights};
pub(crate) use plan::{Plan, needs_whole_tree, plan};
pub(crate) use recipe::recipe_in;
use served::served_folder;
pub(crate) use served::{may_serve, with_ancestors};
pub(crate) use shape::Shape;
use std::rc::Rc;
pub(crate) use text_file::{TextCache, TextFile};
pub(crate) use unread::{Unread, UnreadKind};

/// One model of the tree.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of a tree")]
pub(crate) struct Model {
    /// Its folder, from the root of the repository; empty for the root itself.
    pub(crate) folder: String,
    /// Whether its folder is the checked one, which may hold those of other models.
    pub(crate) is_top: bool,
    /// Whether it was published at the base commit of a change: then it still is, whatever the change takes away.
    pub(crate) was_published: bool,
    /// Whether the tree is that of a program, and shows no model at its top.
    pub(crate) is_in_program: bool,
    /// The name of the folder; for the root, the name of the repository where the configuration gives it.
    pub(crate) folder_name: Option<String>,
    /// The name that its card gives it.
    pub(crate) name: Option<(String, Place)>,
    pub(crate) card: Option<Card>,
    /// Files next to the card whose names read like that of a card.
    pub(crate) second_cards: Vec<String>,
    /// What files written by tools say of its parents.
    pub(crate) clues: Vec<Clue>,
    /// License, notice and use policy files that serve it: its own, and those of the folders above.
    pub(crate) texts: Vec<Rc<TextFile>>,
    /// Files, and parts of files, that could not be read.
    pub(crate) unread: Vec<Unread>,
    /// License files that its card names, in other folders.
    pub(crate) linked: Vec<String>,
    /// The file that `license_link` names, and where, if it is not in the tree.
    pub(crate) dead_link: Option<(String, Place)>,
    /// The key by which its card is that of a dataset or of an application, where nothing next to the card belongs to a model.
    pub(crate) other_kind: Option<&'static str>,
    /// Whether its card is UTF-8, as the Hub asks.
    pub(crate) card_is_utf8: bool,
    /// Whether a file next to it shows that it has weights, though its name is none of weights: an index of them, the configuration of an
    /// adapter, a large file.
    pub(crate) shows_weights: bool,
    /// Files with its weights, by path; the first eight.
    pub(crate) weights: Vec<String>,
    /// Licenses that the headers of its weights name; each once.
    pub(crate) header_licenses: Vec<HeaderLicense>,
    /// Weights whose header is not read because the tree has too many.
    pub(crate) unread_headers: Vec<String>,
    /// Those of which the header was not read, or not to its end, so that little is read over a network.
    pub(crate) headers_left: Vec<String>,
    /// GGUF files whose header was read as far as the words of a tokenizer. Names and licenses usually come before these.
    pub(crate) cut_in_vocabulary: Vec<String>,
    /// How many shards are left out in the same way, of which the first and the last of their model say the same.
    pub(crate) shards_left: usize,
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

    /// Whether it reads images or sound besides text, by its task, its names or those of its base models.
    pub(crate) fn is_multimodal(&self) -> bool {
        let task = self.card.as_ref().and_then(|card| card.text("pipeline_tag")).map(|(task, _)| task);
        let is_mixed = |task: &str| {
            task == "any-to-any"
                || ["image-", "video-", "audio-", "visual-"].iter().any(|start| task.starts_with(start))
        };
        let parents = self.card.iter().flat_map(|card| card.texts("base_model")).map(|(parent, _)| parent);
        let names = self.name.iter().map(|(name, _)| name.as_str()).chain(self.folder_name.as_deref()).chain(parents);
        task.is_some_and(is_mixed) || { names }.any(|name| name.to_lowercase().contains("vision"))
    }

    /// Whether something shows that a model is published here: metadata that only models have, weights, an adapter, or
    /// a configuration at the top. What cannot be read counts as well. A recipe or a Modelfile may belong to a program that makes or
    /// runs models.
    pub(crate) fn is_published(&self) -> bool {
        let has_unread = self.unread.iter().any(|unread| match files::role(&unread.place.path) {
            Some(files::Role::Card | files::Role::OtherCard | files::Role::Adapter) => true,
            Some(files::Role::Config) => self.is_at_top(&unread.place.path),
            _ => false,
        });
        self.card.as_ref().is_some_and(Card::is_published)
            || !self.weights.is_empty()
            || self.shows_weights
            || self.was_published
            || self.clues.iter().any(|clue| self.shows_model(clue))
            || !self.second_cards.is_empty()
            || has_unread
    }

    fn shows_model(&self, clue: &Clue) -> bool {
        match clue.kind {
            ClueKind::Adapter => true,
            ClueKind::Config | ClueKind::Shape(..) => self.is_at_top(&clue.place.path),
            _ => false,
        }
    }

    /// Whether a file lies in the checked folder itself.
    fn is_at_top(&self, path: &str) -> bool {
        self.is_top && path.rsplit_once('/').map_or("", |(folder, _)| folder) == self.folder
    }

    /// Whether its metadata or its tools name a parent.
    pub(crate) fn names_parent(&self) -> bool {
        self.card_names_parent() || self.clues.iter().any(names_parent)
    }

    /// The same apart from the headers of its weights: what some of them say does not speak for the others.
    pub(crate) fn names_parent_beside_weights(&self) -> bool {
        let is_beside = |clue: &&Clue| files::role(&clue.place.path) != Some(files::Role::Weights);
        self.card_names_parent() || self.clues.iter().filter(is_beside).any(names_parent)
    }

    fn card_names_parent(&self) -> bool {
        self.card.as_ref().is_some_and(|card| card.all_texts("base_model").next().is_some())
    }

    /// The texts in the model's own folder, its `licenses` folder included.
    pub(crate) fn own_texts(&self) -> impl Iterator<Item = &TextFile> {
        self.texts.iter().map(Rc::as_ref).filter(|text| self.owns(text))
    }

    /// Whether a text is in the model's own folder.
    pub(crate) fn owns(&self, text: &TextFile) -> bool {
        served_folder(&text.source.path) == self.folder || self.linked.iter().any(|path| *path == *text.source.path)
    }
}

fn names_parent(clue: &Clue) -> bool {
    !matches!(clue.kind, ClueKind::Shape(..) | ClueKind::Name | ClueKind::Config)
}

//! Keys and names by which files say what they are about: `lineage/model-keys.yml`.

use crate::embedded::{List, Text};

#[cfg(embedded)]
pub(crate) use values::VALUE as KEYS;

/// `lineage/model-keys.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Keys {
    /// Keys of the front matter that only the card of a model has, or that say under which terms something is published.
    pub(crate) of_models: List<Text>,
    /// Those of them that a card of another kind never has.
    pub(crate) only_of_models: List<Text>,
    /// Keys that only the card of a dataset or of an application has.
    pub(crate) of_others: List<Text>,
    /// Keys of `config.json` under which a model is named.
    pub(crate) config_parents: List<Text>,
    /// Words in the keys of parts of a configuration that are no language model.
    pub(crate) other_parts: List<Text>,
    /// Folders that begin a path on somebody's disk, which looks like an identifier.
    pub(crate) folders: List<Text>,
    /// What an address on the Hub has in place of an owner of models.
    pub(crate) hub_pages: List<Text>,
    /// Files at the root of a tree by which it is that of a program.
    pub(crate) files_of_programs: List<Text>,
    /// Names of cards other than that of the Hub.
    pub(crate) other_cards: List<Text>,
    /// Folders that tools put into a repository.
    pub(crate) environments: List<Environment>,
    /// Files by which a folder without a card is that of a model.
    pub(crate) files_of_models: List<Text>,
    /// Headings that name no model.
    pub(crate) generic_headings: List<Text>,
    /// Beginnings of headings that come before the name of a model.
    pub(crate) heading_starts: List<Text>,
}

/// Folders of data and programs that a tool makes, and what shows them.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Environment {
    /// Their name; empty where they may have any.
    pub(crate) folder: Text,
    /// Names in them, of which one shows them; `*` matches any beginning.
    pub(crate) holds: List<Text>,
}

#[cfg(embedded)]
mod values {
    use crate::model::keys::{Environment, Keys};
    include!(concat!(env!("OUT_DIR"), "/model-keys.rs"));
}

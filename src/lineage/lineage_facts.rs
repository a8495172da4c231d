//! What is known of the descent of models beside the table of known models: from the configuration, the Hub, a dump of cards.

use super::ancestry::{Ancestry, PathToRoot};
use super::hub::Hub;
use super::known::root_of_id;
use super::root::Root;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Facts on models beside the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LineageFacts {
    /// What the configuration states: identifier or name in lower case, and what such models descend from.
    pub(crate) families: BTreeMap<String, Root>,
    /// What the Hub states, where it was asked.
    pub(crate) hub: Hub,
    /// Whether it was asked.
    pub(crate) hub_was_asked: bool,
    /// What a dump of cards says of the parents of models, where there is one.
    pub(crate) ancestry: Option<Arc<Ancestry>>,
    /// Paths of the models that the base commit of a change publishes.
    pub(crate) published: BTreeSet<String>,
}

impl LineageFacts {
    /// What the configuration states of an identifier or a name.
    pub(super) fn stated_root(&self, id: &str) -> Option<Root> {
        if self.families.is_empty() { None } else { self.families.get(&id.to_lowercase()).copied() }
    }

    /// Whether the family of a model is known without the Hub: by the configuration, the table or its name.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.stated_root(id).is_some() || root_of_id(id).is_some()
    }

    /// What the dump of cards says.
    pub(super) fn paths_to_roots(&self, id: &str) -> Vec<PathToRoot> {
        self.ancestry.as_ref().map(|ancestry| ancestry.paths_to_roots(id)).unwrap_or_default()
    }
}

//! What is known of the descent of models beside the table of known models: from the configuration, the Hub, a dump of cards.

use super::ancestry::{Ancestry, PathToRoot};
use super::hub::Hub;
use super::known::{license_of, parent_of, root_of_id};
use super::root::Root;
use super::series::license_of_series;
use crate::policy;
use crate::report::lineage::LicenseSource;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The identifier of the Hub for terms that it has none for.
const OTHER: &str = "other";

/// Facts on models beside the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LineageFacts {
    /// What the configuration states: identifier or name in lower case, and what such models descend from.
    pub(crate) families: BTreeMap<String, Root>,
    /// Licenses that the configuration states, by identifier or name in lower case.
    pub(crate) licenses: BTreeMap<String, String>,
    /// What the Hub states, where it was asked.
    pub(crate) hub: Hub,
    /// Whether it was asked.
    pub(crate) hub_was_asked: bool,
    /// What a dump of cards says of the parents of models, where there is one.
    pub(crate) ancestry: Option<Arc<Ancestry>>,
    /// Paths of the models that the base commit of a change publishes.
    pub(crate) published: BTreeSet<String>,
}

/// What all sources together state of one model.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) license: Option<(String, LicenseSource)>,
    /// The models that it was made from, or the name that it has now.
    pub(super) parents: Vec<String>,
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

    /// The license and the parents of a model, each from the source that is asked first and knows it: configuration, table, Hub, dump.
    pub(super) fn stated_of(&self, id: &str) -> Stated {
        let key = id.to_lowercase();
        let hub = self.hub.stated(id);
        let dump = self.ancestry.as_ref().and_then(|ancestry| ancestry.stated(id));
        let (dumped_license, dumped_parents) = dump.unwrap_or_default();
        let license = { self.licenses.get(&key).map(|license| (license.clone(), LicenseSource::Configuration)) }
            .or_else(|| published_license(id).map(|license| (license.to_owned(), LicenseSource::Table)))
            .or_else(|| hub.and_then(|hub| Some((hub.license.clone()?, LicenseSource::Hub))))
            .or_else(|| dumped_license.map(|license| (license, LicenseSource::Dump)));
        let mut parents: Vec<String> = parent_of(id).map(str::to_owned).into_iter().collect();
        parents.extend(hub.into_iter().flat_map(|hub| hub.renamed_to.iter().chain(&hub.parents)).cloned());
        parents.extend(dumped_parents);
        Stated { license, parents }
    }

    /// Whether the license of a model is known without the Hub: its own, or that of its family. So it is where the configuration states
    /// what it descends from.
    pub(crate) fn is_settled(&self, id: &str) -> bool {
        let family = || root_of_id(id).and_then(Root::family).and_then(policy::of_family);
        let is_stated = self.stated_root(id).is_some();
        is_stated
            || self.licenses.contains_key(&id.to_lowercase())
            || published_license(id).is_some()
            || family().is_some()
    }

    /// What the dump of cards says.
    pub(super) fn paths_to_roots(&self, id: &str) -> Vec<PathToRoot> {
        self.ancestry.as_ref().map(|ancestry| ancestry.paths_to_roots(id)).unwrap_or_default()
    }
}

/// The license that the publisher of a model declares, by the table, else by the series of models that it is of. A bare `other` of the
/// table names none.
fn published_license(id: &str) -> Option<&'static str> {
    let in_table = license_of(id);
    in_table.filter(|license| *license != OTHER).or_else(|| license_of_series(id)).or(in_table)
}

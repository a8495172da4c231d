//! What is known of the descent of models beside the table of known models: from the configuration, the Hub, a dump of cards.

use super::ancestry::{Ancestry, MOST_ANCESTORS};
use super::hub::Hub;
use super::hub_id::name_in;
use super::known::{license_of, look_up, parent_of, root_of_id};
use super::names::{family_of_name, is_bare, is_of_owner};
use super::root::Root;
use super::schema::Limit;
use super::series::license_of_series;
use crate::policy;
use crate::report::lineage::LicenseSource;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The identifier of the Hub for terms that it has none for.
const OTHER: &str = "other";

/// What a model is derived from, and what takes something from a statement that names it.
pub(super) type KnownRoot = (Root, Option<Limit>);

/// Facts on models that are not in the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LineageFacts {
    /// What the configuration states: identifier or name in lower case, and what such models are derived from.
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

    /// What a model is known to be derived from by the configuration or the table, and what limits that.
    pub(super) fn known_root(&self, id: &str) -> Option<KnownRoot> {
        let stated = self.stated_root(id).map(|root| (root, None));
        stated.or_else(|| look_up(id).map(|known| (known.root, known.by_shape.then_some(Limit::ByShape))))
    }

    /// The same, or what its name says: several families may go by one name.
    pub(super) fn root(&self, id: &str) -> Option<KnownRoot> {
        let by_name = || {
            let family = family_of_name(name_in(id))?;
            let is_unsure = is_bare(name_in(id)) && !is_of_owner(family, id);
            Some((Root::Family(family), is_unsure.then_some(Limit::BareName)))
        };
        self.known_root(id).or_else(by_name)
    }

    /// Whether the family of a model is known without the Hub: by the configuration, the table or its name.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.root(id).is_some()
    }

    /// The license and the parents of a model, each from the source that is asked first and knows it: configuration, table, Hub, dump.
    pub(super) fn stated_of(&self, id: &str) -> Stated {
        let key = id.to_lowercase();
        let on_hub = || self.hub.stated(id)?.license.clone();
        let in_dump = || Some(self.ancestry.as_ref()?.license(id)?.to_owned());
        let license = { self.licenses.get(&key).map(|license| (license.clone(), LicenseSource::Configuration)) }
            .or_else(|| published_license(id).map(|license| (license.to_owned(), LicenseSource::Table)))
            .or_else(|| Some((on_hub()?, LicenseSource::Hub)))
            .or_else(|| Some((in_dump()?, LicenseSource::Dump)));
        Stated { license, parents: parent_of(id).map(str::to_owned).into_iter().chain(self.above(id)).collect() }
    }

    /// Whether the license of a model is known without the Hub: its own, or that of its family. So it is where the configuration states
    /// what it is derived from.
    pub(crate) fn is_settled(&self, id: &str) -> bool {
        let family = || root_of_id(id).and_then(Root::family).and_then(policy::of_family);
        let is_stated = self.stated_root(id).is_some();
        is_stated
            || self.licenses.contains_key(&id.to_lowercase())
            || published_license(id).is_some()
            || family().is_some()
    }

    /// The shortest paths from a model up through the models that it was made from, as the Hub and the dump state them: each to a known
    /// model, or to one of which nothing more is stated. A circle leads nowhere.
    pub(super) fn paths_up(&self, id: &str) -> Vec<Vec<String>> {
        let mut seen = BTreeSet::from([id.to_lowercase()]);
        // Each with the place of the model that was made from it.
        let mut models = vec![(id.to_owned(), 0)];
        let mut paths = Vec::new();
        let mut at = 0;
        while let Some((model, _)) = models.get(at) {
            let is_end = at > 0 && self.known_root(model).is_some() || models.len() > MOST_ANCESTORS;
            let above = if is_end { Vec::new() } else { self.above(model) };
            if above.is_empty() {
                let below = |place: &usize| Some(models[*place].1).filter(|_| *place > 0);
                let mut path: Vec<String> =
                    std::iter::successors(Some(at), below).map(|place| models[place].0.clone()).collect();
                path.reverse();
                paths.push(path);
            }
            models.extend(
                above.into_iter().filter(|parent| seen.insert(parent.to_lowercase())).map(|parent| (parent, at)),
            );
            at += 1;
        }
        paths
    }

    /// The identifier that a model has now, and the models that it was made from.
    fn above(&self, id: &str) -> Vec<String> {
        let stated = self.hub.stated(id);
        let on_hub = stated.into_iter().flat_map(|stated| stated.renamed_to.iter().chain(&stated.parents)).cloned();
        let in_dump = self.ancestry.iter().flat_map(|ancestry| ancestry.parents(id)).map(str::to_owned);
        on_hub.chain(in_dump).collect()
    }

    /// Of a path, the last model whose license the Hub states, and the license.
    pub(super) fn license_on<'p>(&self, path: &'p [String]) -> Option<(&'p str, &str)> {
        path.iter().rev().find_map(|id| Some((id.as_str(), self.hub.stated(id)?.license.as_deref()?)))
    }

    /// A path in words, perhaps with a license on it: "a/b is made from c/d, c/d has the license own".
    pub(super) fn describe(&self, path: &[String], license: Option<(&str, &str)>) -> String {
        let step = |step: &[String]| {
            let renamed = self.hub.stated(&step[0]).and_then(|stated| stated.renamed_to.as_ref()) == Some(&step[1]);
            format!("{} {} {}", step[0], if renamed { "is now" } else { "is made from" }, step[1])
        };
        let license = license.map(|(id, license)| format!("{id} has the license {license}"));
        path.windows(2).map(step).chain(license).collect::<Vec<_>>().join(", ")
    }
}

/// The license that the publisher of a model declares, by the table, else by the series of models that it is of. A bare `other` of the
/// table names none.
fn published_license(id: &str) -> Option<&'static str> {
    let in_table = license_of(id);
    in_table.filter(|license| *license != OTHER).or_else(|| license_of_series(id)).or(in_table)
}

#[cfg(test)]
#[path = "../../tests/unit/descent/paths.rs"]
pub(crate) mod tests;

//! What is known of the descent of models beside the table of known models: from the configuration, the Hub, a dump of cards.

use super::copies::license_of_series;
use super::fact::{Root, StatedParent};
use super::hub::Hub;
use super::known::{license_of, look_up, parent_of, root_of_id};
use super::names::{family_of_name, is_bare, is_of_owner, name_in};
use super::schema::Limit;
use crate::policy;
use crate::report::lineage::LicenseSource;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
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

    /// The license of a model, from the source that is asked first and knows it: configuration, table, Hub, dump.
    fn license_of(&self, id: &str) -> Option<(String, LicenseSource)> {
        let on_hub = || self.hub.stated(id)?.license.as_deref();
        let in_dump = || self.ancestry.as_ref()?.license(id);
        let stated =
            self.licenses.get(&id.to_lowercase()).map(|license| (license.as_str(), LicenseSource::Configuration));
        let license = stated
            .or_else(|| Some((published_license(id)?, LicenseSource::Table)))
            .or_else(|| Some((on_hub()?, LicenseSource::Hub)))
            .or_else(|| Some((in_dump()?, LicenseSource::Dump)));
        license.map(|(text, source)| (text.to_owned(), source))
    }

    /// The models that a model was made from, by the table, the Hub and the dump; or the name that it has now.
    fn parents_of(&self, id: &str) -> Vec<String> {
        parent_of(id).map(str::to_owned).into_iter().chain(self.above(id)).collect()
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
        let above = |path: &[String]| match path {
            [_, .., last] if self.known_root(last).is_some() => Vec::new(),
            [.., last] => self.above(last),
            [] => Vec::new(),
        };
        let all = paths(id, MOST_ANCESTORS, above);
        all.into_iter().filter(|(_, is_end)| *is_end).map(|(path, _)| path).collect()
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

/// Most ancestors of one model that are visited; merges of merges have some dozens.
pub(crate) const MOST_ANCESTORS: usize = 500;

/// Models by identifier, and the models that each was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ancestry {
    /// Number of each model, by its identifier in lower case.
    numbers: HashMap<Box<str>, u32>,
    pub(crate) models: Vec<Node>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// As it was first written.
    pub(crate) id: Box<str>,
    pub(crate) parents: Box<[u32]>,
    /// The license that its card declares.
    license: Option<Box<str>>,
    /// It has a card of its own here, and is not merely named as a parent.
    has_card: bool,
}

impl Ancestry {
    /// Adds a model; of two with one identifier the first counts.
    pub(crate) fn add(&mut self, id: &str, parents: &[String], license: Option<&str>) {
        let parents: Vec<u32> = parents.iter().filter_map(|parent| self.number_of(parent)).collect();
        let Some(model) = self.number_of(id).and_then(|number| self.models.get_mut(number as usize)) else { return };
        if !model.has_card {
            model.has_card = true;
            model.id = id.into();
            model.parents = parents.into();
            model.license = license.map(Into::into);
        }
    }

    /// The license that the card of a model declares.
    pub(super) fn license(&self, id: &str) -> Option<&str> {
        self.models[self.find(id)?].license.as_deref()
    }

    /// How many models have a card here.
    pub(crate) fn card_count(&self) -> usize {
        self.models.iter().filter(|model| model.has_card).count()
    }

    fn number_of(&mut self, id: &str) -> Option<u32> {
        let key = id.to_lowercase().into_boxed_str();
        let next = u32::try_from(self.models.len()).ok()?;
        let models = &mut self.models;
        Some(*self.numbers.entry(key).or_insert_with(|| {
            models.push(Node { id: id.into(), ..Node::default() });
            next
        }))
    }

    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.numbers.get(id.to_lowercase().as_str()).map(|number| *number as usize)
    }

    /// The models that a model was made from; none where it has no card here.
    pub(super) fn parents(&self, id: &str) -> impl Iterator<Item = &str> {
        let parents = self.find(id).into_iter().flat_map(|model| &self.models[model].parents);
        parents.map(|parent| &*self.models[*parent as usize].id)
    }
}

impl Node {
    /// Whether it is named as a parent, has no card, and is not known otherwise.
    pub(crate) fn is_missing(&self) -> bool {
        !self.has_card && root_of_id(&self.id).is_none()
    }
}

/// Most models above one parent that are visited, chosen to bound the work.
const MOST_ABOVE: usize = 40;

/// A license that a parent, or a model above it, is under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedLicense {
    /// As it is stated: an identifier of the Hub, or the name of another license.
    pub(crate) text: String,
    pub(crate) source: LicenseSource,
    /// Identifiers from the stated parent up to the model that is under it.
    pub(crate) path: Vec<String>,
    /// The family of that model, where it is known.
    pub(crate) family: Option<&'static str>,
}

/// A stated parent with the licenses that are known above it, nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LicensedParent {
    pub(crate) parent: StatedParent,
    pub(crate) licenses: Vec<StatedLicense>,
    /// Its family, where it is known.
    pub(crate) family: Option<&'static str>,
    /// The table or its name shows what it is derived from. What the configuration states of it is its author's last word.
    pub(crate) is_known: bool,
}

/// The shortest paths from a model up to each model above it, nearest first, and whether nothing is above the last one of a path. Where
/// there are more than `most`, they go no farther.
fn paths(id: &str, most: usize, above: impl Fn(&[String]) -> Vec<String>) -> Vec<(Vec<String>, bool)> {
    let mut seen = BTreeSet::from([id.to_lowercase()]);
    let mut open = VecDeque::from([vec![id.to_owned()]]);
    let mut paths = Vec::new();
    while let Some(path) = open.pop_front() {
        let above = if seen.len() > most { Vec::new() } else { above(&path) };
        let is_end = above.is_empty();
        for parent in above {
            if seen.insert(parent.to_lowercase()) {
                open.push_back([path.as_slice(), &[parent]].concat());
            }
        }
        paths.push((path, is_end));
    }
    paths
}

impl LicensedParent {
    /// Looks up a parent and the models that it was made from.
    pub(crate) fn read(parent: StatedParent, sources: &LineageFacts) -> Self {
        let family_of = |id: &str| sources.root(id).and_then(|(root, _)| root.family());
        let above = |path: &[String]| path.last().map(|id| sources.parents_of(id)).unwrap_or_default();
        let license = |(path, _): (Vec<String>, bool)| {
            let id = path.last()?;
            let (text, source) = sources.license_of(id)?;
            Some(StatedLicense { text, source, family: family_of(id), path })
        };
        let licenses = paths(&parent.id, MOST_ABOVE, above).into_iter().filter_map(license).collect();
        let family = family_of(&parent.id);
        let is_known = sources.knows(&parent.id) && sources.stated_root(&parent.id).is_none();
        Self { parent, licenses, family, is_known }
    }

    /// The license that the parent itself is under, where one is stated.
    pub(crate) fn own_license(&self) -> Option<&StatedLicense> {
        self.licenses.iter().find(|stated| stated.path.len() == 1)
    }
}

#[cfg(test)]
#[path = "../../tests/unit/descent/paths.rs"]
pub(crate) mod tests;

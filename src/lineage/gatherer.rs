//! Collects facts about lineage, and looks up what is known about the models that are named.

use super::data::weight;
use super::fact::{Fact, Facts, MOST_CHARS, Root, StatedParent, UnknownParent, shortened};
use super::lineage_facts::LineageFacts;
use super::names::{families_of_bare_name, family_of_name, is_on_hub};
use super::parent_ids::parents_in;
use super::schema::Limit;
use super::words::Words;
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::Place;

/// The facts of one model, as far as they are gathered.
pub(crate) struct Gatherer<'o> {
    pub(crate) other_sources: &'o LineageFacts,
    /// Whether metadata or files show that there is a model.
    pub(crate) is_published: bool,
    pub(crate) found: Facts,
}

impl Gatherer<'_> {
    /// Adds a fact that names no model.
    pub(crate) fn add(&mut self, kind: EvidenceKind, root: Root, place: Place, text: &str) -> &mut Fact {
        let at = self.found.facts.len();
        self.found.facts.push(Fact::new(kind, root, place, text));
        &mut self.found.facts[at]
    }

    /// Adds the parents that a text names: an identifier, or a path on somebody's disk. Whether the text is the whole value of a field
    /// (`is_plain`) decides what an unknown name in it is.
    pub(crate) fn add_stated(&mut self, kind: EvidenceKind, text: &str, is_plain: bool, place: &Place) {
        let best = weight(kind).strength;
        let is_id = is_on_hub(text);
        let last = text.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
        let bare: Vec<_> = families_of_bare_name(&Words::of(last)).filter(|_| !is_id).collect();
        for &family in &bare {
            self.add(EvidenceKind::LocalPath, Root::Family(family), place.clone(), text);
        }
        for id in parents_in(text, is_plain).into_iter().filter(|_| bare.is_empty()) {
            let best = match kind {
                _ if is_id || kind == EvidenceKind::BaseModel => best,
                // A folder of training more often than a model.
                EvidenceKind::ConfigName => Limit::TrainingFolder.of(best),
                _ => Limit::FolderName.of(best),
            };
            let first = self.found.facts.len();
            self.add_parent(kind, &id, best, place);
            // A folder on a disk is no identifier to show.
            for fact in self.found.facts[first..].iter_mut().filter(|_| !is_id && kind != EvidenceKind::BaseModel) {
                (fact.id, fact.text) = (None, shortened(text, MOST_CHARS));
            }
        }
    }

    /// Adds what is known of a parent, worth at most `best`: by the configuration or the table, by what it was made from, by its name.
    pub(crate) fn add_parent(&mut self, kind: EvidenceKind, id: &str, best: Strength, place: &Place) {
        if best == Strength::Decisive && kind.states_parent() {
            let parent = StatedParent { id: id.to_owned(), place: place.clone(), kind };
            self.found.stated_parents.push(parent);
        }
        let sources = self.other_sources;
        let worth = |limit: Option<Limit>| limit.map_or(best, |limit| limit.of(best));
        let add_known = |this: &mut Self, (root, limit)| {
            this.add(kind, root, place.clone(), id).of_model(id, worth(limit));
        };
        if let Some(known) = sources.known_root(id) {
            return add_known(self, known);
        }
        let paths = sources.paths_up(id);
        let root_above = |path: &[String]| sources.root(path[1..].last()?);
        let is_known_above = paths.iter().any(|path| root_above(path).is_some());
        if let Some(known) = sources.root(id).filter(|_| !is_known_above) {
            return add_known(self, known);
        }
        // A configuration names folders of training more often than models: these are not on the Hub.
        if kind == EvidenceKind::ConfigName && !is_known_above {
            return;
        }
        if paths.is_empty() || paths.iter().any(|path| root_above(path).is_none()) {
            self.found.unknown_parents.push(UnknownParent { id: id.to_owned(), place: place.clone(), is_stated: true });
        }
        for path in paths {
            let known = root_above(&path);
            let license = sources.license_on(&path).filter(|_| known.is_none());
            let by_license = || Some((Root::Family(family_of_name(license?.1)?), Some(Limit::LicenseOnHub)));
            let Some((root, limit)) = known.or_else(by_license) else { continue };
            // What its publisher states of it counts like `base_model` in a card.
            let fact = self.add(EvidenceKind::Hub, root, place.clone(), id);
            fact.of_model(id, worth(limit));
            fact.text = shortened(&sources.describe(&path, license), MOST_CHARS);
            fact.above = path[1..].to_vec();
        }
    }
}

//! Collects facts of descent, and looks up what is known of the models that are named.

pub(crate) use super::fact::shortened;
use super::fact::{Fact, Facts, UnknownParent};
use super::hub_id::{is_on_hub, name_in};
use super::known::look_up;
use super::lineage_facts::LineageFacts;
use super::names::{families_of_bare_name, family_of_name, is_bare, is_of_owner};
use super::parent_ids::parents_in;
use super::root::Root;
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
    pub(crate) fn add(
        &mut self,
        kind: EvidenceKind,
        root: Root,
        strength: Strength,
        place: Place,
        text: &str,
    ) -> &mut Fact {
        let at = self.found.facts.len();
        self.found.facts.push(Fact::new(kind, root, strength, place, text));
        &mut self.found.facts[at]
    }

    /// Adds a fact of medium strength on a family.
    pub(crate) fn add_medium(&mut self, kind: EvidenceKind, family: &'static str, place: Place, text: &str) {
        self.add(kind, Root::Family(family), Strength::Medium, place, text);
    }

    /// Adds the parents that a text names: an identifier, or a path on somebody's disk. `best` is what an identifier may say at most;
    /// whether the text is the whole value of a field (`is_plain`) decides what an unknown name in it is.
    pub(crate) fn add_stated(
        &mut self,
        kind: EvidenceKind,
        text: &str,
        (best, is_plain): (Strength, bool),
        place: &Place,
    ) {
        let is_id = is_on_hub(text);
        let last = text.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
        let bare: Vec<_> = families_of_bare_name(&Words::of(last)).filter(|_| !is_id).collect();
        for &family in &bare {
            self.add_medium(EvidenceKind::LocalPath, family, place.clone(), text);
        }
        for named in parents_in(text, is_plain).into_iter().filter(|_| bare.is_empty()) {
            let best = match kind {
                EvidenceKind::BaseModel => named.best,
                _ if is_id => best,
                // A folder of training more often than a model.
                EvidenceKind::ConfigName => Strength::Medium,
                _ => best.min(Strength::Strong),
            };
            let first = self.found.facts.len();
            self.add_parent(kind, &named.id, best, place.clone());
            // A folder on a disk is no identifier to show.
            for fact in self.found.facts[first..].iter_mut().filter(|_| !is_id && kind != EvidenceKind::BaseModel) {
                (fact.id, fact.text) = (None, shortened(text));
            }
        }
    }

    /// Adds what is known of a parent by its identifier: as strong as `best` by the table or the owner of a family's own weights,
    /// strong by its name alone.
    pub(crate) fn add_parent(&mut self, kind: EvidenceKind, id: &str, best: Strength, place: Place) {
        let limited = |by_shape: bool| if by_shape { Limit::ByShape.of(best) } else { best };
        if let Some(root) = self.other_sources.stated_root(id) {
            self.add(kind, root, best, place, id).id = Some(id.to_owned());
            return;
        }
        if let Some(known) = look_up(id) {
            self.add(kind, known.root, limited(known.by_shape), place, id).id = Some(id.to_owned());
            return;
        }
        let paths = self.other_sources.paths_to_roots(id);
        if !paths.is_empty() {
            for path in paths {
                let fact = self.add(kind, path.root, limited(path.by_shape), place.clone(), id);
                fact.id = Some(id.to_owned());
                fact.above = path.ids.into_iter().skip(1).collect();
            }
            return;
        }
        let name = name_in(id);
        match family_of_name(name) {
            Some(key) => {
                // What the author or a tool states as the parent, under a name that shows the family; a "llama-7b" may be of either.
                let is_sure = is_of_owner(key, id) || best == Strength::Decisive && !is_bare(name);
                let strength = if is_sure { best } else { Limit::BareName.of(best) };
                self.add(kind, Root::Family(key), strength, place, id).id = Some(id.to_owned());
            }
            // A configuration names folders of training more often than models: these are not on the Hub.
            None if kind == EvidenceKind::ConfigName => {}
            None => self.add_by_hub(id, best, &place),
        }
    }

    /// Adds what the Hub says of a parent that no other source knows: its publisher's word counts like `base_model` in a card.
    fn add_by_hub(&mut self, id: &str, best: Strength, place: &Place) {
        let hub = &self.other_sources.hub;
        let paths = hub.paths_up(id, |id| self.other_sources.knows(id));
        if paths.is_empty() || paths.iter().any(|path| !path.ends_known) {
            self.found.has_unknown_parent |= best == Strength::Decisive;
            self.found.unknown_parents.push(UnknownParent { id: id.to_owned(), place: place.clone(), is_stated: true });
        }
        for path in paths {
            let first = self.found.facts.len();
            let license = path.license.as_ref().and_then(|(_, license)| family_of_name(license));
            match (path.ids.last(), license) {
                (Some(last), _) if path.ends_known => self.add_parent(EvidenceKind::Hub, last, best, place.clone()),
                (_, Some(family)) => {
                    let strength = Limit::LicenseOnHub.of(best);
                    self.add(EvidenceKind::Hub, Root::Family(family), strength, place.clone(), id);
                }
                _ => {}
            }
            for fact in &mut self.found.facts[first..] {
                fact.id = Some(id.to_owned());
                fact.above = path.ids[1..].to_vec();
                fact.text = shortened(&hub.describe(&path));
            }
        }
    }
}

//! The parents of models by a dump of cards, which shows descent where the table of known models does not.

use super::known::root_of_id;
use std::collections::HashMap;

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

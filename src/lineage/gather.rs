//! Gathers what a model's card and files say of its descent.

use super::card_facts::{add_metadata, add_prose, add_recipes, index_names};
use super::clues;
use super::data::weight;
use super::fact::Facts;
use super::gatherer::Gatherer;
use super::hub_id::{hub_id_in_address, is_hub_id, name_in};
use super::known;
use super::lineage_facts::LineageFacts;
use super::names::family_of_name;
use super::parent_ids::parents_in;
use super::prefilter::BlockHints;
use super::weights::Limit;
use crate::model::card::Card;
use crate::model::{ClueKind, Model};
use crate::reader_text::plainest;
use crate::report::lineage::EvidenceKind;
use crate::source::Place;
use std::borrow::Cow;

/// Reads a model. `hints` says which blocks of its card may speak of descent.
pub(crate) fn facts(model: &Model, hints: &[BlockHints], other_sources: &LineageFacts) -> Facts {
    let mut gatherer = Gatherer { other_sources, is_published: model.is_published(), found: Facts::default() };
    if model.other_kind.is_some() {
        if let Some(card) = &model.card {
            add_own_words(&mut gatherer, card, hints);
        }
        return gatherer.found;
    }
    for clue in &model.clues {
        clues::add(&mut gatherer, clue);
    }
    add_names(&mut gatherer, model);
    clues::add_weights_names(&mut gatherer, model);
    clues::add_header_licenses(&mut gatherer, model);
    if let Some(card) = &model.card {
        add_metadata(&mut gatherer, card);
        add_recipes(&mut gatherer, card);
        add_prose(&mut gatherer, card, hints);
    }
    gatherer.found
}

/// Adds what a card of another kind says of "this model": a mere mention says nothing there, and no sentence of it settles anything.
fn add_own_words(gatherer: &mut Gatherer<'_>, card: &Card, hints: &[BlockHints]) {
    add_prose(gatherer, card, hints);
    gatherer.found.facts.retain(|fact| fact.kind == EvidenceKind::OwnProse);
    for fact in &mut gatherer.found.facts {
        fact.strength = Limit::OtherKindOfCard.of(fact.strength);
    }
}

/// Parents of a model whose family neither the table nor the configuration nor their names show; the Hub may know them.
pub(crate) fn unknown_parents(model: &Model, other_sources: &LineageFacts) -> Vec<String> {
    let mut gatherer = Gatherer { other_sources, is_published: model.is_published(), found: Facts::default() };
    for clue in &model.clues {
        clues::add(&mut gatherer, clue);
    }
    if let Some(card) = &model.card {
        add_metadata(&mut gatherer, card);
        add_recipes(&mut gatherer, card);
    }
    gatherer.found.unknown_parents
}

/// The identifiers that a model's metadata, adapter configuration and recipes name as its parents, each once.
pub(crate) fn stated_parents(model: &Model) -> Vec<String> {
    let in_card = model.card.iter().flat_map(Card::parents).flat_map(|parent| parents_in(parent.text, parent.is_plain));
    let in_card = in_card.map(|named| named.id);
    let is_stated = |kind| matches!(kind, ClueKind::Adapter | ClueKind::Recipe);
    let by_tools = model.clues.iter().filter(|clue| is_stated(clue.kind)).map(|clue| Cow::from(clue.id.as_str()));
    let mut ids: Vec<String> = Vec::new();
    for text in in_card.chain(by_tools) {
        let text = plainest(&text);
        let id = hub_id_in_address(&text).unwrap_or(text.trim());
        if is_hub_id(id) && !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// Adds what the model's own names say. A folder counts as a name of the model only beside its own words.
fn add_names(gatherer: &mut Gatherer<'_>, model: &Model) {
    let mut names: Vec<(String, Place)> = model.name.clone().into_iter().collect();
    names.extend(model.card.as_ref().map(index_names).unwrap_or_default());
    names.extend(model.folder_name.clone().map(|name| (name, model.place())));
    let known_model = weight(EvidenceKind::KnownModel).strength;
    for (name, place) in names {
        if let Some(root) = gatherer.other_sources.stated_root(&name) {
            gatherer.add(EvidenceKind::KnownModel, root, known_model, place.clone(), &name);
        }
        if let Some(known) = known::by_name(name_in(&name)) {
            let limit = if known.by_shape { Limit::KnownByNameAndShape } else { Limit::KnownByName };
            let strength = limit.of(known_model);
            let fact = gatherer.add(EvidenceKind::KnownModel, known.root, strength, place.clone(), &name);
            fact.id = Some(known.id.to_owned());
        }
        if let Some(family) = family_of_name(&name) {
            gatherer.add_medium(EvidenceKind::ModelName, family, place, &name);
        }
    }
}

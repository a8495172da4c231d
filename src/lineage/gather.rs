//! Gathers what a model's card and files say of its descent.

use super::card_facts::{add_metadata, add_prose, add_recipes, index_names};
use super::clues;
use super::fact::{Facts, Subject, UnknownParent};
use super::gatherer::Gatherer;
use super::hub_id::{is_hub_id, name_in};
use super::known;
use super::lineage_facts::LineageFacts;
use super::names::family_of_name;
use super::own_names::OwnNames;
use super::parent_ids::parents_in;
use super::pieces::looks_like_a_name;
use super::prefilter::BlockHints;
use super::reader;
use super::root::Root;
use super::schema::Limit;
use crate::model::card::Card;
use crate::model::{Clue, ClueKind, Model};
use crate::reader_text::plainest;
use crate::report::lineage::EvidenceKind;
use crate::source::Place;

/// Reads a model. `hints` says which blocks of its card may speak of descent.
pub(crate) fn facts(model: &Model, hints: &[BlockHints], other_sources: &LineageFacts) -> Facts {
    if model.other_kind.is_some() {
        // What "we" and nobody in particular did is about another thing.
        let mut gatherer = Gatherer { other_sources, is_published: false, found: Facts::default() };
        if let Some(card) = &model.card {
            add_own_words(&mut gatherer, card, hints, &own_names(model));
        }
        return gatherer.found;
    }
    let mut gatherer = with_parents(model, other_sources);
    add_names(&mut gatherer, model);
    clues::add_weights_names(&mut gatherer, model);
    clues::add_header_licenses(&mut gatherer, model);
    if let Some(card) = &model.card {
        add_prose(&mut gatherer, card, hints, &own_names(model));
    }
    gatherer.found
}

/// What tools, metadata and recipes say.
fn with_parents<'o>(model: &Model, other_sources: &'o LineageFacts) -> Gatherer<'o> {
    let mut gatherer = Gatherer { other_sources, is_published: model.is_published(), found: Facts::default() };
    for clue in &model.clues {
        clues::add(&mut gatherer, clue);
    }
    if let Some(card) = &model.card {
        add_metadata(&mut gatherer, card);
        add_recipes(&mut gatherer, card);
    }
    gatherer
}

/// Adds what a card of another kind says of "this model": a mere mention says nothing there, and no sentence of it settles anything.
fn add_own_words(gatherer: &mut Gatherer<'_>, card: &Card, hints: &[BlockHints], names: &[&str]) {
    add_prose(gatherer, card, hints, names);
    gatherer.found.facts.retain(|fact| fact.kind == EvidenceKind::Prose && fact.subject == Subject::This);
    for fact in &mut gatherer.found.facts {
        fact.limit(Limit::OtherKindOfCard);
    }
}

/// Parents of a model whose family neither the table nor the configuration nor their names show; the Hub may know them.
pub(crate) fn unknown_parents(model: &Model, other_sources: &LineageFacts) -> Vec<UnknownParent> {
    with_parents(model, other_sources).found.unknown_parents
}

/// The identifiers that a model's metadata, adapter configuration and recipes name as its parents, each once.
pub(crate) fn stated_parents(model: &Model) -> Vec<String> {
    let in_card = model.card.iter().flat_map(Card::parents).map(|parent| (parent.text, parent.is_plain));
    let is_stated = |clue: &&Clue| matches!(clue.kind, ClueKind::Adapter | ClueKind::Recipe);
    let by_tools = model.clues.iter().filter(is_stated).map(|clue| (clue.id.as_str(), true));
    let mut ids: Vec<String> = Vec::new();
    for (text, is_plain) in in_card.chain(by_tools) {
        let text = plainest(text);
        for id in parents_in(&text, is_plain).into_iter().map(|named| named.id) {
            if is_hub_id(&id) && !ids.iter().any(|known| *known == id) {
                ids.push(id.into_owned());
            }
        }
    }
    ids
}

/// Adds what the model's own names say. A folder counts as a name of the model only beside its own words.
fn add_names(gatherer: &mut Gatherer<'_>, model: &Model) {
    // Beside no model, a title may be that of anything.
    let title =
        model.name.clone().filter(|(name, _)| reader::is_name(name) && (gatherer.is_published || offers(model)));
    let mut names: Vec<(String, Place)> = title.into_iter().collect();
    names.extend(model.card.as_ref().map(index_names).unwrap_or_default());
    names.extend(model.folder_name.clone().map(|name| (name, model.place())));
    for (name, place) in names {
        if let Some(root) = gatherer.other_sources.stated_root(&name) {
            gatherer.add(EvidenceKind::KnownModel, root, place.clone(), &name);
        }
        let pieces = || name.split_whitespace().filter(|piece| looks_like_a_name(piece)).find_map(known::by_name);
        if let Some(known) = known::by_name(name_in(&name)).or_else(pieces) {
            let fact = gatherer.add(EvidenceKind::KnownModel, known.root, place.clone(), &name);
            fact.limit(if known.by_shape { Limit::KnownByNameAndShape } else { Limit::KnownByName });
            fact.id = Some(known.id.to_owned());
        }
        if let Some(family) = family_of_name(&name) {
            gatherer.add(EvidenceKind::ModelName, Root::Family(family), place, &name);
        }
    }
}

/// The names of a model beside those in its card.
fn own_names(model: &Model) -> Vec<&str> {
    model.name.iter().map(|(name, _)| name.as_str()).chain(model.folder_name.as_deref()).collect()
}

/// Whether the card says that it offers a model.
fn offers(model: &Model) -> bool {
    model.card.as_ref().is_some_and(|card| reader::offers_model(card.blocks(), &OwnNames::of(card.blocks(), &[])))
}

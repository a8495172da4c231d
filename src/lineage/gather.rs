//! Gathers what a model's card and files say of its descent.

use super::card_facts::{add_metadata, add_prose, add_recipes, index_names};
use super::fact::{Facts, Root};
use super::gatherer::Gatherer;
use super::lineage_facts::LineageFacts;
use super::named::looks_like_a_name;
use super::names::{family_of_name, is_spelled_as_hub_id, name_in};
use super::own_names::OwnNames;
use super::parent_ids::parents_in;
use super::prefilter::BlockHints;
use super::schema::Limit;
use super::{clues, known, reader};
use crate::model::{ClueKind, Model};
use crate::reader_text::plainest;
use crate::report::lineage::EvidenceKind;
use crate::source::Place;

/// Reads a model. `hints` says which blocks of its card may mention lineage.
pub(crate) fn facts(model: &Model, hints: &[BlockHints], other_sources: &LineageFacts) -> Facts {
    let is_model = model.other_kind.is_none();
    // In a card of another kind, what "we" and nobody in particular did is about another thing.
    let is_published = is_model && model.is_published();
    let mut gatherer = Gatherer { other_sources, is_published, found: Facts::default() };
    if is_model {
        add_parents(&mut gatherer, model);
        add_names(&mut gatherer, model);
        clues::add_weights_names(&mut gatherer, model);
        clues::add_header_licenses(&mut gatherer, model);
    }
    if let Some(card) = &model.card {
        add_prose(&mut gatherer, card, hints, &own_names(model));
    }
    let mut found = gatherer.found;
    if !is_model {
        // A mere mention says nothing there, and no sentence on "this model" settles anything.
        found.facts.retain(|fact| fact.kind == EvidenceKind::Prose && fact.is_own);
        found.facts.iter_mut().for_each(|fact| fact.limit(Limit::OtherKindOfCard));
    }
    found
}

/// Adds what tools, metadata and recipes say.
fn add_parents(gatherer: &mut Gatherer<'_>, model: &Model) {
    for clue in &model.clues {
        clues::add(gatherer, clue);
    }
    if let Some(card) = &model.card {
        add_metadata(gatherer, card);
        add_recipes(gatherer, card);
    }
}

/// Parents of a model whose family or license neither the table nor the configuration shows; the Hub may know them.
pub(crate) fn unknown_parents(model: &Model, other_sources: &LineageFacts) -> Vec<String> {
    let mut gatherer = Gatherer { other_sources, is_published: model.is_published(), found: Facts::default() };
    add_parents(&mut gatherer, model);
    let Facts { unknown_parents, stated_parents, .. } = gatherer.found;
    let stated = stated_parents.into_iter().map(|parent| parent.id).filter(|id| !other_sources.is_settled(id));
    unknown_parents.into_iter().map(|parent| parent.id).chain(stated).collect()
}

/// The identifiers that a model's metadata, adapter configuration and recipes name as its parents, each once.
pub(crate) fn stated_parents(model: &Model) -> Vec<String> {
    placed_parents(model).into_iter().map(|(id, _)| id).collect()
}

/// The same, each with the place that names it first.
pub(crate) fn placed_parents(model: &Model) -> Vec<(String, Place)> {
    let in_card = model.card.iter().flat_map(|card| {
        card.parents().map(|parent| (plainest(parent.text), parent.is_plain, card.source.place(parent.span)))
    });
    let by_tools = model.clues.iter().filter(|clue| matches!(clue.kind, ClueKind::Adapter | ClueKind::Recipe));
    let by_tools = by_tools.map(|clue| (plainest(&clue.id), true, clue.place.clone()));
    let mut named: Vec<(String, Place)> = Vec::new();
    for (text, is_plain, place) in in_card.chain(by_tools) {
        for id in parents_in(&text, is_plain).into_iter().filter(|id| is_spelled_as_hub_id(id)) {
            if named.iter().all(|(known, _)| *known != id) {
                named.push((id, place.clone()));
            }
        }
    }
    named
}

/// Adds what the model's own names say. A folder counts as a name of the model only together with its own words.
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

/// The names of a model other than those in its card.
pub(crate) fn own_names(model: &Model) -> Vec<&str> {
    model.name.iter().map(|(name, _)| name.as_str()).chain(model.folder_name.as_deref()).collect()
}

/// Whether the card says that it offers a model.
fn offers(model: &Model) -> bool {
    model.card.as_ref().is_some_and(|card| reader::offers_model(card.blocks(), &OwnNames::of(card.blocks(), &[])))
}

//! What tools say of descent: adapter configurations, recipes, `config.json`, Modelfiles, headers and names of weights.

use super::data::{FAMILIES, weight};
use super::fact::{MOST_CHARS, Root, shortened};
use super::gatherer::Gatherer;
use super::known::{by_name, root_of_name};
use super::names::{family_of_name, hub_id_in_address, is_spelled_as_hub_id};
use super::schema::Limit;
use crate::model::files::may_hold_weights;
use crate::model::{Clue, ClueKind, HeaderLicense, Model, Shape};
use crate::reader_text::plainest;
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::Place;

/// A vocabulary beyond this size has more than the 32,000 pieces of the shapes that are known, and some for a chat.
const RESIZED_VOCABULARY: u64 = 32_128;

/// Adds what a clue says, with its identifier in plain letters.
pub(crate) fn add(gatherer: &mut Gatherer<'_>, clue: &Clue) {
    let first = gatherer.found.facts.len();
    let unknown = gatherer.found.unknown_parents.len();
    let (id, place) = (&*plainest(&clue.id), &clue.place);
    let stated = gatherer.found.stated_parents.len();
    match clue.kind {
        ClueKind::Modelfile => add_modelfile(gatherer, id, place),
        ClueKind::Name => add_name_of_weights(gatherer, id, id, place),
        ClueKind::Shape(shape, vocabulary) => add_shape(gatherer, shape, vocabulary, clue),
        ClueKind::Adapter => gatherer.add_stated(EvidenceKind::AdapterConfig, id, false, place),
        ClueKind::Recipe => gatherer.add_stated(EvidenceKind::Recipe, id, false, place),
        ClueKind::Config => gatherer.add_stated(EvidenceKind::ConfigName, id, false, place),
        ClueKind::Header | ClueKind::HeaderName | ClueKind::Source => {
            gatherer.add_stated(EvidenceKind::WeightsHeader, id, false, place);
        }
    }
    if clue.kind == ClueKind::HeaderName {
        gatherer.found.facts[first..].iter_mut().for_each(|fact| fact.limit(Limit::BareName));
    }
    if matches!(clue.kind, ClueKind::Modelfile | ClueKind::Source) {
        gatherer.found.stated_parents.truncate(stated);
        // An unknown source of converted weights says nothing: it is the model itself in another format.
        gatherer.found.unknown_parents[unknown..].iter_mut().for_each(|parent| parent.is_stated = false);
    }
    if let Some(quote) = &clue.quote {
        for fact in &mut gatherer.found.facts[first..] {
            fact.text = shortened(quote, MOST_CHARS);
        }
    }
}

/// Adds what the names of weight files say, which converters make of the model's name.
pub(crate) fn add_weights_names(gatherer: &mut Gatherer<'_>, model: &Model) {
    for path in &model.weights {
        let file = path.rsplit('/').next().unwrap_or(path);
        let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
        add_name_of_weights(gatherer, file, name, &Place::file(path.as_str()));
    }
}

/// Adds the licenses in headers of weights, which converters take from the card of the model that they convert.
pub(crate) fn add_header_licenses(gatherer: &mut Gatherer<'_>, model: &Model) {
    for license in &model.header_licenses {
        for (key, value) in license.fields.iter().filter(|(key, _)| *key != HeaderLicense::LINK) {
            for family in value.split(',').filter_map(family_of_name) {
                let text = format!("`{key}` = {value}");
                gatherer.add(EvidenceKind::DeclaredLicense, Root::Family(family), license.place.clone(), &text);
            }
        }
    }
}

fn add_shape(gatherer: &mut Gatherer<'_>, shape: Shape, vocabulary: Option<u64>, clue: &Clue) {
    for family in FAMILIES.families.iter().filter(|family| !family.shapes.is_empty()) {
        let sizes = |other: &Shape| (other.hidden, other.intermediate, other.heads);
        let ruled_out = vocabulary.is_some_and(|size| family.other_vocabularies.contains(&size));
        let kind = if family.shapes.contains(&shape) && !ruled_out {
            // Models of this shape with a vocabulary of their own are as often new.
            let is_own = vocabulary.is_some_and(|size| size > RESIZED_VOCABULARY);
            if is_own { EvidenceKind::ResizedShape } else { EvidenceKind::WeightsShape }
        } else if ruled_out || !family.shapes.iter().any(|other| sizes(other) == sizes(&shape)) {
            EvidenceKind::OtherShape
        } else {
            continue;
        };
        gatherer.add(kind, Root::Family(family.family), clue.place.clone(), &clue.id);
    }
}

/// Adds what the name of weights says, as a converter or the path of a file has it; shows `text`.
fn add_name_of_weights(gatherer: &mut Gatherer<'_>, text: &str, name: &str, place: &Place) {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if let Some(root) = root_of_name(last) {
        gatherer.add(EvidenceKind::WeightsName, root, place.clone(), text);
    }
}

/// Adds `FROM` of a Modelfile: a name in the library of Ollama, an identifier of the Hub, or a file. Where no model is published
/// with it, it may belong to an application that runs a model.
fn add_modelfile(gatherer: &mut Gatherer<'_>, from: &str, place: &Place) {
    let best = weight(EvidenceKind::Modelfile).strength;
    let best = if gatherer.is_published { best } else { Limit::NotPublished.of(best) };
    if from.starts_with(['.', '/', '~']) || from.contains('\\') || may_hold_weights(from) {
        add_name_of_weights(gatherer, from, from, place);
    } else if let Some(id) = hub_id_in_address(from) {
        gatherer.add_parent(EvidenceKind::Modelfile, id.split(':').next().unwrap_or(id), best, place);
    } else {
        add_from_library(gatherer, from, best, place);
    }
}

/// Adds `name:tag` or `owner/name:tag`, both perhaps after the name of a registry.
fn add_from_library(gatherer: &mut Gatherer<'_>, from: &str, best: Strength, place: &Place) {
    let path = match from.split_once('/') {
        Some((host, rest)) if host.contains('.') => rest,
        _ => from,
    };
    let path = path.strip_prefix("library/").unwrap_or(path);
    let (name, tag) = path.split_once(':').unwrap_or((path, ""));
    if is_spelled_as_hub_id(name) {
        return gatherer.add_parent(EvidenceKind::Modelfile, name, best, place);
    }
    let stated = gatherer.other_sources.stated_root(name);
    let root = stated.or_else(|| family_of_name(&format!("{name}-{tag}")).map(Root::Family));
    if let Some(root) = root.or_else(|| by_name(name).map(|known| known.root)) {
        gatherer.add(EvidenceKind::Modelfile, root, place.clone(), from).of_model(from, best);
    }
}

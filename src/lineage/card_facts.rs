//! What a card says of descent: its metadata, the recipes that it shows, its text.

use super::fact::{MOST_CHARS_OF_WORDS, Root, shortened};
use super::gatherer::Gatherer;
use super::names::{family_of_license, family_of_name};
use super::own_names::OwnNames;
use super::prefilter::BlockHints;
use super::reader::{self, Setting};
use super::schema::Limit;
use super::words::Words;
use super::{clues, usage};
use crate::model::card::Card;
use crate::model::card::body::{Block, BlockKind};
use crate::model::recipe_in;
use crate::reader_text::plainest;
use crate::report::lineage::EvidenceKind;
use crate::source::{Place, Span};

/// Most words of a tag that may name a family.
const MOST_WORDS_OF_TAG: usize = 4;
/// Most entries of `model-index` that are read.
const MOST_INDEX_ENTRIES: usize = 4;
/// Bytes of a line before a statement from which on the statement is shown without the beginning of the line, and how many are
/// shown then.
const LONG_LEAD: usize = 200;
const SHOWN_LEAD: usize = 100;

/// Adds `base_model`, its tags, other tags, the declared license.
pub(crate) fn add_metadata(gatherer: &mut Gatherer<'_>, card: &Card) {
    for parent in card.parents() {
        let place = card.source.place(parent.span);
        let text = plainest(parent.text);
        gatherer.add_stated(EvidenceKind::BaseModel, &text, parent.is_plain, &place);
    }
    for (tag, span) in card.all_texts("tags") {
        let tag = &*plainest(tag);
        if tag.contains(':') {
            let Some((_, id)) = tag.split_once("base_model:") else { continue };
            // The relation to it may stand first, as in `base_model:merge:owner/name`.
            let is_relation = |(word, id): &(&str, &str)| !word.contains('/') && !id.starts_with("//");
            let id = id.split_once(':').filter(is_relation).map_or(id, |(_, id)| id);
            gatherer.add_stated(EvidenceKind::BaseModel, id, true, &card.source.place(span));
        } else if let Some(family) = family_of_name(tag).filter(|_| Words::of(tag).len() <= MOST_WORDS_OF_TAG) {
            gatherer.add(EvidenceKind::Tag, Root::Family(family), card.source.place(span), tag);
        }
    }
    for (declared, span) in ["license", "license_name"].iter().flat_map(|key| card.all_texts(key)) {
        if let Some(family) = family_of_license(declared).or_else(|| family_of_name(declared)) {
            gatherer.add(EvidenceKind::DeclaredLicense, Root::Family(family), card.source.place(span), declared);
        }
    }
}

/// Adds the recipes that the card shows, in YAML or JSON.
pub(crate) fn add_recipes(gatherer: &mut Gatherer<'_>, card: &Card) {
    let is_recipe = |block: &&Block| block.kind == BlockKind::Code && usage::may_be_recipe(block);
    for block in card.blocks().iter().filter(is_recipe) {
        let end = block.origin(block.text.len().saturating_sub(1)) + 1;
        for clue in recipe_in(&card.source, Span::new(block.origin(0), end)) {
            clues::add(gatherer, &clue);
        }
    }
}

/// Adds what the text of the card says; `hints` says which blocks may say anything.
pub(crate) fn add_prose(gatherer: &mut Gatherer<'_>, card: &Card, hints: &[BlockHints], names: &[&str]) {
    let own = OwnNames::of(card.blocks(), names);
    let setting = Setting { own: &own, is_published: gatherer.is_published };
    for statement in reader::read(card.blocks(), hints, setting) {
        let line = card.source.line_span(card.source.line_of(statement.span.start));
        let text = quoted(line, statement.span, &card.source.text);
        let stated = statement.id.as_deref().and_then(|id| gatherer.other_sources.stated_root(id));
        let (root, place) = (stated.unwrap_or(statement.root), card.source.place(statement.span));
        let fact = gatherer.add(statement.kind, root, place, text);
        if !statement.is_own {
            fact.limit(Limit::UnknownSubject);
        }
        (fact.is_own, fact.id, fact.pattern) = (statement.is_own, statement.id, statement.pattern);
        fact.words = shortened(statement.words.of(&card.source.text), MOST_CHARS_OF_WORDS);
    }
}

/// The names that `model-index` gives the model.
pub(crate) fn index_names(card: &Card) -> Vec<(String, Place)> {
    let (Some(document), Some(index)) = (&card.document, card.field("model-index")) else {
        return Vec::new();
    };
    let entries = document.items(index.value).take(MOST_INDEX_ENTRIES);
    let names = entries.filter_map(|entry| document.string(document.get(entry, "name")?.value));
    names.map(|(name, span)| (name.to_owned(), card.source.place(span))).collect()
}

/// The line of a statement; of a long line, the part that begins shortly before the statement.
fn quoted(line: Span, statement: Span, text: &str) -> &str {
    let is_far = statement.start > line.start + LONG_LEAD;
    let start = if is_far { text.floor_char_boundary(statement.start - SHOWN_LEAD) } else { line.start };
    text.get(start..line.end).unwrap_or_default().trim()
}

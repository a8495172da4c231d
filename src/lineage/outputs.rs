//! Outputs of a family that taught a model: data sets of the card that hold them, and words that name the teacher.

use super::clause::{sentence_end, sentence_start};
use super::names;
use super::prefilter::BlockHints;
use super::words::Words;
use crate::lineage::facts::{DataSet, Outputs};
use crate::model::card::Card;
use crate::model::card::body::{Block, BlockKind};
use crate::source::{Place, Span};

/// What the build made of `lineage/outputs.yml`.
mod data {
    use crate::lineage::facts::{DataSet, Outputs};
    include!(concat!(env!("OUT_DIR"), "/outputs.rs"));
}

/// Something in a card which says that outputs of a family taught the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taught {
    /// The family.
    pub family: &'static str,
    /// Where.
    pub place: Place,
    /// The data set or the words.
    pub text: String,
    /// What is known of the data set, and from where; nothing where words name the teacher.
    pub known: Option<(&'static str, &'static str)>,
}

/// Most words between a phrase and the name of the teacher.
const BETWEEN: usize = 3;

/// Most words of a sentence that are read on each side.
const SENTENCE: usize = 40;

/// Reads a card: its `datasets`, tags of data sets, and its text outside of tables and code, where that may name a family.
pub fn read(card: &Card, speaking: &[BlockHints]) -> Vec<Taught> {
    let outputs: &Outputs = &data::VALUE;
    let mut found = Vec::new();
    let tagged = card.said("tags").into_iter().filter_map(|(tag, span)| {
        let id = tag.strip_prefix("dataset:")?.to_owned();
        Some((id, span))
    });
    for (id, span) in card.said("datasets").into_iter().chain(tagged) {
        let Some(set) = outputs.data_sets.iter().find(|set| lists(set, &id)) else { continue };
        for &family in set.families {
            let place = card.source.place(span);
            found.push(Taught { family, place, text: id.clone(), known: Some((set.holds, set.source)) });
        }
    }
    for (block, _) in card.blocks.iter().zip(speaking).filter(|(_, speaks)| speaks.names) {
        if !matches!(block.kind, BlockKind::Code | BlockKind::Row | BlockKind::Heading(_)) && may_tell(&block.text) {
            sentences(block, card, outputs, &mut found);
        }
    }
    found
}

fn lists(set: &DataSet, id: &str) -> bool {
    set.ids.iter().any(|known| known.eq_ignore_ascii_case(id.trim()))
}

/// Whether a text has the beginning of one of the words that every phrase has.
fn may_tell(text: &str) -> bool {
    let stems = ["istil", "enerated", "ritten", "nswers", "utput", "espons", "ompletion", "ynthe", "eacher"];
    stems.iter().any(|stem| memchr::memmem::find(text.as_bytes(), stem.as_bytes()).is_some())
}

/// The teachers that a block names.
fn sentences(block: &Block, card: &Card, outputs: &Outputs, found: &mut Vec<Taught>) {
    let words = Words::of(&block.text);
    for mention in names::mentions(&words, false) {
        // One sentence is enough to tell of a family.
        if found.iter().any(|taught| taught.known.is_none() && taught.family == mention.family) {
            continue;
        }
        let is_phrase = |end: usize| {
            outputs.taught_by.iter().find_map(|phrase| {
                let start = end.checked_sub(phrase.split(' ').count())?;
                (words.matches(start, phrase) == Some(end - start)).then_some(start)
            })
        };
        let ends = (mention.start.saturating_sub(BETWEEN)..=mention.start).rev();
        let Some(start) = { ends }.find_map(is_phrase) else { continue };
        let (Some(first), Some(last)) = (words.spans.get(start), words.spans.get(mention.end - 1)) else { continue };
        let (from, to) = (sentence_start(&words, start, SENTENCE), sentence_end(&words, mention.end, SENTENCE));
        let mut sentence = (from..to).map(|at| words.word(at));
        let is_taught = sentence.clone().any(|word| outputs.training.contains(&word));
        // One sentence from phrase to name, about teaching and not about a comparison.
        let is_one = sentence_end(&words, start + 1, mention.end - start) >= mention.end;
        if is_taught && is_one && !sentence.any(|word| outputs.breaks.contains(&word)) {
            let span = block.origin_span(Span::new(first.start, last.end));
            let text = block.text[first.start..last.end].to_owned();
            found.push(Taught { family: mention.family, place: card.source.place(span), text, known: None });
        }
    }
}

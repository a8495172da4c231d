//! The name that a card gives its model, by which sentences and rows of tables are known to speak of this model.

use super::data::PHRASES;
use super::names;
use super::pieces::{looks_like_a_name, pieces};
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};

/// The name in the first heading that has one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Title {
    /// The whole name, lower case; empty where there is none.
    name: String,
    /// Its first word, by which sentences call the model; empty where that is the name of a family, or too short to be distinctive.
    stem: String,
    /// Whether it looks like the name of a model, and not like words on what it is for.
    pub(crate) is_name: bool,
}

/// Most headings that are searched for the name.
const MOST_HEADINGS: usize = 4;
/// Most words of a heading that is a name as a whole.
const MOST_WORDS: usize = 3;
/// Fewest and most bytes of a name, and fewest letters of its first word by which it is known.
const NAME_BYTES: std::ops::RangeInclusive<usize> = 4..=80;
const FEWEST_STEM_CHARS: usize = 4;

impl Title {
    /// Finds the name in the blocks of a card.
    pub(crate) fn of(blocks: &[Block]) -> Self {
        let headings = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        headings.take(MOST_HEADINGS).find_map(|block| Self::in_heading(&block.text)).unwrap_or_default()
    }

    fn in_heading(text: &str) -> Option<Self> {
        let text = text.strip_prefix("Model Card for ").unwrap_or(text);
        let name = pieces(text).map(|(_, piece)| piece).find(|piece| looks_like_a_name(piece));
        let is_name = name.is_some();
        let words = Words::of(text);
        let whole = || (words.len() <= MOST_WORDS).then_some(text.trim());
        let name = name.or_else(whole)?.rsplit('/').next()?.to_ascii_lowercase();
        let words = Words::of(&name);
        let stem = words.word(0);
        if !NAME_BYTES.contains(&name.len()) || PHRASES.generic_titles.contains(&stem) {
            return None;
        }
        let is_distinctive = stem.chars().count() >= FEWEST_STEM_CHARS
            && names::mentions(&words, true).first().is_none_or(|one| one.start > 0);
        let stem = if is_distinctive && !names::begins_a_name(stem) { stem.to_owned() } else { String::new() };
        Some(Self { name, stem, is_name })
    }

    /// Whether this model's name, or its first word, is among the words `from..to`.
    pub(crate) fn begins_in_words(&self, words: &Words, from: usize, to: usize) -> bool {
        !self.stem.is_empty() && (from..to).any(|at| words.word(at) == self.stem) || self.is_in_words(words, from, to)
    }

    /// Whether this model's whole name is among the words `from..to`.
    pub(crate) fn is_in_words(&self, words: &Words, from: usize, to: usize) -> bool {
        !self.name.is_empty() && words.span(from, to).is_some_and(|span| span.of(&words.lower).contains(&self.name))
    }

    /// Whether a cell of a table names this model, and not another one whose longer name begins alike.
    pub(crate) fn is_in_cell(&self, cell: &str) -> bool {
        let cell = cell.trim().to_lowercase();
        let Some(at) = (!self.name.is_empty()).then(|| cell.find(&self.name)).flatten() else { return false };
        let after = cell[at + self.name.len()..].chars().next();
        after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'))
    }
}

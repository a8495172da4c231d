//! Where in a card a block stands: the section, the list, and what was said right before it.

use super::facts::Phrases;
use super::filter::Filter;
use super::names::PHRASES;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use std::cell::Cell;

/// First words of what is looked for at every heading and before every list.
static LABELS: Filter = Filter::first_words(PHRASES.labels);
static OTHER_SECTIONS: Filter = Filter::first_words(PHRASES.other_sections);
static NEWS: Filter = Filter::first_words(PHRASES.news);
static LIST_LEADS: Filter = Filter::first_words(PHRASES.list_leads);

/// More words than any label has, a number before it included.
const LONGEST_LABEL: usize = 10;

/// Where in the card a block stands.
pub(crate) struct Section<'b> {
    blocks: &'b [Block],
    /// The block.
    at: usize,
    /// Level of the heading that opened a section on other things; 0 outside one.
    pub(crate) level: u8,
    /// Level of the heading that opened a section of news; 0 outside one.
    pub(crate) news_level: u8,
    /// Where the block is an item of a list: the one before the list.
    lead: Option<usize>,
    /// Whether that one announces parents, once somebody asked.
    announced: Cell<Option<bool>>,
    /// The block and the one before it are items.
    pub(crate) is_item: bool,
    was_item: bool,
}

impl<'b> Section<'b> {
    pub(crate) fn new(blocks: &'b [Block]) -> Self {
        let announced = Cell::new(None);
        Self { blocks, at: 0, level: 0, news_level: 0, lead: None, announced, is_item: false, was_item: false }
    }

    /// Goes on to the next block; `words` are those of a heading.
    pub(crate) fn enter(&mut self, at: usize, words: &Words) {
        let block = &self.blocks[at];
        if let BlockKind::Heading(level) = block.kind {
            let first = words.word(number_before(words));
            let phrases = &PHRASES;
            if self.level == 0 || level <= self.level {
                let other = OTHER_SECTIONS.may_begin(first)
                    && phrases.other_sections.iter().any(|title| is_whole(words, title));
                self.level = if other { level } else { 0 };
            }
            if self.news_level == 0 || level <= self.news_level {
                let news = NEWS.may_begin(first) && phrases.news.iter().any(|title| is_whole(words, title));
                self.news_level = if news { level } else { 0 };
            }
        }
        self.at = at;
        self.was_item = std::mem::replace(&mut self.is_item, is_item(block));
        if !self.is_item || !self.was_item {
            self.lead = at.checked_sub(1).filter(|_| self.is_item);
            self.announced.set(None);
        }
    }

    /// The words of a block before this one; code has none.
    fn words_of(&self, at: usize) -> Words {
        let block = &self.blocks[at];
        if block.kind == BlockKind::Code { Words::default() } else { Words::of(&block.text) }
    }

    /// The block before was a heading or a line that labels what follows.
    pub(crate) fn labelled(&self) -> bool {
        let Some(before) = self.at.checked_sub(1).filter(|_| !self.was_item) else { return false };
        if self.blocks[before].kind == BlockKind::Row {
            return false;
        }
        let words = self.words_of(before);
        words.len() < LONGEST_LABEL && is_label(&words, &PHRASES)
    }

    /// A list of parents was announced.
    pub(crate) fn parents(&self) -> bool {
        let announces = |lead| {
            let words = self.words_of(lead);
            (0..words.len())
                .any(|at| LIST_LEADS.may_begin(words.word(at)) && words.find_sorted(at, PHRASES.list_leads).is_some())
        };
        let announced = self.announced.get().unwrap_or_else(|| self.lead.is_some_and(announces));
        self.announced.set(Some(announced));
        announced
    }
}

/// A list item, or a line that is nothing but an address or an identifier.
fn is_item(block: &Block) -> bool {
    let is_address =
        || block.text.len() < 300 && block.text.contains('/') && !block.text.trim().contains(char::is_whitespace);
    block.kind == BlockKind::Item || block.kind == BlockKind::Paragraph && is_address()
}

/// Whether a text is a label of the parent and nothing else.
pub(crate) fn is_label(words: &Words, phrases: &Phrases) -> bool {
    words.len() > 0
        && LABELS.may_begin(words.word(number_before(words)))
        && phrases.labels.iter().any(|label| is_whole(words, label))
}

/// Whether a text is a phrase and nothing else, a number before it apart ("3. Citation").
pub(crate) fn is_whole(words: &Words, phrase: &str) -> bool {
    let from = number_before(words);
    words.matches(from, phrase).is_some_and(|length| from + length == words.len())
}

/// How many words the number before a heading or a label has.
fn number_before(words: &Words) -> usize {
    usize::from(words.word(0).as_bytes().first().is_some_and(u8::is_ascii_digit))
}

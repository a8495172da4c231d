//! The section and the list of a card that a block is in, and the text right before it.

use super::data::PHRASES;
use super::filter::Filter;
use super::labels::{is_label, is_whole, number_before};
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use std::cell::Cell;

/// First words of the headings and of the words before lists that count.
static OTHER_SECTIONS: Filter = Filter::first_words(PHRASES.other_sections);
static NEWS: Filter = Filter::first_words(PHRASES.news);
static LIST_LEADS: Filter = Filter::first_words(PHRASES.list_leads);

/// More words than any label has, a number before it included.
const TOO_LONG_FOR_LABEL: usize = 10;
/// More bytes than any address has.
const TOO_LONG_FOR_ADDRESS: usize = 300;

/// The surroundings of one block of a card; [`Section::enter`] goes from block to block.
pub(crate) struct Section<'b> {
    blocks: &'b [Block],
    at: usize,
    /// Level of the heading that opened a section on other things; 0 outside one.
    pub(crate) other_level: u8,
    /// Level of the heading that opened a section of news; 0 outside one.
    pub(crate) news_level: u8,
    /// Where the block is an item of a list: index of the block before the list.
    lead: Option<usize>,
    /// Whether that block announces parents; `None` until it is asked.
    announced: Cell<Option<bool>>,
    pub(crate) is_item: bool,
    /// Whether the block before it is one.
    was_item: bool,
}

impl<'b> Section<'b> {
    pub(crate) fn new(blocks: &'b [Block]) -> Self {
        let announced = Cell::new(None);
        Self { blocks, at: 0, other_level: 0, news_level: 0, lead: None, announced, is_item: false, was_item: false }
    }

    /// Goes on to the next block; `words` are those of a heading.
    pub(crate) fn enter(&mut self, at: usize, words: &Words) {
        let block = &self.blocks[at];
        if let BlockKind::Heading(level) = block.kind {
            let first = words.word(number_before(words));
            if self.other_level == 0 || level <= self.other_level {
                let other = OTHER_SECTIONS.may_begin(first)
                    && PHRASES.other_sections.iter().any(|title| is_whole(words, title));
                self.other_level = if other { level } else { 0 };
            }
            if self.news_level == 0 || level <= self.news_level {
                let news = NEWS.may_begin(first) && PHRASES.news.iter().any(|title| is_whole(words, title));
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

    /// Whether the block before is a heading or a line that labels this one: "Base model:".
    pub(crate) fn is_labelled(&self) -> bool {
        let Some(before) = self.at.checked_sub(1).filter(|_| !self.was_item) else { return false };
        if self.blocks[before].kind == BlockKind::Row {
            return false;
        }
        let words = self.words_of(before);
        words.len() < TOO_LONG_FOR_LABEL && is_label(&words)
    }

    /// Whether the text before the list announces parents: "The following models were merged".
    pub(crate) fn is_in_list_of_parents(&self) -> bool {
        let announces = |lead| {
            let words = self.words_of(lead);
            (0..words.len()).any(|at| {
                LIST_LEADS.may_begin(words.word(at)) && words.match_sorted_at(at, PHRASES.list_leads).is_some()
            })
        };
        let announced = self.announced.get().unwrap_or_else(|| self.lead.is_some_and(announces));
        self.announced.set(Some(announced));
        announced
    }
}

/// A list item, or a line that is nothing but an address or an identifier.
fn is_item(block: &Block) -> bool {
    let is_address = || {
        block.text.len() < TOO_LONG_FOR_ADDRESS
            && block.text.contains('/')
            && !block.text.trim().contains(char::is_whitespace)
    };
    block.kind == BlockKind::Item || block.kind == BlockKind::Paragraph && is_address()
}

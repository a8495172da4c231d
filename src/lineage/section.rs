//! Where a block of a card stands: its section, its list, what leads to it.

use super::grammar::{Tag, Tags};
use super::lexicon::is_whole;
use super::own_names::OwnNames;
use super::tokens::tokens;
use super::words::{Words, begins_with_digit};
use crate::model::card::body::{Block, BlockKind};
use std::cell::OnceCell;

/// Most words of a line that is nothing but a label.
const MOST_WORDS_OF_LABEL: usize = 10;
/// More bytes than any address has.
const TOO_LONG_FOR_ADDRESS: usize = 300;

/// The place of a block in a card: its section, its list.
pub(crate) struct Section<'b> {
    blocks: &'b [Block],
    at: usize,
    /// Level of the heading that opened a section on other things; 0 outside one.
    pub(crate) other: u8,
    /// Level of the heading that opened a section of news; 0 outside one.
    pub(crate) news: u8,
    /// Whether there was a heading, and whether the block is the first.
    has_title: bool,
    pub(crate) is_title: bool,
    /// Where the block is an item of a list: index of the block before the list.
    lead: Option<usize>,
    /// Whether that block announces a list of parents.
    announces: OnceCell<bool>,
}

impl<'b> Section<'b> {
    pub(crate) fn new(blocks: &'b [Block]) -> Self {
        let announces = OnceCell::new();
        Self { blocks, at: 0, other: 0, news: 0, has_title: false, is_title: false, lead: None, announces }
    }

    /// Goes on to the next block.
    pub(crate) fn enter(&mut self, at: usize) {
        let block = &self.blocks[at];
        self.is_title = false;
        if let BlockKind::Heading(level) = block.kind {
            let words = Words::of(&block.text);
            let from = usize::from(begins_with_digit(words.word(0)));
            // The title of a card begins no section.
            let is_title = !self.has_title;
            self.is_title = is_title;
            self.has_title = true;
            for (open, tag) in [(&mut self.other, Tag::HeadOther), (&mut self.news, Tag::HeadNews)] {
                if *open == 0 || level <= *open {
                    let opens = !is_title && is_whole(&words, from, words.len(), tag.bit());
                    *open = if opens { level } else { 0 };
                }
            }
        }
        let was_item = at > 0 && is_item(&self.blocks[at - 1]);
        if !is_item(block) || !was_item {
            self.lead = at.checked_sub(1).filter(|_| is_item(block));
            self.announces.take();
        }
        self.at = at;
    }

    /// What precedes the text of the block: a label in the block before it, or the lead of a list of parents.
    pub(crate) fn lead_tags(&self, own: &OwnNames) -> Tags {
        let words_of = |at: usize| {
            let block = &self.blocks[at];
            let reads = !matches!(block.kind, BlockKind::Row | BlockKind::Code);
            if reads { Words::of(&block.text) } else { Words::default() }
        };
        if let Some(before) = self.at.checked_sub(1) {
            let words = words_of(before);
            let from = usize::from(begins_with_digit(words.word(0)));
            if words.len() <= MOST_WORDS_OF_LABEL && is_whole(&words, from, words.len(), Tag::Label.bit()) {
                return Tag::Label.bit();
            }
        }
        let announces = |lead: usize| {
            let words = words_of(lead);
            tokens(&words, &[], own, &self.blocks[lead].text).iter().any(|token| token.is(Tag::ListLead.bit()))
        };
        if self.lead.is_some_and(|lead| *self.announces.get_or_init(|| announces(lead))) {
            Tag::ListLead.bit()
        } else {
            0
        }
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

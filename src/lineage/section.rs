//! Where a block of a card stands: its section, its list, what leads to it.

use super::fact::Statement;
use super::grammar::{Tag, Tags, tags};
use super::known::{root_of_id, root_of_name};
use super::own_names::OwnNames;
use super::tokens::{Token, tokens};
use super::words::{Words, begins_with_digit, is_whole, span_in};
use crate::model::card::body::{Block, BlockKind};
use crate::report::EvidenceKind;
use crate::source::Span;
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
            if words.len() <= MOST_WORDS_OF_LABEL && is_whole(&words, from, words.len(), tags!(Label)) {
                return tags!(Label);
            }
        }
        let announces = |lead: usize| {
            let words = words_of(lead);
            tokens(&words, &[], own, &self.blocks[lead].text).iter().any(|token| token.is(tags!(ListLead)))
        };
        if self.lead.is_some_and(|lead| *self.announces.get_or_init(|| announces(lead))) { tags!(ListLead) } else { 0 }
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

/// Most tokens of a label.
const MOST_TOKENS_OF_LABEL: usize = 8;

/// Makes one token of each label: of what begins a line, a cell or an insertion and ends at a colon, a cell or the end of the line.
pub(crate) fn with_labels(tokens: &[Token], words: &Words) -> Vec<Token> {
    let starts = tags!(Break | Cell | Line | Comma | Open);
    let ends = tags!(Colon | Cell | Line | Break | Sep);
    let mut all = Vec::with_capacity(tokens.len() + 2);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_start = at == 0 || tokens[at - 1].is(starts);
        let end = (at + 1..tokens.len().min(at + MOST_TOKENS_OF_LABEL)).find(|end| tokens[*end].is(ends));
        if let Some(end) = end.filter(|_| is_start) {
            let word = |byte: usize| words.spans.partition_point(|word| word.start < byte);
            let (from, to) = (word(token.span.start), word(tokens[end].span.start));
            let from = from + usize::from(begins_with_digit(words.word(from)));
            if from < to && is_whole(words, from, to, tags!(Label)) {
                let span = Span::new(token.span.start, tokens[end - 1].span.end);
                all.push(Token { tags: tags!(Label), span, name: None });
                at = end;
                continue;
            }
        }
        all.push(*token);
        at += 1;
    }
    all
}

/// Most rows of a table about one family of models; longer ones are leaderboards.
const MOST_ROWS: usize = 24;
/// More bytes than any name of a model has.
const TOO_LONG_FOR_NAME: usize = 120;

/// Reads the rows of one table after another.
#[derive(Default)]
pub(crate) struct ParentColumn {
    in_table: bool,
    /// The column for the base model, or for the license.
    column: Option<(usize, EvidenceKind)>,
    /// What each row says, and whether it is that of this model.
    rows: Vec<(Option<Statement>, bool)>,
    /// Whether rows of other models count where all say the same.
    may_share: bool,
}

impl ParentColumn {
    /// Takes the next block; where a table ended before it, returns what that table says. Without a published model, only the row of this one
    /// counts.
    pub(crate) fn add_block(&mut self, block: &Block, own: &OwnNames, is_published: bool) -> Option<Statement> {
        if block.kind != BlockKind::Row {
            return std::mem::take(self).finish();
        }
        let mut cells = block.text.split('\t');
        if !self.in_table {
            self.in_table = true;
            self.column = cells.enumerate().find_map(|(at, cell)| Some((at, kind_of_column(cell)?)));
            self.may_share = is_published && self.column.is_some_and(|(_, kind)| kind == EvidenceKind::Label);
        } else if let Some((column, kind)) = self.column
            && let Some(cell) = cells.nth(column).map(str::trim)
        {
            let root = Some(cell).filter(|cell| cell.len() <= TOO_LONG_FOR_NAME);
            let root = root.and_then(|cell| root_of_id(cell).or_else(|| root_of_name(cell)));
            let span = block.origin_span(span_in(&block.text, cell));
            let found = root.map(|root| Statement::new(kind, root, None, span));
            self.rows.push((found, block.text.split('\t').any(|cell| own.is_cell(cell))));
        }
        None
    }

    /// What the last table says.
    pub(crate) fn finish(self) -> Option<Statement> {
        let own = agreed(self.rows.iter().filter(|(_, is_own)| *is_own));
        let may_share = self.may_share && self.rows.len() <= MOST_ROWS;
        own.or_else(|| agreed(self.rows.iter()).filter(|_| may_share))
    }
}

/// What the first of some rows says, where all of them name one root.
fn agreed<'r>(mut rows: impl Iterator<Item = &'r (Option<Statement>, bool)>) -> Option<Statement> {
    let first = rows.next()?.0.as_ref()?;
    rows.all(|(row, _)| row.as_ref().is_some_and(|row| row.root == first.root)).then(|| first.clone())
}

/// What a column with a heading says of a row.
fn kind_of_column(heading: &str) -> Option<EvidenceKind> {
    let words = Words::of(heading);
    let is = |tag: Tag| is_whole(&words, 0, words.len(), tag.bit());
    let license = || is(Tag::License).then_some(EvidenceKind::LicenseStatement);
    is(Tag::Label).then_some(EvidenceKind::Label).or_else(license)
}

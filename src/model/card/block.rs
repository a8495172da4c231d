//! A block of a card: plain text, with the places of its parts in the file.

use crate::reader_text::{is_plain, runs};
use crate::source::Span;
use std::borrow::Cow;

/// The piece of Markdown that a block was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A heading and its level, from 1.
    Heading(u8),
    /// Running text, or a line of HTML.
    Paragraph,
    /// The text of a list item.
    Item,
    /// One row of a table, its cells separated by tabs.
    Row,
    /// A code block.
    Code,
}

/// A link in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The bytes of the block's text that are linked.
    pub(crate) span: Span,
    /// Where it leads.
    pub(crate) url: String,
}

/// A piece of the card without its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The piece of Markdown that it was made of.
    pub(crate) kind: BlockKind,
    /// The text; lines of the source stay lines.
    pub(crate) text: String,
    /// The links in it.
    pub(crate) links: Vec<Link>,
    /// The info string of a code block, lower case.
    pub(crate) language: String,
    /// For runs of the text: first byte in the text, first byte in the source.
    places: Vec<(usize, usize)>,
    /// The bytes in the source of characters that read as others, which have fewer bytes in the text.
    folded: Vec<Span>,
}

impl Block {
    pub(super) fn new(kind: BlockKind) -> Self {
        Self {
            kind,
            text: String::new(),
            links: Vec::new(),
            language: String::new(),
            places: Vec::new(),
            folded: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.places.push((self.text.len(), at));
            self.text.push_str(text);
        }
    }

    /// The block with its text as it reads: without characters that are not shown, and with the plain letters that others are a form of.
    pub(super) fn into_read(self) -> Self {
        if is_plain(&self.text) {
            return self;
        }
        let runs = runs(&self.text);
        if runs.iter().all(|run| run.text.len() == self.text.len()) {
            return self;
        }
        let mut read = Self { language: self.language.clone(), ..Self::new(self.kind) };
        let mut starts = Vec::with_capacity(runs.len());
        for run in &runs {
            let start = read.text.len();
            starts.push(start);
            read.text.push_str(&run.text);
            let origin = self.origin(run.at);
            read.places.push((start, origin));
            if matches!(run.text, Cow::Owned(_)) {
                read.folded.push(Span::new(origin, origin + run.bytes));
                continue;
            }
            let from = self.places.partition_point(|&(at, _)| at <= run.at);
            let within = self.places[from..].iter().take_while(|(at, _)| *at < run.at + run.bytes);
            read.places.extend(within.map(|&(at, origin)| (start + at - run.at, origin)));
        }
        let moved = |at: usize| {
            let index = runs.partition_point(|run| run.at <= at).checked_sub(1);
            let found = index.and_then(|index| runs.get(index).zip(starts.get(index)));
            found.map_or(0, |(run, start)| start + (at - run.at).min(run.text.len()))
        };
        let links = self.links.into_iter();
        read.links =
            links.map(|link| Link { span: Span::new(moved(link.span.start), moved(link.span.end)), ..link }).collect();
        read
    }

    /// Whether it is a row of several cells: what a table says is about many models. A single cell only sets off a text.
    pub(crate) fn has_several_cells(&self) -> bool {
        let mut cells = self.text.split('\t').filter(|cell| cell.contains(char::is_alphanumeric));
        self.kind == BlockKind::Row && cells.nth(1).is_some()
    }

    /// The byte in the source from which a byte of the text comes.
    pub(crate) fn origin(&self, at: usize) -> usize {
        let run = self.places.partition_point(|&(start, _)| start <= at);
        match run.checked_sub(1).and_then(|index| self.places.get(index)) {
            Some(&(start, origin)) => origin + (at - start),
            None => 0,
        }
    }

    /// The span in the source of a span of the text.
    pub(crate) fn origin_span(&self, span: Span) -> Span {
        let start = self.origin(span.start);
        let last = self.origin(span.end.saturating_sub(1).max(span.start));
        let folded = self.folded.partition_point(|folded| folded.end <= last);
        let folded = self.folded.get(folded).filter(|folded| folded.start <= last);
        let end = folded.map_or(last + 1, |folded| folded.end);
        Span::new(start, end.max(start))
    }
}

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

/// A piece of the card without its markup. A card may have millions: what few of them have is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The piece of Markdown that it was made of.
    pub(crate) kind: BlockKind,
    /// The text; lines of the source stay lines.
    pub(crate) text: String,
    /// The byte in the source where the text begins.
    start: usize,
    more: Option<Box<More>>,
}

/// What most blocks do not have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct More {
    links: Vec<Link>,
    language: String,
    /// For runs of the text after the first: first byte in the text, first byte in the source.
    places: Vec<(usize, usize)>,
    /// The bytes in the source of characters that read as others, which have fewer bytes in the text.
    folded: Vec<Span>,
}

impl Block {
    pub(super) fn new(kind: BlockKind) -> Self {
        Self { kind, text: String::new(), start: 0, more: None }
    }

    /// The links in it.
    pub(crate) fn links(&self) -> &[Link] {
        self.more.as_ref().map_or(&[], |more| &more.links)
    }

    /// The info string of a code block, lower case.
    pub(crate) fn language(&self) -> &str {
        self.more.as_ref().map_or("", |more| &more.language)
    }

    pub(super) fn add_link(&mut self, link: Link) {
        self.more().links.push(link);
    }

    pub(super) fn set_language(&mut self, language: String) {
        if !language.is_empty() {
            self.more().language = language;
        }
    }

    pub(super) fn push(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.begin_run(at);
            self.text.push_str(text);
        }
    }

    /// Notes that what is added to the text next comes from a byte of the source.
    fn begin_run(&mut self, origin: usize) {
        match self.text.len() {
            0 => self.start = origin,
            start => self.more().places.push((start, origin)),
        }
    }

    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    fn places(&self) -> &[(usize, usize)] {
        self.more.as_ref().map_or(&[], |more| &more.places)
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
        let mut read = Self::new(self.kind);
        read.set_language(self.language().to_owned());
        let mut starts = Vec::with_capacity(runs.len());
        for run in &runs {
            let start = read.text.len();
            starts.push(start);
            let origin = self.origin(run.at);
            read.push(&run.text, origin);
            if matches!(run.text, Cow::Owned(_)) {
                read.more().folded.push(Span::new(origin, origin + run.bytes));
                continue;
            }
            let from = self.places().partition_point(|&(at, _)| at <= run.at);
            let within = self.places()[from..].iter().take_while(|(at, _)| *at < run.at + run.bytes);
            read.more().places.extend(within.map(|&(at, origin)| (start + at - run.at, origin)));
        }
        let moved = |at: usize| {
            let index = runs.partition_point(|run| run.at <= at).checked_sub(1);
            let found = index.and_then(|index| runs.get(index).zip(starts.get(index)));
            found.map_or(0, |(run, start)| start + (at - run.at).min(run.text.len()))
        };
        for link in self.links() {
            let span = Span::new(moved(link.span.start), moved(link.span.end));
            read.add_link(Link { span, url: link.url.clone() });
        }
        read
    }

    /// Whether it is a row of several cells: what a table says is about many models. A single cell only sets off a text.
    pub(crate) fn has_several_cells(&self) -> bool {
        let mut cells = self.text.split('\t').filter(|cell| cell.contains(char::is_alphanumeric));
        self.kind == BlockKind::Row && cells.nth(1).is_some()
    }

    /// The byte in the source from which a byte of the text comes.
    pub(crate) fn origin(&self, at: usize) -> usize {
        let run = self.places().partition_point(|&(start, _)| start <= at);
        match run.checked_sub(1).and_then(|index| self.places().get(index)) {
            Some(&(start, origin)) => origin + (at - start),
            None => self.start + at,
        }
    }

    /// The span in the source of a span of the text.
    pub(crate) fn origin_span(&self, span: Span) -> Span {
        let start = self.origin(span.start);
        let last = self.origin(span.end.saturating_sub(1).max(span.start));
        let all_folded = self.more.as_ref().map_or(&[][..], |more| &more.folded);
        let folded = all_folded.partition_point(|folded| folded.end <= last);
        let folded = all_folded.get(folded).filter(|folded| folded.start <= last);
        let end = folded.map_or(last + 1, |folded| folded.end);
        Span::new(start, end.max(start))
    }
}

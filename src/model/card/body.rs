//! The body of a model card as blocks of plain text, each with the places of its text in the file.

use crate::source::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
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
}

impl Block {
    fn new(kind: BlockKind) -> Self {
        Self { kind, text: String::new(), links: Vec::new(), language: String::new(), places: Vec::new() }
    }

    fn push(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.places.push((self.text.len(), at));
            self.text.push_str(text);
        }
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
        let end = self.origin(span.end.saturating_sub(1).max(span.start)) + 1;
        Span::new(start, end.max(start))
    }
}

/// Splits Markdown, which starts at byte `offset` of its file, into blocks. Linear in its length; never fails.
pub(crate) fn blocks(markdown: &str, offset: usize) -> Vec<Block> {
    let mut collector = BlockCollector { done: Vec::new(), open: None, links: Vec::new(), items: 0, image: 0 };
    for (event, range) in Parser::new_ext(&bounded(markdown), Options::ENABLE_TABLES).into_offset_iter() {
        collector.event(event, range.start + offset);
    }
    collector.close();
    collector.done
}

/// Most blanks and `>` before the text of a line. Every list and quotation around it takes one, or half a tab. Chosen.
const NESTING: usize = 200;

/// The text, with dots for what nests a line deeper than [`NESTING`]: the parser looks at every open list at every line.
fn bounded(markdown: &str) -> Cow<'_, str> {
    let mut copy = String::new();
    let (mut kept, mut start) = (0, 0);
    let ends = memchr::memchr2_iter(b'\n', b'\r', markdown.as_bytes()).chain([markdown.len()]);
    for end in ends {
        let line = &markdown.as_bytes()[start..end];
        if line.len() > NESTING {
            let is_mark =
                |byte: &u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b'0'..=b'9');
            let marks = &line[..line.iter().position(|byte| !is_mark(byte)).unwrap_or(line.len())];
            let nests = |&(_, byte): &(usize, &u8)| matches!(byte, b' ' | b'\t' | b'>');
            if let Some((cut, _)) = marks.iter().enumerate().filter(nests).nth(NESTING) {
                copy.push_str(&markdown[kept..start + cut]);
                copy.push_str(&".".repeat(marks.len() - cut));
                kept = start + marks.len();
            }
        }
        start = end + 1;
    }
    if kept == 0 {
        return Cow::Borrowed(markdown);
    }
    copy.push_str(&markdown[kept..]);
    Cow::Owned(copy)
}

/// Gathers the events of the Markdown parser into blocks.
struct BlockCollector {
    done: Vec<Block>,
    open: Option<Block>,
    /// Start of the linked text and address of the links that are open.
    links: Vec<(usize, String)>,
    /// Depth of list items.
    items: usize,
    /// Depth of images, whose text is no prose.
    image: usize,
}

impl BlockCollector {
    fn event(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, at),
            // The span of a code span starts at its back-tick.
            Event::Code(text) => self.text(&text, at + 1),
            Event::SoftBreak | Event::HardBreak => self.text("\n", at),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, at),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(level as u8)),
            Tag::Paragraph if self.items == 0 => self.open(BlockKind::Paragraph),
            Tag::Paragraph => self.open(BlockKind::Item),
            Tag::HtmlBlock => self.open(BlockKind::Paragraph),
            Tag::Item => {
                self.items += 1;
                self.open(BlockKind::Item);
            }
            Tag::TableHead | Tag::TableRow => self.open(BlockKind::Row),
            Tag::CodeBlock(kind) => {
                self.open(BlockKind::Code);
                if let (CodeBlockKind::Fenced(info), Some(block)) = (kind, &mut self.open) {
                    block.language = info.to_lowercase();
                }
            }
            Tag::Link { dest_url, .. } => self.open_link(dest_url.into_string()),
            Tag::Image { .. } => self.image += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.close();
            }
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::CodeBlock => self.close(),
            TagEnd::TableCell => {
                if let Some(block) = &mut self.open {
                    block.text.push('\t');
                }
            }
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.image = self.image.saturating_sub(1),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some(Block::new(kind));
    }

    fn close(&mut self) {
        self.links.clear();
        if let Some(block) = self.open.take().filter(|block| !block.text.trim().is_empty() || !block.links.is_empty()) {
            self.done.push(block);
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.image > 0 {
            return;
        }
        let kind = if self.items > 0 { BlockKind::Item } else { BlockKind::Paragraph };
        self.open.get_or_insert_with(|| Block::new(kind)).push(text, at);
    }

    fn open_link(&mut self, url: String) {
        let start = self.open.as_ref().map_or(0, |block| block.text.len());
        self.links.push((start, url));
    }

    fn close_link(&mut self) {
        if let (Some((start, url)), Some(block)) = (self.links.pop(), &mut self.open) {
            block.links.push(Link { span: Span::new(start, block.text.len()), url });
        }
    }

    /// Adds the text between tags, the links of `<a>`, and a line break for `<br>` and block tags.
    fn html(&mut self, html: &str, at: usize) {
        let mut rest = 0;
        while let Some(open) = html[rest..].find('<').map(|found| rest + found) {
            self.text(&html[rest..open], at + rest);
            let Some(close) = html[open..].find('>').map(|found| open + found) else {
                return;
            };
            self.tag(&html[open + 1..close], at + open);
            rest = close + 1;
        }
        self.text(&html[rest..], at + rest);
    }

    fn tag(&mut self, tag: &str, at: usize) {
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').find(|part| !part.is_empty()).unwrap_or_default();
        match (name.to_ascii_lowercase().as_str(), tag.starts_with('/')) {
            ("a", false) => self.open_link(attribute(tag, "href").unwrap_or_default().to_owned()),
            ("a", true) => self.close_link(),
            ("br" | "p" | "div" | "li" | "tr" | "td" | "summary" | "details" | "h1" | "h2" | "h3", _) => {
                self.text("\n", at);
            }
            _ => {}
        }
    }
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!("{name}="))? + name.len() + 1;
    let value = &tag[at..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split_whitespace().next(),
    }
}

//! Splits the body of a model card into blocks of what a reader sees.

pub(crate) use super::block::{Block, BlockKind, Link};
use super::html::{self, Piece, Tokenizer};
use super::nesting::bounded;
use super::visibility::Visibility;
use crate::reader_text::{is_plain, plainest};
use crate::source::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The body of a card as a reader sees it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    /// The blocks of what is shown.
    pub(crate) blocks: Vec<Block>,
    /// The bytes of the file that hold words and are not shown: comments, scripts, what styles and attributes hide, tags, titles of links,
    /// texts of images, languages of code, definitions of links.
    unseen: Vec<Span>,
    /// Where something begins that hides text for some programs and not for others: a comment that no `-->` ends in its block.
    pub(crate) disputed: Option<usize>,
}

impl Body {
    /// The Markdown of the body, which starts at byte `offset` of its file, with blanks for what is not shown; nothing where all of it is.
    /// All bytes keep their places, and lines stay lines.
    pub(super) fn shown(&self, markdown: &str, offset: usize) -> Option<String> {
        if self.unseen.is_empty() {
            return None;
        }
        let mut shown = markdown.as_bytes().to_vec();
        for span in &self.unseen {
            let start = markdown.floor_char_boundary(span.start.saturating_sub(offset));
            let end = markdown.ceil_char_boundary(span.end.saturating_sub(offset));
            for byte in shown.get_mut(start..end).unwrap_or_default() {
                if !matches!(byte, b'\n' | b'\r') {
                    *byte = b' ';
                }
            }
        }
        String::from_utf8(shown).ok()
    }
}

/// Splits Markdown, which starts at byte `offset` of its file, into blocks of what is shown. Linear in its length; never fails.
pub(crate) fn read(markdown: &str, offset: usize) -> Body {
    let mut collector = BlockCollector { markdown, offset, read_to: offset, ..BlockCollector::default() };
    for (event, range) in Parser::new_ext(&bounded(markdown), Options::ENABLE_TABLES).into_offset_iter() {
        collector.event(event, Span::new(range.start + offset, range.end + offset));
    }
    collector.finish()
}

/// A link that is open.
#[derive(Debug)]
struct OpenLink {
    /// Where its text starts in that of the block.
    start: usize,
    url: String,
    /// Whether it has a title, which is shown only to a mouse.
    has_title: bool,
}

/// Gathers the events of the Markdown parser into blocks.
#[derive(Debug, Default)]
struct BlockCollector<'m> {
    markdown: &'m str,
    offset: usize,
    body: Body,
    open: Option<Block>,
    links: Vec<OpenLink>,
    /// Depth of list items.
    items: usize,
    /// Depth of images, whose text is no prose.
    image: usize,
    html: Tokenizer,
    visibility: Visibility,
    /// How many elements of HTML were open where each piece of Markdown began that is open.
    depths: Vec<usize>,
    /// The end of the last piece of text or HTML.
    read_to: usize,
    /// Whether a block began or ended after it: what is between is markup, or the definition of a link.
    is_between_blocks: bool,
    /// The last tag that hid what follows.
    hiding_tag: usize,
    /// The tag that hides the last text of Markdown, if it is hidden.
    hidden_from: Option<usize>,
    /// Where a comment began that its block did not end.
    left_open: Option<usize>,
}

impl BlockCollector<'_> {
    fn event(&mut self, event: Event<'_>, at: Span) {
        if std::mem::take(&mut self.is_between_blocks) {
            self.pass_over(at.start);
        }
        match event {
            Event::Start(tag) => return self.start(tag, at),
            Event::End(tag) => return self.end(tag, at),
            Event::Text(text) => self.markdown_text(&text, at.start, at),
            // The span of a code span starts at its back-tick.
            Event::Code(text) => self.markdown_text(&text, at.start + 1, at),
            Event::SoftBreak | Event::HardBreak => self.text("\n", at.start),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, at),
            _ => {}
        }
        self.read_to = at.end;
    }

    fn start(&mut self, tag: Tag<'_>, at: Span) {
        if is_block(tag.to_end()) {
            self.is_between_blocks = true;
            if !matches!(tag, Tag::HtmlBlock) {
                self.visibility.begin_block();
            }
        }
        self.depths.push(self.visibility.depth());
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
                    block.set_language(info.to_lowercase());
                }
            }
            Tag::Link { dest_url, title, .. } => self.open_link(dest_url.into_string(), !title.is_empty()),
            Tag::Image { .. } => {
                self.image += 1;
                self.body.unseen.push(at);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: Span) {
        let depth = self.depths.pop().unwrap_or_default();
        if tag == TagEnd::HtmlBlock {
            if self.html.end_block() {
                self.left_open = self.left_open.or(Some(at.start));
            }
        } else {
            self.visibility.end_beyond(depth);
        }
        if is_block(tag) {
            self.pass_over(at.end);
            self.is_between_blocks = true;
        }
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
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Link => self.end_link(at),
            TagEnd::Image => {
                self.image = self.image.saturating_sub(1);
                self.read_to = at.end;
            }
            _ => {}
        }
    }

    /// Notes that what is between the last text and a place is not shown: markup, the language of code, definitions of links.
    fn pass_over(&mut self, to: usize) {
        let gap = Span::new(self.read_to, to.max(self.read_to));
        let text = Span::new(gap.start - self.offset, gap.end - self.offset).of(self.markdown);
        if text.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) {
            self.body.unseen.push(gap);
        }
        self.read_to = gap.end;
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some(Block::new(kind));
    }

    fn close(&mut self) {
        self.links.clear();
        if let Some(block) = self.open.take().filter(|block| !block.text.trim().is_empty() || !block.links().is_empty())
        {
            self.body.blocks.push(block.into_read());
        }
    }

    fn finish(mut self) -> Body {
        self.close();
        self.pass_over(self.offset + self.markdown.len());
        if self.is_hidden() {
            self.body.disputed = self.body.disputed.or(self.hidden_from);
        }
        self.body
    }

    fn is_hidden(&self) -> bool {
        self.html.hides() || self.visibility.hides()
    }

    /// Adds text that is not HTML.
    fn markdown_text(&mut self, text: &str, first: usize, at: Span) {
        self.body.disputed = self.body.disputed.or(self.left_open);
        if self.is_hidden() {
            self.body.unseen.push(at);
            self.hidden_from = self.hidden_from.or(Some(self.hiding_tag));
        } else {
            self.hidden_from = None;
            self.text(text, first);
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.image > 0 || self.is_hidden() {
            return;
        }
        let kind = if self.items > 0 { BlockKind::Item } else { BlockKind::Paragraph };
        let block = self.open.get_or_insert_with(|| Block::new(kind));
        if block.kind != BlockKind::Code && text.contains('\t') {
            // A tab ends a cell, and nobody sees another one.
            block.push(&text.replace('\t', " "), at);
        } else {
            block.push(text, at);
        }
    }

    fn is_in_row(&self) -> bool {
        self.open.as_ref().is_some_and(|block| block.kind == BlockKind::Row)
    }

    fn end_cell(&mut self) {
        if let Some(block) = &mut self.open {
            block.text.push('\t');
        }
    }

    /// Ends the cell before another one in HTML, which may lack its end tag.
    fn begin_cell(&mut self) {
        let before = self.open.as_ref().map_or("", |row| row.text.trim_end_matches(' '));
        if !before.is_empty() && !before.ends_with('\t') {
            self.end_cell();
        }
    }

    fn open_link(&mut self, url: String, has_title: bool) {
        let start = self.open.as_ref().map_or(0, |block| block.text.len());
        self.links.push(OpenLink { start, url, has_title });
    }

    fn end_link(&mut self, at: Span) {
        if self.links.last().is_some_and(|link| link.has_title) {
            let end = Span::new(self.read_to - self.offset, at.end - self.offset).of(self.markdown);
            // `](address "title")`
            let title = end.find([' ', '\t', '\n']).map(|title| self.read_to + title);
            self.body.unseen.extend(title.map(|title| Span::new(title, at.end - 1)));
        }
        self.close_link();
    }

    fn close_link(&mut self) {
        if let (Some(OpenLink { start, url, .. }), Some(block)) = (self.links.pop(), &mut self.open)
            && !(self.html.hides() || self.visibility.hides())
        {
            let url = if is_plain(&url) { url } else { plainest(&url).into_owned() };
            block.add_link(Link { span: Span::new(start, block.text.len()), url });
        }
    }

    /// Adds the text between tags, the links of `<a>`, and a line break for `<br>` and block tags.
    fn html(&mut self, html: &str, at: Span) {
        if !self.html.hides() {
            self.body.disputed = self.body.disputed.or(self.left_open);
        }
        let mut rest = 0;
        while let Some((length, piece)) = self.html.next(&html[rest..]) {
            let place = Span::new((at.start + rest).min(at.end), (at.start + rest + length).min(at.end));
            match piece {
                // The lines of the source are none of a row; `<br>` and blocks begin one.
                Piece::Text(text) if !self.is_hidden() && self.is_in_row() => {
                    self.text(&text.replace('\n', " "), place.start);
                }
                Piece::Text(text) if !self.is_hidden() => self.text(text, place.start),
                Piece::Text(_) | Piece::Unseen(_) => self.body.unseen.push(place),
                Piece::Tag(tag) => {
                    self.body.unseen.push(place);
                    let was_hidden = self.visibility.hides();
                    self.tag(&tag, place.start);
                    if !was_hidden && self.is_hidden() {
                        self.hiding_tag = place.start;
                    }
                }
            }
            rest += length;
        }
        if !self.html.hides() {
            self.left_open = None;
        }
    }

    fn tag(&mut self, tag: &str, at: usize) {
        self.visibility.tag(tag);
        match (html::name_of(tag).to_ascii_lowercase().as_str(), tag.starts_with('/')) {
            ("a", false) => self.open_link(html::attribute(tag, "href").unwrap_or_default().to_owned(), false),
            ("a", true) => self.close_link(),
            // The number of a note does not belong to the number before it.
            ("sup" | "sub", false)
                if self.open.as_ref().is_some_and(|block| block.text.ends_with(|c: char| c.is_ascii_digit())) =>
            {
                self.text(" ", at);
            }
            ("tr", false) => self.open(BlockKind::Row),
            ("tr" | "table", true) if self.is_in_row() => self.close(),
            ("td" | "th", false) if self.is_in_row() => self.begin_cell(),
            ("td" | "th", true) if self.is_in_row() => self.end_cell(),
            (name, _) if BLOCKS.contains(&name) => {
                self.text("\n", at);
            }
            _ => {}
        }
    }
}

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 22] = [
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "p",
    "section",
    "summary",
    "td",
    "tr",
];

/// Whether a piece of Markdown is a block, and not a part of a line.
fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
    )
}

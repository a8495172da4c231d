//! Builds the tree from the events of the parser; the only place that knows the parser.

use super::error::{Error, ErrorKind};
use super::plain;
use super::tree::{Anchor, Document, Flow, Kind, Limits, Node, NodeId, Scalar, Style, Tag};
use crate::source::Span;
use granit_parser::{Event, Parser, ScalarStyle, Span as Marks, StructureStyle};
use std::borrow::Cow;

/// Reads the part `block` of `text`. All spans count bytes of the whole `text`.
///
/// Reads what either reader of the Hub may read; what only one of them rejects is told by
/// [`python_refuses`](super::python_refuses) and [`js_refuses`](super::js_refuses).
pub fn parse(text: &str, block: Span, limits: &Limits) -> Result<Document, Error> {
    let source = block.of(text);
    if source.len() > limits.bytes {
        let message = format!("more than {} bytes of YAML: it is not read", limits.bytes);
        return Err(Error::new(ErrorKind::TooLarge, block, message));
    }
    // The event reader would end the text there without a word.
    if let Some(at) = memchr::memchr(0, source.as_bytes()) {
        let span = Span::new(block.start + at, block.start + at + 1);
        return Err(Error::new(ErrorKind::Syntax, span, "a NUL byte is not text"));
    }
    if let Some(document) = plain::read(source, block, limits) {
        return Ok(document);
    }
    let mut document = read(source, block, limits).or_else(|error| match error.kind {
        ErrorKind::Tab => read_with_tabs(source, block, limits).ok_or(error),
        _ => Err(error),
    })?;
    document.cut_line = ends_in_cut_line(&document, text);
    Ok(document)
}

/// Whether the text ends inside of the last line of a block of text whose line end is content.
fn ends_in_cut_line(document: &Document, text: &str) -> bool {
    let last = document.nodes.last().filter(|node| node.span.end == document.block.end);
    let Some((node, scalar)) = last.and_then(|node| Some((node, node.scalar()?))) else {
        return false;
    };
    if !matches!(scalar.style, Style::Literal | Style::Folded)
        || scalar.value.is_empty()
        || node.span.of(text).ends_with(['\n', '\r'])
    {
        return false;
    }
    // `|-`, `>2-`: the line end is no content. A comment may follow.
    let before = Span::new(document.block.start, node.span.start).of(text).trim_end();
    let header = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let header = header.split_once(" #").map_or(header, |(header, _)| header).trim_end();
    !header.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('-')
}

fn read(source: &str, block: Span, limits: &Limits) -> Result<Document, Error> {
    let options = granit_parser::options! {
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: true,
        emit_comments: false,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    let mut parser = Parser::new_from_str_with_options(source, options);
    let mut builder = Builder::new(block, limits);
    while let Some(event) = parser.next_event() {
        let (event, marks) = event.map_err(|error| Error::from_scan(&error, source, block.start))?;
        builder.take(event, &marks)?;
    }
    builder.finish()
}

/// Reads a text whose lines start with tabs where they do not count for `js-yaml`: between brackets or braces.
fn read_with_tabs(source: &str, block: Span, limits: &Limits) -> Option<Document> {
    let mut blanks = source.to_owned().into_bytes();
    let mut tabs = Vec::new();
    let mut at_start = true;
    for (at, byte) in blanks.iter_mut().enumerate() {
        if at_start && *byte == b'\t' {
            *byte = b' ';
            tabs.push(block.start + at);
        }
        at_start = matches!(*byte, b'\n' | b'\r') || (at_start && *byte == b' ');
    }
    let document = read(std::str::from_utf8(&blanks).ok()?, block, limits).ok()?;
    let mut tabs = tabs.into_iter().peekable();
    for node in document.nodes() {
        if matches!(node.kind, Kind::Sequence(_, Flow::Flow) | Kind::Mapping(_, Flow::Flow)) {
            if tabs.peek().is_some_and(|&tab| tab < node.span.start) {
                return None;
            }
            while tabs.next_if(|&tab| tab < node.span.end).is_some() {}
        }
    }
    tabs.peek().is_none().then_some(document)
}

/// A collection that is still open.
struct Open {
    id: NodeId,
    key: Option<NodeId>,
}

struct Builder<'l> {
    limits: &'l Limits,
    block: Span,
    nodes: Vec<Node>,
    anchors: Vec<Anchor>,
    open: Vec<Open>,
    root: Option<NodeId>,
    documents: usize,
}

impl<'l> Builder<'l> {
    const fn new(block: Span, limits: &'l Limits) -> Self {
        Self { limits, block, nodes: Vec::new(), anchors: Vec::new(), open: Vec::new(), root: None, documents: 0 }
    }

    fn take(&mut self, event: Event<'_>, marks: &Marks) -> Result<(), Error> {
        let span = self.span(marks);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second document starts here, after `---` or `...`";
                    return Err(Error::new(ErrorKind::SecondDocument, span, message));
                }
            }
            Event::Scalar(value, style, _, tag) => {
                // The parser writes `~` for what is not written.
                let missing = span.start == span.end && style == ScalarStyle::Plain;
                let value = if missing { String::new() } else { value.into_owned() };
                let scalar = Scalar { value, style: style_of(style) };
                self.add(span, self.tag(tag, marks, span), Kind::Scalar(scalar))?;
            }
            Event::SequenceStart(style, _, tag) => {
                let kind = Kind::Sequence(Vec::new(), flow_of(style));
                self.enter(span, self.tag(tag, marks, span), kind)?;
            }
            Event::MappingStart(style, _, tag) => {
                let kind = Kind::Mapping(Vec::new(), flow_of(style));
                self.enter(span, self.tag(tag, marks, span), kind)?;
            }
            Event::Alias(anchor) => {
                // Anchors count from 1, in the order of the text.
                let target = anchor.checked_sub(1).and_then(|index| self.anchors.get(index));
                let Some(target) = target.map(|anchor| anchor.node) else {
                    let message = "this alias names an anchor that is not set before it";
                    return Err(Error::new(ErrorKind::Syntax, span, message));
                };
                self.add(span, None, Kind::Alias(target))?;
            }
            Event::Anchor(_, name) => {
                if let Some(node) = self.nodes.last_mut() {
                    node.anchor = u32::try_from(self.anchors.len()).ok();
                    self.anchors.push(Anchor { name: name.into_owned(), span, node: node.id });
                }
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span),
            _ => {}
        }
        Ok(())
    }

    /// Bytes of the whole text.
    fn span(&self, marks: &Marks) -> Span {
        let start = self.block.start + marks.start.byte_offset().unwrap_or_default();
        let end = self.block.start + marks.end.byte_offset().unwrap_or_default();
        Span::new(start, end.max(start).min(self.block.end))
    }

    fn tag(&self, tag: Option<Cow<'_, granit_parser::Tag>>, marks: &Marks, node: Span) -> Option<Box<Tag>> {
        let tag = tag?;
        let span = marks.tag_span().map_or(node, |marks| self.span(&marks));
        let (handle, suffix) = tag.parts();
        Some(Box::new(Tag { name: [handle, suffix].concat(), span }))
    }

    /// Adds a node under the innermost open collection.
    fn add(&mut self, span: Span, tag: Option<Box<Tag>>, kind: Kind) -> Result<NodeId, Error> {
        let id = match u32::try_from(self.nodes.len()) {
            Ok(number) if self.nodes.len() < self.limits.nodes => NodeId(number),
            _ => {
                let message = format!("more than {} values: the rest is not read", self.limits.nodes);
                return Err(Error::new(ErrorKind::TooManyNodes, span, message));
            }
        };
        self.nodes.push(Node { id, span, anchor: None, tag, kind });
        let Some(open) = self.open.last_mut() else {
            self.root = Some(id);
            return Ok(id);
        };
        match &mut self.nodes[open.id.0 as usize].kind {
            Kind::Sequence(items, _) => items.push(id),
            Kind::Mapping(pairs, _) => match open.key.take() {
                Some(key) => pairs.push((key, id)),
                None => open.key = Some(id),
            },
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
        Ok(id)
    }

    fn enter(&mut self, span: Span, tag: Option<Box<Tag>>, kind: Kind) -> Result<(), Error> {
        if self.open.len() >= self.limits.depth {
            let message = "lists and mappings are nested too deeply";
            return Err(Error::new(ErrorKind::TooDeep, span, message));
        }
        let id = self.add(span, tag, kind)?;
        self.open.push(Open { id, key: None });
        Ok(())
    }

    /// Closes a collection. One by indentation ends where its last part ends, not where the next token starts, and a
    /// mapping starts at its first key: the parser gives an empty place for that.
    fn leave(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let ends = |nodes: &[Node], id: NodeId| nodes[id.0 as usize].span;
        let node = &self.nodes[open.id.0 as usize];
        let (first, last, flow) = match &node.kind {
            Kind::Sequence(items, flow) => (items.first(), items.last(), *flow),
            Kind::Mapping(pairs, flow) => (pairs.first().map(|pair| &pair.0), pairs.last().map(|pair| &pair.1), *flow),
            _ => return,
        };
        let mut span = node.span;
        if flow == Flow::Flow {
            span.end = end.end;
        }
        if let Some(&first) = first {
            span.start = span.start.min(ends(&self.nodes, first).start);
            if span.start == span.end && matches!(node.kind, Kind::Mapping(..)) {
                span.start = ends(&self.nodes, first).start;
            }
        }
        if let Some(&last) = last {
            span.end = span.end.max(ends(&self.nodes, last).end);
        }
        self.nodes[open.id.0 as usize].span = span;
    }

    fn finish(mut self) -> Result<Document, Error> {
        let empty = self.root.is_none();
        let root = if let Some(root) = self.root {
            root
        } else {
            let nothing = Scalar { value: String::new(), style: Style::Plain };
            let start = Span::new(self.block.start, self.block.start);
            self.add(start, None, Kind::Scalar(nothing))?
        };
        let Self { block, anchors, nodes, limits, .. } = self;
        Ok(Document { block, anchors, empty, nodes, root, cut_line: false, budget: limits.aliases })
    }
}

const fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

const fn flow_of(style: StructureStyle) -> Flow {
    match style {
        StructureStyle::Block => Flow::Block,
        StructureStyle::Flow => Flow::Flow,
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Span, plain, read};
    use arbtest::arbitrary::Unstructured;
    use arbtest::arbtest;

    /// Lines of front matter, and what makes one odd.
    const INDENTS: [&str; 6] = ["", "", "", "  ", "  ", "    "];
    const LINES: [&str; 12] = [
        "license: llama2",
        "tags:",
        "tags:",
        "- en",
        "- no",
        "- name: m",
        "value: 0.5",
        "metrics:",
        "- \"q r\"",
        "k: 'v'",
        "a-b: c:d",
        "- k:",
    ];
    const ODD: [&str; 48] = [
        ":", ": ", ":\n", "\n", "\n\n", "- ", "-", " ", "  ", "#", " # c", "\"", "'", "\\", "[", "]", "{}", "&a ",
        "*a", "!t ", "!", "|", ">-", "---", "---\n", "...", "%", "@", "`", "?", "? ", "~", ",", "\t", "\r\n", "\r",
        "\u{e9}", "\u{feff}", "\u{85}", "<<", "=", "\u{7f}", "a: b", "- - ", "1", "_", "\"x\": ", "\n  ",
    ];

    #[test]
    fn what_is_read_plainly_is_what_the_parser_reads() {
        let limits = Limits::default();
        let mut plain_ones = 0;
        let mut same = |text: &str| {
            // What stands before the block counts in all places.
            let block = Span::new(4, 4 + text.len());
            if let Some(document) = plain::read(text, block, &limits) {
                plain_ones += 1;
                assert_eq!(Ok(document), read(text, block, &limits), "{text:?}");
            }
        };
        for text in [
            "license: llama2\n",
            "license: llama2",
            "tags:\n- a\n- b-c\nbase_model:\n  - x/y\n",
            "model-index:\n- name: m\n  results:\n  - task:\n      type: t\n    metrics:\n    - type: acc\n      value: 0.5\n",
            "a: \"q\"\nb: 'q r'\nc:\n  d:\n    e: f\n",
        ] {
            same(text);
        }
        for seed in 1..=40_000u64 {
            let mut property = |bytes: &mut Unstructured<'_>| {
                let mut text = String::new();
                for _ in 0..bytes.int_in_range(1..=7)? {
                    text.push_str(bytes.choose(&INDENTS)?);
                    text.push_str(bytes.choose(&LINES)?);
                    text.push('\n');
                }
                same(&text);
                text.insert_str(bytes.choose_index(text.len())?, bytes.choose(&ODD)?);
                same(&text);
                Ok(())
            };
            arbtest(&mut property).seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 256).run();
        }
        assert!(plain_ones > 3_000, "only {plain_ones} texts were plain");
    }
}

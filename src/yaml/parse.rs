//! Reads YAML into a tree; the only place that knows the parser.

use super::builder::{Builder, Limits, MOST_BYTES, MOST_DEPTH};
use super::error::{Error, ErrorKind};
use super::plain;
use super::tree::{Document, Kind, NodeId, Scalar, Style};
use crate::source::Span;
use granit_parser::{Event, Parser, ScalarStyle, Span as Marks, StructureStyle, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads the part `block` of `text`. All spans count bytes of the whole `text`.
///
/// What `PyYAML` rejects although it is YAML is found by [`pyyaml_refusal`](super::pyyaml_refusal).
pub(crate) fn parse(text: &str, block: Span) -> Result<Document, Error> {
    plain::read(text, block).map_or_else(|| parse_slowly(text, block), Ok)
}

/// [`parse`] by the parser alone.
pub(super) fn parse_slowly(text: &str, block: Span) -> Result<Document, Error> {
    let mut reader = EventReader::new(block, 1);
    reader.read(text)?;
    Ok(reader.builder.finish())
}

/// Reads all documents of a text, each as far as it can be read, and says why the rest cannot.
pub(crate) fn parse_documents(text: &str, block: Span) -> (Vec<Document>, Option<Error>) {
    let mut reader = EventReader::new(block, usize::MAX);
    let error = reader.read(text).err();
    reader.earlier.push(reader.builder.finish());
    (reader.earlier, error)
}

/// Passes the events of the parser on to the builder.
struct EventReader {
    builder: Builder,
    block: Span,
    /// The nodes that anchors name, by the parser's numbers for anchors; 0 means none.
    anchors: BTreeMap<usize, NodeId>,
    /// How many documents have begun, and how many may.
    documents: usize,
    most_documents: usize,
    /// Those that are read.
    earlier: Vec<Document>,
}

impl EventReader {
    fn new(block: Span, most_documents: usize) -> Self {
        let builder = Builder::new(block, Limits::YAML);
        Self { builder, block, anchors: BTreeMap::new(), documents: 0, most_documents, earlier: Vec::new() }
    }

    fn read(&mut self, text: &str) -> Result<(), Error> {
        let block = self.block;
        let source = block.of(text);
        if source.len() > MOST_BYTES {
            let message = format!("more than {MOST_BYTES} bytes of YAML: it is not read");
            return Err(Error::new(ErrorKind::TooLarge, block, message));
        }
        // The parser would end the text there without a word.
        if let Some(at) = memchr::memchr(0, source.as_bytes()) {
            let span = Span::new(block.start + at, block.start + at + 1);
            return Err(Error::new(ErrorKind::Syntax, span, "a NUL byte is not text"));
        }
        let options = granit_parser::options! {
            bom_inside_document_as_content: true,
            block_scalar_eof_without_line_feed: true,
            emit_comments: false,
            flow_nesting_limit: MOST_DEPTH,
            block_nesting_limit: MOST_DEPTH,
        };
        let mut parser = Parser::new_from_str_with_options(source, options);
        while let Some(event) = parser.next_event() {
            let (event, marks) = event.map_err(|error| Error::from_scan(&error, source, block.start))?;
            self.add_event(event, &marks)?;
        }
        Ok(())
    }

    fn add_event(&mut self, event: Event<'_>, marks: &Marks) -> Result<(), Error> {
        let span = self.span(marks);
        let (id, anchor) = match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > self.most_documents {
                    let message = "a second document starts here, after `---` or `...`";
                    return Err(Error::new(ErrorKind::SecondDocument, span, message));
                }
                if self.documents > 1 {
                    // The numbers of nodes begin anew, and no alias reaches into another document.
                    let next = Builder::after(&self.builder);
                    self.earlier.push(std::mem::replace(&mut self.builder, next).finish());
                    self.anchors.clear();
                }
                return Ok(());
            }
            Event::Scalar(value, style, anchor, tag) => {
                // The parser writes `~` for what is not written.
                let missing = span.start == span.end && style == ScalarStyle::Plain;
                let value = if missing { String::new() } else { value.into_owned() };
                let scalar = Scalar { value, style: style_of(style) };
                (self.builder.add(span, name_of(tag), Kind::Scalar(scalar))?, anchor)
            }
            Event::SequenceStart(style, anchor, tag) => {
                let is_bracketed = style == StructureStyle::Flow;
                (self.builder.open(span, name_of(tag), Kind::Sequence(Vec::new()), is_bracketed)?, anchor)
            }
            Event::MappingStart(style, anchor, tag) => {
                let is_bracketed = style == StructureStyle::Flow;
                (self.builder.open(span, name_of(tag), Kind::Mapping(Vec::new()), is_bracketed)?, anchor)
            }
            Event::Alias(anchor) => {
                let Some(&target) = self.anchors.get(&anchor) else {
                    let message = "this alias names an anchor that is not set before it";
                    return Err(Error::new(ErrorKind::Syntax, span, message));
                };
                (self.builder.add(span, None, Kind::Alias(target))?, 0)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.builder.close(span.end);
                return Ok(());
            }
            _ => return Ok(()),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        Ok(())
    }

    /// Bytes of the whole text.
    fn span(&self, marks: &Marks) -> Span {
        let start = self.block.start + marks.start.byte_offset().unwrap_or_default();
        let end = self.block.start + marks.end.byte_offset().unwrap_or_default();
        Span::new(start, end.max(start).min(self.block.end))
    }
}

fn name_of(tag: Option<Cow<'_, Tag>>) -> Option<Box<str>> {
    let tag = tag?;
    let (handle, suffix) = tag.parts();
    Some([handle, suffix].concat().into())
}

const fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}

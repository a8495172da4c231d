//! Reads the YAML that most cards are written in: lists and mappings by indentation, of single values in one line each.
//! Everything else, and whatever is odd, is left to the parser, whose tree is the same.

use super::tree::{Document, Flow, Kind, Limits, Node, NodeId, Scalar, Style};
use crate::source::Span;

/// Most collections inside one another.
const DEPTH: usize = 16;

/// The tree of a text, where it is that plain.
pub(super) fn read(source: &str, block: Span, limits: &Limits) -> Option<Document> {
    let mut reader =
        Reader { source, offset: block.start, lines: lines(source)?, next: 0, nodes: Vec::new(), depth: 0 };
    reader.nodes.reserve(2 * reader.lines.len() + 1);
    let first = reader.lines.first().filter(|line| line.indent == 0)?;
    let root = reader.collection(first.indent)?;
    let is_whole = reader.next == reader.lines.len();
    let fits = reader.nodes.len() <= limits.nodes && limits.depth >= DEPTH;
    (is_whole && fits).then(|| Document {
        block,
        anchors: Vec::new(),
        empty: false,
        nodes: reader.nodes,
        root,
        cut_line: false,
        budget: limits.aliases,
    })
}

/// A line without its indentation, in bytes of the source.
#[derive(Clone, Copy)]
struct Line {
    indent: usize,
    start: usize,
    end: usize,
}

/// The lines of a text; nothing where one of them is empty.
fn lines(source: &str) -> Option<Vec<Line>> {
    let mut lines = Vec::with_capacity(source.len() / 16);
    let mut at = 0;
    while at < source.len() {
        let end = memchr::memchr(b'\n', &source.as_bytes()[at..]).map_or(source.len(), |length| at + length);
        let indent = source.as_bytes()[at..end].iter().position(|byte| *byte != b' ')?;
        lines.push(Line { indent, start: at + indent, end });
        at = end + 1;
    }
    Some(lines)
}

struct Reader<'s> {
    source: &'s str,
    /// Where the source starts in the whole text.
    offset: usize,
    lines: Vec<Line>,
    /// The line that is read next.
    next: usize,
    nodes: Vec<Node>,
    depth: usize,
}

impl Reader<'_> {
    fn add(&mut self, span: Span, kind: Kind) -> Option<NodeId> {
        let id = NodeId(u32::try_from(self.nodes.len()).ok()?);
        let span = Span::new(self.offset + span.start, self.offset + span.end);
        self.nodes.push(Node { id, span, anchor: None, tag: None, kind });
        Some(id)
    }

    fn line(&self) -> Option<Line> {
        self.lines.get(self.next).copied()
    }

    fn is_item(&self, line: Line) -> bool {
        self.source.as_bytes()[line.start..line.end].starts_with(b"- ")
    }

    /// The list or mapping that starts with the next line.
    fn collection(&mut self, indent: usize) -> Option<NodeId> {
        let line = self.line()?;
        if self.is_item(line) {
            return self.sequence(indent, line.start);
        }
        self.next += 1;
        self.mapping(indent, line)
    }

    /// Closes a collection: it ends where its last part ends.
    fn close(&mut self, id: NodeId, last: NodeId, kind: Kind) -> NodeId {
        self.depth -= 1;
        let end = self.nodes[last.0 as usize].span.end;
        let node = &mut self.nodes[id.0 as usize];
        (node.span.end, node.kind) = (end, kind);
        id
    }

    fn enter(&mut self, at: usize) -> Option<NodeId> {
        self.depth += 1;
        let nothing = Kind::Sequence(Vec::new(), Flow::Block);
        if self.depth > DEPTH { None } else { self.add(Span::new(at, at), nothing) }
    }

    /// A list from the next line on. The parser says of one that is indented no deeper than its key that it starts with its first item.
    fn sequence(&mut self, indent: usize, start: usize) -> Option<NodeId> {
        let id = self.enter(start)?;
        let mut items = Vec::new();
        while let Some(line) = self.line().filter(|line| line.indent == indent && self.is_item(*line)) {
            self.next += 1;
            let content = Line { indent: indent + 2, start: line.start + 2, end: line.end };
            let item = match self.key(content) {
                Some(_) => self.mapping(content.indent, content),
                None => self.scalar(content.start, content.end, indent),
            };
            items.push(item?);
        }
        let last = *items.last()?;
        Some(self.close(id, last, Kind::Sequence(items, Flow::Block)))
    }

    /// A mapping whose first key stands in a line that is already taken.
    fn mapping(&mut self, indent: usize, first: Line) -> Option<NodeId> {
        let id = self.enter(first.start)?;
        let mut pairs = Vec::new();
        let mut line = first;
        loop {
            let colon = self.key(line)?;
            let key = self.text(Span::new(line.start, colon), Span::new(line.start, colon), Style::Plain)?;
            let value = if colon + 1 < line.end {
                self.scalar(colon + 2, line.end, indent)?
            } else {
                let below = self.line()?;
                match below.indent.cmp(&indent) {
                    std::cmp::Ordering::Greater => self.collection(below.indent)?,
                    std::cmp::Ordering::Equal if self.is_item(below) => self.sequence(indent, below.start + 2)?,
                    _ => return None,
                }
            };
            pairs.push((key, value));
            match self.line() {
                Some(next) if next.indent > indent => return None,
                Some(next) if next.indent == indent => {
                    self.next += 1;
                    line = next;
                }
                _ => return Some(self.close(id, value, Kind::Mapping(pairs, Flow::Block))),
            }
        }
    }

    /// Where the colon of `key:` or `key: value` stands in a line.
    fn key(&self, line: Line) -> Option<usize> {
        let bytes = &self.source.as_bytes()[line.start..line.end];
        let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-'))?;
        let is_key = (1..100).contains(&length) && bytes[0].is_ascii_alphabetic() && bytes[length] == b':';
        (is_key && matches!(bytes.get(length + 1), None | Some(b' '))).then_some(line.start + length)
    }

    /// A single value that ends with its line, within a collection that is indented so far.
    fn scalar(&mut self, start: usize, end: usize, indent: usize) -> Option<NodeId> {
        // A line that stands deeper goes on with it.
        if self.line().is_some_and(|next| next.indent > indent) {
            return None;
        }
        let span = Span::new(start, end);
        let bytes = &self.source.as_bytes()[start..end];
        let (&first, &last) = (bytes.first()?, bytes.last()?);
        if matches!(first, b'"' | b'\'') {
            let inside = Span::new(start + 1, end.checked_sub(1).filter(|end| *end > start)?);
            let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != first && *byte != b'\\';
            let style = if first == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
            let is_whole = last == first && inside.of(self.source).bytes().all(|byte| is_plain(&byte));
            return is_whole.then(|| self.text(span, inside, style))?;
        }
        let ends_key = |at: usize| bytes[at] == b':' && matches!(bytes.get(at + 1), None | Some(b' '));
        let is_plain = first.is_ascii_alphanumeric()
            && last != b' '
            && (0..bytes.len()).all(|at| PLAIN[usize::from(bytes[at])] && !ends_key(at));
        is_plain.then(|| self.text(span, span, Style::Plain))?
    }

    fn text(&mut self, span: Span, inside: Span, style: Style) -> Option<NodeId> {
        let value = inside.of(self.source).to_owned();
        self.add(span, Kind::Scalar(Scalar { value, style }))
    }
}

/// Characters that stand for themselves in a value without quotes.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let marks = b" _-./+@(),=%:;!?*&$<>|~^'\"";
    let mut at = 0;
    while at < marks.len() {
        plain[marks[at] as usize] = true;
        at += 1;
    }
    at = 0;
    while at < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "counts to 127")]
        let byte = at as u8;
        plain[at] |= byte.is_ascii_alphanumeric();
        at += 1;
    }
    plain
};

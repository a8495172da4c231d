//! Builds the tree of a document from nodes that come in the order of its text.

use super::error::{Error, ErrorKind};
use super::tree::{Document, Kind, Node, NodeId, Scalar, Style};
use crate::source::Span;

/// Most bytes of a block of YAML. The largest front matter that was seen on the Hub has 748 kB.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// Most collections inside one another in YAML; chosen.
pub(super) const MOST_DEPTH: usize = 64;

/// How much a document may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Most collections inside one another.
    pub(super) depth: usize,
    /// Most nodes: scalars, collections and aliases together.
    pub(super) nodes: usize,
}

impl Limits {
    /// Those of YAML; chosen.
    pub(super) const YAML: Self = Self { depth: MOST_DEPTH, nodes: 400_000 };
}

/// A collection that is still open.
struct OpenCollection {
    id: NodeId,
    /// Whether it is written in brackets or braces, rather than by indentation.
    is_bracketed: bool,
    /// The key of a mapping whose value comes next.
    key: Option<NodeId>,
}

pub(super) struct Builder {
    block: Span,
    limits: Limits,
    nodes: Vec<Node>,
    open: Vec<OpenCollection>,
    root: Option<NodeId>,
}

impl Builder {
    /// The builder of a document that is written in the part `block` of a text.
    pub(super) fn new(block: Span, limits: Limits) -> Self {
        // Few cards have more nodes to a byte.
        Self { block, limits, nodes: Vec::with_capacity((block.end - block.start) / 8), open: Vec::new(), root: None }
    }

    /// The builder of the next document of a text; what the earlier ones hold counts with it.
    pub(super) fn after(earlier: &Self) -> Self {
        let nodes = earlier.limits.nodes.saturating_sub(earlier.nodes.len() + 1);
        Self {
            block: earlier.block,
            limits: Limits { nodes, ..earlier.limits },
            nodes: Vec::new(),
            open: Vec::new(),
            root: None,
        }
    }

    /// Adds a node under the innermost open collection.
    pub(super) fn add(&mut self, span: Span, tag: Option<Box<str>>, kind: Kind) -> Result<NodeId, Error> {
        let id = match u32::try_from(self.nodes.len()) {
            Ok(number) if self.nodes.len() < self.limits.nodes => NodeId(number),
            _ => {
                let message = format!("more than {} values: the rest is not read", self.limits.nodes);
                return Err(Error::new(ErrorKind::TooManyNodes, span, message));
            }
        };
        self.nodes.push(Node { span, tag, kind });
        let Some(open) = self.open.last_mut() else {
            self.root = Some(id);
            return Ok(id);
        };
        match &mut self.nodes[open.id.0 as usize].kind {
            Kind::Sequence(items) => items.push(id),
            Kind::Mapping(pairs) => match open.key.take() {
                Some(key) => pairs.push((key, id)),
                None => open.key = Some(id),
            },
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
        Ok(id)
    }

    /// Adds a list or mapping without content, under which nodes are added until it is closed.
    pub(super) fn open(
        &mut self,
        span: Span,
        tag: Option<Box<str>>,
        kind: Kind,
        is_bracketed: bool,
    ) -> Result<NodeId, Error> {
        if self.open.len() >= self.limits.depth {
            return Err(Error::new(ErrorKind::TooDeep, span, "lists and mappings are nested too deeply"));
        }
        let id = self.add(span, tag, kind)?;
        self.open.push(OpenCollection { id, is_bracketed, key: None });
        Ok(id)
    }

    /// Closes the innermost collection: in brackets it ends at the byte `end`, by indentation after its last child. It starts
    /// no later than its first child: the parser gives a mapping by indentation an empty place after its first key.
    pub(super) fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let place = |id: NodeId| self.nodes[id.0 as usize].span;
        let node = &self.nodes[open.id.0 as usize];
        let (is_mapping, parts) = match &node.kind {
            Kind::Sequence(items) => (false, items.first().zip(items.last())),
            Kind::Mapping(pairs) => (true, pairs.first().map(|pair| &pair.0).zip(pairs.last().map(|pair| &pair.1))),
            _ => return,
        };
        let mut span = node.span;
        if open.is_bracketed {
            span.end = end;
        }
        if let Some((&first, &last)) = parts {
            let first = place(first).start;
            let is_unplaced = is_mapping && span.start.min(first) == span.end;
            span.start = if is_unplaced { first } else { span.start.min(first) };
            span.end = span.end.max(place(last).end);
        }
        self.nodes[open.id.0 as usize].span = span;
    }

    /// Lets the last scalar go on with a line, up to a byte.
    pub(super) fn go_on(&mut self, line: &str, end: usize) -> Option<()> {
        let node = self.nodes.last_mut()?;
        let Kind::Scalar(scalar) = &mut node.kind else { return None };
        scalar.value.push(' ');
        scalar.value.push_str(line);
        node.span.end = end;
        Some(())
    }

    /// Whether there is nothing yet.
    pub(super) const fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// The document, as far as it was built: collections may still be open.
    pub(super) fn finish(mut self) -> Document {
        let empty = self.root.is_none();
        let root = self.root.unwrap_or_else(|| {
            let nothing = Scalar { value: String::new(), style: Style::Plain };
            self.nodes.push(Node {
                span: Span::new(self.block.start, self.block.start),
                tag: None,
                kind: Kind::Scalar(nothing),
            });
            NodeId(0)
        });
        Document { block: self.block, empty, nodes: self.nodes, root }
    }
}

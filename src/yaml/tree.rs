//! The tree of a YAML document: nodes in one list, each with its span, children by number.

use crate::source::Span;

/// The number of a node in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(super) u32);

/// A value as it is written, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Bytes of the text given to `parse`: from the first to past the last byte of the value, anchor and tag left out;
    /// empty where nothing is written.
    pub(crate) span: Span,
    /// The full name of the tag that is written, such as `tag:yaml.org,2002:str`, `!local` or `!`.
    pub(crate) tag: Option<Box<str>>,
    pub(crate) kind: Kind,
}

/// The content of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<NodeId>),
    /// Keys and values in the order of the text.
    Mapping(Vec<(NodeId, NodeId)>),
    /// `*name`: an alias of the node with this number, which is never an alias itself.
    Alias(NodeId),
}

/// A single value, before any reader gives it a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    /// The text with escapes, folding and quotes undone.
    pub(crate) value: String,
    pub(crate) style: Style,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes: only these are read as numbers, dates and booleans.
    Plain,
    /// `'…'` or `"…"`.
    Quoted,
    /// The lines below `|` or `>`.
    Block,
}

/// A YAML document with the places of everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// The part of the text that was read.
    pub(crate) block: Span,
    /// Whether there is nothing in it but white space and comments.
    pub(crate) empty: bool,
    pub(super) nodes: Vec<Node>,
    pub(super) root: NodeId,
}

impl Document {
    /// The outermost node; an empty plain scalar when the document is empty.
    pub(crate) fn root(&self) -> &Node {
        self.node(self.root)
    }

    /// The node with a number, an alias left as it is.
    pub(super) fn written(&self, id: NodeId) -> &Node {
        // Numbers are made by `builder` alone, and each names a node that exists.
        &self.nodes[id.0 as usize]
    }

    /// The node itself, or the target of an alias.
    pub(crate) fn resolve<'d>(&'d self, node: &'d Node) -> &'d Node {
        match node.kind {
            Kind::Alias(target) => self.written(target),
            _ => node,
        }
    }

    /// The node with a number, or its target where it is an alias.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        self.resolve(self.written(id))
    }
}

impl Node {
    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The name of a tag of YAML's own: `str` of `!!str`.
    pub(super) fn core_tag(&self) -> Option<&str> {
        self.tag.as_deref()?.strip_prefix("tag:yaml.org,2002:")
    }
}

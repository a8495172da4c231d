//! The tree of a YAML document: nodes in one list, each with its span, children by number.

use crate::source::Span;

/// What a text may cost before it is given up. Bounds hold while it is read, not after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Most collections inside one another.
    pub depth: usize,
    /// Most nodes: scalars, collections and aliases together.
    pub nodes: usize,
    /// Most bytes of the block.
    pub bytes: usize,
    /// Most steps that aliases and merge keys may add to one look-up or one conversion.
    pub aliases: usize,
}

impl Default for Limits {
    /// The largest front matter that was seen on the Hub has 748 kB.
    fn default() -> Self {
        Self { depth: 64, nodes: 400_000, bytes: 1 << 20, aliases: 10_000 }
    }
}

/// The number of a node in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// A value as it is written, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its number.
    pub id: NodeId,
    /// Bytes of the text given to [`parse`](super::parse): from the first to past the last byte of the value, anchor
    /// and tag left out; empty where nothing is written.
    pub span: Span,
    /// Index into [`Document::anchors`].
    pub anchor: Option<u32>,
    /// The tag that is written, such as `!!str`.
    pub tag: Option<Box<Tag>>,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A single value.
    Scalar(Scalar),
    /// A list, with whether it is written in brackets.
    Sequence(Vec<NodeId>, Flow),
    /// Keys and values in the order of the text, with whether it is written in braces.
    Mapping(Vec<(NodeId, NodeId)>, Flow),
    /// `*name`: stands for the node with this number, which is never an alias itself.
    Alias(NodeId),
}

/// Whether a collection is written with brackets or braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// By indentation.
    Block,
    /// With brackets or braces.
    Flow,
}

/// A single value, before any reader gives it a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text with escapes, folding and quotes undone.
    pub value: String,
    /// How it is written.
    pub style: Style,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: only these are read as numbers, dates and booleans.
    Plain,
    /// `'…'`.
    SingleQuoted,
    /// `"…"`.
    DoubleQuoted,
    /// `|`.
    Literal,
    /// `>`.
    Folded,
}

/// A tag that is written before a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its full name, such as `tag:yaml.org,2002:str`, `!local` or `!`.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// The name that `&name` gives to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The name without `&`.
    pub name: String,
    /// Where `&name` stands.
    pub span: Span,
    /// The node it names.
    pub node: NodeId,
}

/// A YAML document with the places of everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The part of the text that was read.
    pub block: Span,
    /// Anchors in the order of the text.
    pub anchors: Vec<Anchor>,
    /// Whether there is nothing in it but white space and comments.
    pub empty: bool,
    pub(super) nodes: Vec<Node>,
    pub(super) root: NodeId,
    pub(super) budget: usize,
}

impl Document {
    /// The outermost node; an empty plain scalar when the document is empty.
    pub fn root(&self) -> &Node {
        self.resolve(self.written(self.root))
    }

    /// The node with a number, an alias left as it is.
    pub fn written(&self, id: NodeId) -> &Node {
        // Numbers are made by `build` alone, and each names a node that exists.
        &self.nodes[id.0 as usize]
    }

    /// The node itself, or the one that an alias stands for.
    pub fn resolve<'d>(&'d self, node: &'d Node) -> &'d Node {
        match node.kind {
            Kind::Alias(target) => self.written(target),
            _ => node,
        }
    }

    /// The node with a number, or the one that it stands for.
    pub fn node(&self, id: NodeId) -> &Node {
        self.resolve(self.written(id))
    }

    /// All nodes in the order in which they start.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}

impl Node {
    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The full name of the tag, if one is written.
    pub fn tag_name(&self) -> Option<&str> {
        self.tag.as_deref().map(|tag| tag.name.as_str())
    }

    /// What a person calls it: `a text`, `a list`, `a mapping`.
    pub const fn what(&self) -> &'static str {
        match self.kind {
            Kind::Scalar(_) => "a single value",
            Kind::Sequence(..) => "a list",
            Kind::Mapping(..) => "a mapping",
            Kind::Alias(_) => "an alias",
        }
    }
}

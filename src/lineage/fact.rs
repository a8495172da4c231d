//! What is said of the descent of one model, before it is weighed.

use super::root::Root;
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::{Place, Span};

/// One thing that is said of a family, at a place of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) kind: EvidenceKind,
    pub(crate) root: Root,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    /// The identifiers above `id` that only the Hub or a dump of cards names, up to one whose family is known.
    pub(crate) above: Vec<String>,
    pub(crate) strength: Strength,
    pub(crate) place: Place,
    /// The words that say it, at most 300 characters.
    pub(crate) text: String,
}

/// Everything that a model says of its descent, and the parents whose family nobody knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) facts: Vec<Fact>,
    /// Whether the card or a tool states a parent whose family nobody knows.
    pub(crate) has_unknown_parent: bool,
    /// Identifiers of such parents.
    pub(crate) unknown_parents: Vec<String>,
}

/// One thing that the text of a card says, at bytes of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) kind: EvidenceKind,
    pub(crate) root: Root,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    pub(crate) strength: Strength,
    pub(crate) span: Span,
}

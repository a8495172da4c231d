//! Evidence on the descent of one model, before it is weighed.

use super::root::Root;
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::{Place, Span};

/// One piece of evidence for a family, at a place of the repository.
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
    /// The quoted words, at most 300 characters.
    pub(crate) text: String,
}

/// All evidence on the descent of one model, and the parents whose family is unknown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) facts: Vec<Fact>,
    /// Whether the card or a tool states a parent whose family is unknown.
    pub(crate) has_unknown_parent: bool,
    pub(crate) unknown_parents: Vec<UnknownParent>,
}

/// A parent whose family neither the table nor the configuration nor its name shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownParent {
    pub(crate) id: String,
    /// Where it is named.
    pub(crate) place: Place,
    /// Whether the author or a tool states it as the parent.
    pub(crate) is_stated: bool,
}

/// One piece of evidence in the text of a card, at bytes of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) kind: EvidenceKind,
    pub(crate) root: Root,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    pub(crate) strength: Strength,
    pub(crate) span: Span,
}

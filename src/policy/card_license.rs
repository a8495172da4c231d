//! A license that the text of a card states, and what it is of.

use super::identifiers::Identifier;
use crate::source::Span;

/// What of a repository a license is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Licensed {
    Model,
    Code,
    /// Data, a part of the model, another model.
    Other,
}

/// A license that the text of a card states, at bytes of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardLicense {
    pub(crate) id: Identifier,
    pub(crate) of: Licensed,
    /// The name as it is written, and its place.
    pub(crate) text: String,
    pub(crate) span: Span,
}

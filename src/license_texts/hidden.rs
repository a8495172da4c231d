//! Extents of a text that a reader does not see.

use crate::source::Span;

/// What an extent that is not seen is replaced by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unseen {
    /// Blanks: no reader sees it.
    Always,
    /// A sign that says something: some readers see it, so that it is neither a copy nor nothing.
    Mostly,
}

/// An extent of a text that is not seen.
pub(super) type Hidden = (Span, Unseen);

//! The report of a review, with what the user must know about how it came to be.

use crate::report::Report;

/// A report, and what the user must know about how it came to be.
pub(super) struct Judged {
    /// The report, with paths from the root of the repository.
    pub(super) report: Report,
    pub(super) notes: Vec<String>,
}

//! What the caller of a review wants.

/// How the gate reports in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It only comments.
    Comment,
    /// Errors ask for changes; the request is dismissed when they are fixed.
    RequestChanges,
}

/// How a review is made.
#[derive(Debug, Clone)]
pub(crate) struct ReviewOptions {
    /// How to report.
    pub(crate) mode: Mode,
    /// Folder of the repository that was checked, empty for all of it: two gates on two folders do not touch each other's comments.
    pub(crate) folder: String,
    /// Address of the page that explains rules; `#rule` is put after it.
    pub(crate) rules_page: String,
    /// Whether fixes may be offered as suggestions; not those of a report that somebody else may have written.
    pub(crate) suggest: bool,
}

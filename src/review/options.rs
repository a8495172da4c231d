//! What the caller of a review wants.

use crate::render::markdown::Pages;

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
    /// Address of the files at the commit that was checked, with a slash at its end: places become links to it.
    pub(crate) files: Option<String>,
    /// Whether fixes may be offered as suggestions; not those of a report that somebody else may have written.
    pub(crate) suggest: bool,
}

impl ReviewOptions {
    /// The pages that comments link to.
    pub(super) fn pages(&self) -> Pages<'_> {
        Pages { rules: &self.rules_page, files: self.files.as_deref() }
    }

    /// Whether the comment is for the Hub, which draws no graphs of Mermaid and has no summary of a job.
    pub(super) const fn is_on_hub(&self) -> bool {
        self.files.is_some()
    }
}

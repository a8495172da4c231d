//! The plan of a review: what to post, change and take away, so that the pull request says what the report says, once.

/// Most comments at lines and files that a pull request carries, chosen; the rest is in the summary comment.
pub(crate) const MAX_REMARKS: usize = 20;

/// The side of a diff that a line is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The file before: lines that were taken away.
    Left,
    /// The file after.
    Right,
}

/// A new comment at lines inside the diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewRemark {
    /// Path from the root of the repository.
    pub(crate) path: String,
    /// First line, where there is more than one.
    pub(crate) start_line: Option<usize>,
    /// Last line, from 1.
    pub(crate) line: usize,
    /// Which side's lines.
    pub(crate) side: Side,
    /// Markdown, with the hidden mark of the gate first.
    pub(crate) body: String,
}

/// A new comment at a file that the pull request changes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewFileRemark {
    /// Path from the root of the repository.
    pub(crate) path: String,
    /// Markdown, with the hidden mark of the gate first.
    pub(crate) body: String,
}

/// What a new review does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Only comments.
    Comment,
    /// Asks for changes.
    RequestChanges,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewReview {
    /// What it does.
    pub(crate) event: Event,
    /// Its text; may be empty where it comments and carries remarks.
    pub(crate) body: String,
    /// Its comments at lines.
    pub(crate) remarks: Vec<NewRemark>,
}

/// What to do with the one summary comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Summary {
    Post(String),
    /// Give the post of this number this text.
    Edit(u64, String),
}

/// What to write, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) review: Option<NewReview>,
    /// Comments at files, which a review cannot carry.
    pub(crate) file_remarks: Vec<NewFileRemark>,
    /// The summary comment.
    pub(crate) summary: Option<Summary>,
    /// New texts of own remarks: number and text.
    pub(crate) edits: Vec<(u64, String)>,
    /// Own remarks to delete: nobody answered them.
    pub(crate) deletions: Vec<u64>,
    /// Own remarks to fold away as resolved, by their GraphQL name: programs answered them.
    pub(crate) to_minimize: Vec<String>,
    /// Own reviews whose request for changes is met: number and reason.
    pub(crate) dismissals: Vec<(u64, String)>,
    /// Further posts of the summary, of which there must be one.
    pub(crate) duplicates: Vec<u64>,
}

impl Plan {
    /// Whether it posts what another run may post at the same time.
    pub(crate) fn posts(&self) -> bool {
        self.review.is_some() || !self.file_remarks.is_empty() || matches!(self.summary, Some(Summary::Post(_)))
    }

    /// How many requests it takes.
    pub(crate) fn request_count(&self) -> usize {
        usize::from(self.review.is_some())
            + self.file_remarks.len()
            + usize::from(self.summary.is_some())
            + self.edits.len()
            + self.deletions.len()
            + self.to_minimize.len()
            + self.dismissals.len()
            + self.duplicates.len()
    }
}

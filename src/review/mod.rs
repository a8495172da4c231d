//! The review of a pull request: from the report, the diff and what was said before to a plan of what to say now. No I/O.

mod anchor;
pub mod diff;
pub mod marker;
mod own;
pub mod plan;
mod remark;
mod remarks;
pub mod saved;
mod suggestion;
mod summary;

/// How the gate speaks in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It only comments.
    Comment,
    /// Errors ask for changes; the request is dismissed when they are mended.
    RequestChanges,
}

/// How a file of a pull request stands to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The file is new.
    Added,
    /// The file is gone: its lines exist on the left side only.
    Removed,
    /// The file was changed, renamed or copied.
    Changed,
}

/// A file that a pull request changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Path from the root of the repository, as of the head.
    pub path: String,
    /// How it stands to the one before.
    pub status: Status,
    /// The hunks; GitHub leaves them out for large, binary and merely renamed files.
    pub patch: Option<String>,
}

/// A comment at a line or a file of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// GitHub's number of it, larger than 32 bits.
    pub id: u64,
    /// GraphQL's name of it.
    pub node_id: String,
    /// Login of its author; `None` for a deleted account.
    pub author: Option<String>,
    /// Whether the author is a program (`type` is `Bot`).
    pub is_bot: bool,
    /// The text, as it was written.
    pub body: String,
    /// The remark that it answers.
    pub answers: Option<u64>,
}

/// A comment in the conversation of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// GitHub's number of it.
    pub id: u64,
    /// Login of its author; `None` for a deleted account.
    pub author: Option<String>,
    /// The text, as it was written.
    pub body: String,
}

/// A review of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// GitHub's number of it.
    pub id: u64,
    /// Login of its author; `None` for a deleted account.
    pub author: Option<String>,
    /// The text, as it was written.
    pub body: String,
    /// Whether it asks for changes and has not been dismissed.
    pub blocks: bool,
}

/// Everything said so far that may be the gate's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The gate's own login, in the form of the REST API: `github-actions[bot]`.
    pub login: String,
    /// Comments at lines and files, oldest first.
    pub remarks: Vec<Remark>,
    /// Comments in the conversation, oldest first.
    pub posts: Vec<Post>,
    /// Reviews, oldest first.
    pub reviews: Vec<Verdict>,
}

/// What the caller wants.
#[derive(Debug, Clone)]
pub struct ReviewOptions {
    /// How to speak.
    pub mode: Mode,
    /// Head of the pull request that was judged, as a full commit hash.
    pub head: String,
    /// Folder of the repository that was judged, empty for all of it: two gates on two folders do not touch each other's comments.
    pub folder: String,
    /// Address of the page that explains rules; `#rule` is put after it.
    pub rules_page: String,
    /// Whether fixes may be offered as suggestions; not those of a report that somebody else may have written.
    pub suggest: bool,
}

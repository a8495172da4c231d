//! What GitHub says of a file that a pull request changes.

/// What a pull request does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// The file is new.
    Added,
    /// The file is gone: its lines exist on the left side only.
    Removed,
    /// The file was changed, renamed or copied.
    Changed,
}

/// A file that a pull request changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangedFile {
    /// Path from the root of the repository, as of the head.
    pub(crate) path: String,
    /// What the pull request does to it.
    pub(crate) status: Status,
    /// The hunks; GitHub leaves them out for large, binary and merely renamed files.
    pub(crate) patch: Option<String>,
}

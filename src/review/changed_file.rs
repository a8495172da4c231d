//! What GitHub says of a file that a pull request changes.

/// What a pull request does to a file.
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
    /// What the pull request does to it.
    pub status: Status,
    /// The hunks; GitHub leaves them out for large, binary and merely renamed files.
    pub patch: Option<String>,
}

//! The tree of files as data: what was found under each path, and the bytes of the files that are read.

use std::collections::BTreeMap;

/// What stands under a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A file that was read whole.
    Read(Vec<u8>),
    /// A file known by name and size only, such as weights.
    Unread {
        /// Bytes.
        size: u64,
    },
    /// A file that would have been read, were it not larger than the limit.
    TooLarge {
        /// Bytes.
        size: u64,
        /// Most bytes that are read of such a file.
        limit: u64,
    },
    /// A file that would have been read, but is not a plain file that can be read: why.
    Unreadable(String),
}

/// Files by their path from the root, with `/` between the parts; sorted, so that order never changes a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The files. Folders stand here only where a file was expected.
    pub files: BTreeMap<String, Entry>,
}

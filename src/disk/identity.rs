//! Whether two descriptions are of one file.

use std::fs::Metadata;

/// Whether an opened file is the one that `before` describes, and not a link or a pipe put in its place.
#[cfg(unix)]
pub(super) fn is_same_file(before: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    opened.is_file() && before.dev() == opened.dev() && before.ino() == opened.ino()
}

#[cfg(not(unix))]
pub(super) fn is_same_file(_before: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}

//! Errors of the file system in words, which are the same on every system.

use crate::tree::DENIED;
use std::io::ErrorKind;
use std::path::Path;

/// The path and what went wrong: `` `path`: there is no such file or folder ``.
pub(super) fn with_path(path: &Path, error: &std::io::Error) -> String {
    format!("`{}`: {}", path.to_string_lossy(), reason(error))
}

/// The reason, as a clause that follows a colon.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => DENIED.to_owned(),
        ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        ErrorKind::InvalidFilename => "the path is too long".to_owned(),
        _ => error.to_string(),
    }
}

//! Paths of the system as paths of a tree.

use std::fmt::Write;
use std::path::Path;

/// The path from the root, with `/` between its parts.
pub(super) fn relative(path: &Path, root: &Path) -> String {
    let mut out = String::new();
    for part in path.strip_prefix(root).unwrap_or(path).components() {
        if !out.is_empty() {
            out.push('/');
        }
        for chunk in part.as_os_str().as_encoded_bytes().utf8_chunks() {
            out.push_str(chunk.valid());
            for byte in chunk.invalid() {
                // What is not UTF-8 shows with its value, so that two names seldom read alike.
                // Writing to a string does not fail.
                _ = write!(out, "\u{fffd}{byte:02X}");
            }
        }
    }
    out
}

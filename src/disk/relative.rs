//! Paths of the system as paths of a tree.

use std::path::Path;

/// The path from the root, with `/` between its parts; what is not UTF-8 in a name shows as U+FFFD.
pub(super) fn relative(path: &Path, root: &Path) -> String {
    let mut out = String::new();
    for part in path.strip_prefix(root).unwrap_or(path).components() {
        if !out.is_empty() {
            out.push('/');
        }
        out.push_str(&part.as_os_str().to_string_lossy());
    }
    out
}

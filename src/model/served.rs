//! Which folders a file serves: license texts and notices serve what lies below them.

use super::files;
use crate::tree::is_in;

/// The folder that a license file serves: its own, or the one above a folder such as `licenses`.
pub(crate) fn served_folder(path: &str) -> &str {
    let folder = folder_of(path);
    let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    let names = ["license", "licenses", "licences", "legal"];
    let is_below = names.iter().any(|known| name.eq_ignore_ascii_case(known)) || files::is_documentation(name);
    if is_below { above } else { folder }
}

/// Whether a path lies in one of some folders or above one, or may serve one from above as a license text or a notice.
pub(crate) fn may_serve(scopes: &[String], path: &str) -> bool {
    let folder = folder_of(path);
    let is_above = |above: &str| scopes.iter().any(|scope| is_in(scope, above));
    let is_inside = scopes.is_empty() || scopes.iter().any(|scope| is_in(path, scope));
    is_inside || is_above(path) || is_above(folder) || is_above(served_folder(path))
}

/// The folder that a file is in; empty for the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder and those above it, up to the root.
pub(crate) fn with_ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    })
}

#[cfg(test)]
mod tests {
    use super::with_ancestors;

    #[test]
    fn folders_above() {
        assert_eq!(with_ancestors("a/b/c").collect::<Vec<_>>(), ["a/b/c", "a/b", "a", ""]);
        assert_eq!(with_ancestors("").collect::<Vec<_>>(), [""]);
    }
}

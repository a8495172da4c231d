//! Which folders a file serves: license texts and notices serve what lies below them.

use super::files;
use crate::tree::is_in;

/// The folder that a license file serves: its own, or the one above folders such as `licenses` and `docs/legal`.
pub(crate) fn served_folder(path: &str) -> &str {
    const NAMES: [&str; 4] = ["license", "licenses", "licences", "legal"];
    let mut folder = folder_of(path);
    loop {
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let is_below = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)) || files::is_documentation(name);
        if !is_below {
            return folder;
        }
        folder = above;
    }
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
    use super::{served_folder, with_ancestors};

    #[test]
    fn folders_for_legal_texts_serve_the_one_above_them() {
        for (path, folder) in [
            ("LICENSE", ""),
            ("a/LICENSE", "a"),
            ("licenses/llama2.txt", ""),
            ("a/docs/NOTICE", "a"),
            ("docs/legal/NOTICE.txt", ""),
            ("a/Legal/licenses/x.txt", "a"),
            ("docs/models/NOTICE", "docs/models"),
        ] {
            assert_eq!(served_folder(path), folder, "{path}");
        }
    }

    #[test]
    fn folders_above() {
        assert_eq!(with_ancestors("a/b/c").collect::<Vec<_>>(), ["a/b/c", "a/b", "a", ""]);
        assert_eq!(with_ancestors("").collect::<Vec<_>>(), [""]);
    }
}

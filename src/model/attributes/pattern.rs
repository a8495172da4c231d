//! Patterns of paths in files of attributes.

use crate::path_pattern::{Part, PathPattern};

/// A pattern, for files below one folder.
pub(super) struct Pattern {
    folder: String,
    /// What it fits in lower case; nothing where it cannot be read.
    lower: Option<PathPattern>,
    /// What it fits as it is written; nothing where it was not read exactly.
    exact: Option<PathPattern>,
}

impl Pattern {
    pub(super) fn read(folder: &str, pattern: Option<&str>) -> Self {
        let lower = pattern.and_then(|pattern| PathPattern::new(parts(&pattern.to_ascii_lowercase()).0));
        let exact = pattern.map(parts).filter(|(_, is_exact)| *is_exact);
        let exact = exact.and_then(|(parts, _)| PathPattern::new(parts));
        Self { folder: folder.to_owned(), lower, exact }
    }

    /// Whether it fits a path, also on a disk that knows no upper and lower case.
    pub(super) fn may_fit(&self, path: &str) -> bool {
        let below = self.below(path);
        below.is_some_and(|below| {
            self.lower.as_ref().is_none_or(|pattern| pattern.is_match(&below.to_ascii_lowercase()))
        })
    }

    /// Whether it fits a path as both are written.
    pub(super) fn surely_fits(&self, path: &str) -> bool {
        self.below(path).is_some_and(|below| self.exact.as_ref().is_some_and(|pattern| pattern.is_match(below)))
    }

    /// The path from the folder of the pattern.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.folder.is_empty() { Some(path) } else { path.strip_prefix(&self.folder)?.strip_prefix('/') }
    }
}

/// The parts of a pattern, and whether they are exact: sets of characters fit any one. Without `/` it fits a name in any folder, else a
/// path from its folder.
fn parts(pattern: &str) -> (Vec<Part>, bool) {
    let is_path = pattern.contains('/');
    let mut parts = if is_path { Vec::new() } else { vec![Part::Folders] };
    let mut rest = pattern.strip_prefix('/').unwrap_or(pattern);
    let mut is_exact = true;
    let mut starts_part = true;
    while let Some(c) = rest.chars().next() {
        let started_part = std::mem::replace(&mut starts_part, c == '/');
        let all = rest;
        rest = &rest[c.len_utf8()..];
        parts.push(match c {
            '*' => {
                rest = all.trim_start_matches('*');
                let is_whole_part = is_path && started_part && all.len() - rest.len() == 2;
                if let Some(after) = rest.strip_prefix('/').filter(|_| is_whole_part) {
                    rest = after;
                    starts_part = true;
                    Part::Folders
                } else if is_whole_part && rest.is_empty() {
                    Part::Anything
                } else {
                    Part::InsideFolder
                }
            }
            '?' => Part::OneCharacter,
            '[' => {
                is_exact = false;
                // A first `]` belongs to the set. Sets with names of classes or escapes in them are not read to their end.
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == ']').map(|(end, _)| end);
                let Some(end) = end.filter(|end| !rest[..*end].contains(['[', '\\'])) else {
                    return (vec![Part::Anything], false);
                };
                rest = &rest[end + 1..];
                Part::OneCharacter
            }
            _ => {
                let literal = if c == '\\' { rest.chars().next() } else { None };
                rest = &rest[literal.map_or(0, char::len_utf8)..];
                Part::Literal(literal.unwrap_or(c))
            }
        });
    }
    (parts, is_exact)
}

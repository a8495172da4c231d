//! Patterns of paths in files of attributes.

use crate::path_pattern::{Part, PathPattern};
use std::cell::OnceCell;

/// A pattern, for files below one folder.
pub(super) struct Pattern<'s> {
    folder: &'s str,
    /// Nothing where it cannot be read.
    written: Option<&'s str>,
    /// What it fits in lower case; nothing where it cannot be read, or is too complex.
    lower: OnceCell<Option<PathPattern>>,
    /// What it fits as it is written; nothing where it was not read exactly, or is too complex.
    exact: OnceCell<Option<PathPattern>>,
}

impl<'s> Pattern<'s> {
    pub(super) fn new(folder: &'s str, written: Option<&'s str>) -> Self {
        Self { folder, written, lower: OnceCell::new(), exact: OnceCell::new() }
    }

    /// Whether it fits a path, also on a disk that knows no upper and lower case.
    pub(super) fn may_fit(&self, path: &str) -> bool {
        let lower = || PathPattern::new(parts(&self.written?.to_ascii_lowercase()).0);
        let fits = |below: &str| self.lower.get_or_init(lower).as_ref().is_none_or(|pattern| pattern.is_match(below));
        self.below(path).is_some_and(|below| fits(&below.to_ascii_lowercase()))
    }

    /// Whether it fits a path as both are written.
    pub(super) fn surely_fits(&self, path: &str) -> bool {
        let exact = || {
            let (parts, is_exact) = parts(self.written?);
            is_exact.then(|| PathPattern::new(parts))?
        };
        let fits = |below: &str| self.exact.get_or_init(exact).as_ref().is_some_and(|pattern| pattern.is_match(below));
        self.below(path).is_some_and(fits)
    }

    /// The path from the folder of the pattern.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.folder.is_empty() { Some(path) } else { path.strip_prefix(self.folder)?.strip_prefix('/') }
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

//! Patterns of paths in files of attributes.

use crate::path_pattern::{Part, PathPattern};
use std::borrow::Cow;

/// Most bytes of a pattern that is read, chosen; a longer one fits every file.
const MOST_BYTES: usize = 4_096;

/// A pattern, for files below one folder.
pub(crate) struct Pattern<'f> {
    folder: &'f str,
    /// Without `/` it fits a name in any folder, else a path from its folder.
    is_path: bool,
    /// What it fits in lower case; nothing where it cannot be read.
    lower: Option<PathPattern>,
    /// What it fits as it is written; nothing where it was not read exactly.
    exact: Option<PathPattern>,
}

impl<'f> Pattern<'f> {
    pub(crate) fn read(folder: &'f str, pattern: Option<&str>) -> Self {
        let pattern = pattern.filter(|pattern| pattern.len() <= MOST_BYTES).map(bytes);
        let pattern = pattern.as_deref();
        let lower = pattern.and_then(|pattern| parts(&pattern.to_ascii_lowercase())).map(|(parts, _)| parts);
        let exact = pattern.and_then(parts).filter(|(_, is_exact)| *is_exact).map(|(parts, _)| parts);
        let compile = |parts: Option<Vec<Part>>| parts.and_then(PathPattern::new);
        let is_path = pattern.is_some_and(|pattern| pattern.contains('/'));
        Self { folder, is_path, lower: compile(lower), exact: compile(exact) }
    }

    /// Whether it fits a path, also on a disk that knows no upper and lower case.
    pub(crate) fn may_fit(&self, path: &str) -> bool {
        self.matched(path).is_some_and(|path| {
            self.lower.as_ref().is_none_or(|pattern| pattern.is_match(&bytes(path).to_ascii_lowercase()))
        })
    }

    /// Whether it fits a path as both are written.
    pub(crate) fn surely_fits(&self, path: &str) -> bool {
        self.matched(path).is_some_and(|path| self.exact.as_ref().is_some_and(|pattern| pattern.is_match(&bytes(path))))
    }

    /// What of a path below the folder is matched.
    fn matched<'p>(&self, path: &'p str) -> Option<&'p str> {
        let below = if self.folder.is_empty() { path } else { path.strip_prefix(self.folder)?.strip_prefix('/')? };
        Some(if self.is_path { below } else { below.rsplit('/').next().unwrap_or(below) })
    }
}

/// A text with each of its bytes as a character: for Git, `?` is one byte.
fn bytes(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.bytes().map(char::from).collect()) }
}

/// A pattern in parts, and whether they are exact: else they match more, such as any character for a set. Nothing where a set is not closed.
fn parts(pattern: &str) -> Option<(Vec<Part>, bool)> {
    let is_path = pattern.contains('/');
    let mut parts = Vec::new();
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
                let count = all.len() - rest.len();
                let after = rest.strip_prefix('/');
                if !is_path || count == 1 {
                    Part::InsideFolder
                } else if count == 2 && started_part && (rest.is_empty() || after.is_some()) {
                    starts_part = true;
                    rest = after.unwrap_or_default();
                    if after.is_some() { Part::Folders } else { Part::Anything }
                } else {
                    // Git takes some of these for folders, and others not.
                    is_exact = false;
                    rest = after.unwrap_or(rest);
                    Part::Anything
                }
            }
            '?' => Part::OneCharacter,
            '[' => {
                is_exact = false;
                // A first `]` belongs to the set, also behind the sign that turns it. Sets with names of classes or escapes in them are not read to their end.
                let first = usize::from(rest.starts_with(['!', '^']));
                let (end, _) = rest.char_indices().skip(first + 1).find(|(_, c)| *c == ']')?;
                if rest[..end].contains(['[', '\\']) {
                    return None;
                }
                rest = &rest[end + 1..];
                Part::OneCharacter
            }
            _ => {
                let literal = if c == '\\' { rest.chars().next() } else { None };
                is_exact &= c != '\\' || literal.is_some();
                rest = &rest[literal.map_or(0, char::len_utf8)..];
                Part::Literal(literal.unwrap_or(c))
            }
        });
    }
    Some((parts, is_exact))
}

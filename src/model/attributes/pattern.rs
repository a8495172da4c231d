//! Patterns of paths in files of attributes.

use regex::{Regex, RegexBuilder};

/// Most bytes of a compiled pattern, chosen; one that needs more fits every file.
const MOST_COMPILED: usize = 1 << 20;

/// A pattern, for files below one folder.
pub(super) struct Pattern {
    folder: String,
    /// What it fits in lower case; nothing where it cannot be read.
    lower: Option<Regex>,
    /// What it fits as it is written; nothing where it was not read exactly.
    exact: Option<Regex>,
}

impl Pattern {
    pub(super) fn read(folder: &str, pattern: Option<&str>) -> Self {
        let compile = |pattern: &str| RegexBuilder::new(pattern).size_limit(MOST_COMPILED).build().ok();
        let lower = pattern.and_then(|pattern| compile(&expression(&pattern.to_ascii_lowercase()).0));
        let exact = pattern.map(expression).filter(|(_, is_exact)| *is_exact);
        let exact = exact.and_then(|(expression, _)| compile(&expression));
        Self { folder: folder.to_owned(), lower, exact }
    }

    /// Whether it fits a path, also on a disk that knows no upper and lower case.
    pub(super) fn may_fit(&self, path: &str) -> bool {
        let below = self.below(path);
        below.is_some_and(|below| self.lower.as_ref().is_none_or(|regex| regex.is_match(&below.to_ascii_lowercase())))
    }

    /// Whether it fits a path as both are written.
    pub(super) fn surely_fits(&self, path: &str) -> bool {
        self.below(path).is_some_and(|below| self.exact.as_ref().is_some_and(|regex| regex.is_match(below)))
    }

    /// The path from the folder of the pattern.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.folder.is_empty() { Some(path) } else { path.strip_prefix(&self.folder)?.strip_prefix('/') }
    }
}

/// A pattern as a regular expression, and whether that is exact: sets of characters fit any one. Without `/` it fits a name in any
/// folder, else a path from its folder.
fn expression(pattern: &str) -> (String, bool) {
    let is_path = pattern.contains('/');
    let mut out = String::from(if is_path { "(?s)^" } else { "(?s)(?:^|/)" });
    let mut rest = pattern.strip_prefix('/').unwrap_or(pattern);
    let mut is_exact = true;
    let mut starts_part = true;
    while let Some(c) = rest.chars().next() {
        let started_part = std::mem::replace(&mut starts_part, c == '/');
        let all = rest;
        rest = &rest[c.len_utf8()..];
        match c {
            '*' => {
                rest = all.trim_start_matches('*');
                let is_whole_part = is_path && started_part && all.len() - rest.len() == 2;
                if let Some(after) = rest.strip_prefix('/').filter(|_| is_whole_part) {
                    out.push_str("(?:.*/)?");
                    rest = after;
                    starts_part = true;
                } else {
                    out.push_str(if is_whole_part && rest.is_empty() { ".*" } else { "[^/]*" });
                }
            }
            '?' => out.push_str("[^/]"),
            '[' => {
                is_exact = false;
                // A first `]` belongs to the set. Sets with names of classes or escapes in them are not read to their end.
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == ']').map(|(end, _)| end);
                match end {
                    Some(end) if !rest[..end].contains(['[', '\\']) => {
                        out.push_str("[^/]");
                        rest = &rest[end + 1..];
                    }
                    _ => return ("(?s).*".to_owned(), false),
                }
            }
            _ => {
                let literal = if c == '\\' { rest.chars().next() } else { None };
                rest = &rest[literal.map_or(0, char::len_utf8)..];
                out.push_str(&regex::escape(literal.unwrap_or(c).encode_utf8(&mut [0; 4])));
            }
        }
    }
    (out + "$", is_exact)
}

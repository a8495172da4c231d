//! A pattern of paths that the configuration leaves out.

use crate::path_pattern::{PathPattern, Piece};

/// A pattern of paths: `?` is one character and `*` are any inside one folder, `**` are any; a folder means all that is in it.
#[derive(Debug, Clone)]
pub(super) struct SkipPattern {
    written: String,
    /// What every path that matches begins with.
    start: String,
    pattern: PathPattern,
}

impl SkipPattern {
    pub(super) fn new(written: &str) -> Self {
        let text = written.trim_start_matches("./").trim_end_matches('/');
        let start = text.chars().take_while(|c| !matches!(c, '*' | '?')).collect();
        Self { written: written.to_owned(), start, pattern: PathPattern::new(&pieces(text)) }
    }

    /// The pattern as the configuration has it.
    pub(super) fn as_str(&self) -> &str {
        &self.written
    }

    pub(super) fn is_match(&self, path: &str) -> bool {
        path.starts_with(&self.start) && self.pattern.fits_above(path)
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        pieces.push(match c {
            '*' if rest.next_if_eq(&'*').is_none() => Piece::Star,
            '*' => {
                while rest.next_if_eq(&'*').is_some() {}
                if rest.next_if_eq(&'/').is_some() { Piece::Folders } else { Piece::Stars }
            }
            '?' => Piece::Any,
            _ => Piece::Char(c),
        });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::SkipPattern;

    fn matches(pattern: &str, path: &str) -> bool {
        SkipPattern::new(pattern).is_match(path)
    }

    #[test]
    fn stars_stay_in_a_folder_or_do_not() {
        for (pattern, path) in [
            ("third_party", "third_party/a/README.md"),
            ("./third_party/", "third_party"),
            ("**/fixtures/*", "fixtures/a"),
            ("**/fixtures/*", "a/b/fixtures/c/d"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b/c"),
            ("a/**", "a/x/y"),
            ("?.md", "é.md"),
            ("**", "any/thing"),
            ("[a]{b}", "[a]{b}"),
            ("a***/b", "a/x/b"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("third_party", "third_party2/README.md"),
            ("third_party", "a/third_party"),
            ("*/README.md", "a/b/README.md"),
            ("**/fixtures/*", "a/fixtures"),
            ("a/**/b", "a/xb"),
            ("a?b", "a/b"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn a_hostile_pattern_costs_no_more_than_another() {
        let path = "a".repeat(200);
        for pattern in ["**/".repeat(5_000), "**/a".repeat(4_000), "**a".repeat(5_000), "*a?".repeat(5_000)] {
            assert!(!matches(&(pattern + "b"), &path));
        }
    }
}

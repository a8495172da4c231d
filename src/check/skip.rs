//! Patterns of the configuration's `skip`: which files are left out.

use crate::path_pattern::{Part, PathPattern};

/// A pattern of paths: `?` is one character and `*` are any inside one folder, `**` are any; a folder means all that is in it.
#[derive(Debug, Clone)]
pub(crate) struct SkipPattern {
    written: String,
    pattern: PathPattern,
}

impl SkipPattern {
    /// Nothing where the pattern is too complex.
    pub(crate) fn new(written: &str) -> Option<Self> {
        Some(Self { written: written.to_owned(), pattern: PathPattern::new(parts(written))? })
    }

    /// The pattern as the configuration has it.
    pub(super) fn as_str(&self) -> &str {
        &self.written
    }

    pub(crate) fn is_match(&self, path: &str) -> bool {
        self.pattern.is_match(path)
    }
}

fn parts(written: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = written.trim_start_matches("./").trim_end_matches('/').chars().peekable();
    while let Some(character) = rest.next() {
        parts.push(match character {
            '?' => Part::OneCharacter,
            '*' if rest.next_if_eq(&'*').is_none() => Part::InsideFolder,
            '*' => {
                while rest.next_if_eq(&'*').is_some() {}
                if rest.next_if_eq(&'/').is_some() { Part::Folders } else { Part::Anything }
            }
            _ => Part::Literal(character),
        });
    }
    parts.push(Part::FolderContent);
    parts
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::SkipPattern;

    #[test]
    fn stars_stay_in_a_folder_or_do_not() {
        let matches = |pattern: &str, path: &str| SkipPattern::new(pattern).unwrap().is_match(path);
        for (pattern, path) in [
            ("third_party", "third_party/a/README.md"),
            ("./third_party/", "third_party"),
            ("**/fixtures/*", "fixtures/a"),
            ("**/fixtures/*", "a/b/fixtures/c/d"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b/c"),
            ("a/**/**/b", "a/b"),
            ("a/**", "a/x/y"),
            ("a***b", "a/x/b"),
            ("?.md", "é.md"),
            ("**", "any/thing"),
            ("[a]{b}", "[a]{b}"),
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
            ("a.b", "a-b"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}

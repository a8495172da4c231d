//! Changes that fix a finding: of lines, or a license text that the user supplies.

use crate::source::{EXCERPT_LIMIT, Place};
use serde::Serialize;

/// A change of whole lines that fixes a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// The file to change or to create.
    pub path: String,
    /// First line to replace, from 1.
    pub line: usize,
    /// Last line to replace; `line - 1` inserts before `line`, and creates a file that is not there.
    pub end_line: usize,
    /// The new lines, without the last line end; empty where lines are only taken away.
    pub replacement: String,
}

impl Fix {
    /// Inserts a text before a line.
    pub(crate) fn insert(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, end_line: line - 1, replacement: text.into() }
    }

    /// Creates a file that is not there.
    pub(crate) fn create(path: &str, text: impl Into<String>) -> Self {
        Self::insert(path, 1, text)
    }

    /// Replaces one line; deletes it where the text is empty.
    pub(crate) fn replace_line(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, end_line: line, replacement: text.into() }
    }

    /// Replaces a value on the line of a place, from where the place begins on.
    pub(crate) fn replace_value(place: &Place, old: &str, new: &str) -> Option<Self> {
        let range = place.range.filter(|range| range.line == range.end_line)?;
        // Of a longer line the excerpt may lack the end.
        let line = place.excerpt.lines().next().filter(|line| line.len() < EXCERPT_LIMIT - 4)?;
        let (from, _) = line.char_indices().nth(range.column - 1)?;
        let at = from + line[from..].find(old)?;
        Some(Self::replace_line(&place.path, range.line, format!("{}{new}{}", &line[..at], &line[at + old.len()..])))
    }
}

/// A whole text that fixes a finding: an agreement, or the policy on use that goes with it. The gate holds no such text: the user supplies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingText {
    /// The license, or the text in `fingerprints/` that goes with one. Nothing where no fingerprint of the text is known.
    pub text: Option<&'static str>,
    /// Its full name.
    pub name: &'static str,
    /// The file that it belongs in, which is not there yet.
    pub path: String,
    /// The licensor's page on it.
    pub url: Option<&'static str>,
}

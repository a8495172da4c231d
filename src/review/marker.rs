//! The hidden mark by which the gate knows its own comments again; nothing of a repository is in it but hashes.

use crate::report::finding::hash;
use std::fmt;

/// What the summary comment has in place of a fingerprint.
pub(crate) const SUMMARY: &str = "0000000000000000";

/// What a review that asks for changes has in place of a fingerprint.
pub(crate) const REQUEST: &str = "0000000000000001";

/// The word for [`State::Fixed`] in comments that exist: it never changes.
const FIXED: &str = "mended";

/// Whether what a comment says still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// The check still finds it.
    Open,
    /// The check does not find it any more; comments have it as [`FIXED`].
    Fixed,
}

/// The mark at the very start of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Hash of the folder that is checked.
    pub(crate) folder: String,
    /// Fingerprint of the finding, [`SUMMARY`] or [`REQUEST`].
    pub(crate) fingerprint: String,
    /// Whether it still holds.
    pub(crate) state: State,
    /// In the summary, how many findings it listed when there last were any.
    pub(crate) findings: Option<usize>,
}

/// The hash of a folder.
pub(crate) fn folder(path: &str) -> String {
    hash(&[path])
}

impl Marker {
    /// The mark of a comment that is not the summary.
    pub(super) fn new(path: &str, fingerprint: &str, state: State) -> Self {
        Self { folder: folder(path), fingerprint: fingerprint.to_owned(), state, findings: None }
    }

    /// The mark of a body, where it begins with one.
    pub(crate) fn of(body: &str) -> Option<Self> {
        let line = body.split(['\r', '\n']).next()?;
        let mut words = line.strip_prefix("<!-- model-license-gate v1 ")?.strip_suffix(" -->")?.split(' ');
        let mut field = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
        let folder = field("folder").filter(|text| is_hash(text))?.to_owned();
        let fingerprint = field("fp").filter(|text| is_hash(text))?.to_owned();
        let state = match field("state")? {
            "open" => State::Open,
            FIXED => State::Fixed,
            _ => return None,
        };
        let findings = match words.next() {
            None => None,
            Some(word) => Some(word.strip_prefix("findings=")?.parse().ok()?),
        };
        words.next().is_none().then_some(Self { folder, fingerprint, state, findings })
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl fmt::Display for Marker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Open => "open",
            State::Fixed => FIXED,
        };
        write!(out, "<!-- model-license-gate v1 folder={} fp={} state={state}", self.folder, self.fingerprint)?;
        if let Some(findings) = self.findings {
            write!(out, " findings={findings}")?;
        }
        out.write_str(" -->")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        let mut marker =
            Marker { folder: folder("models/a"), fingerprint: SUMMARY.to_owned(), state: State::Open, findings: None };
        assert_eq!(Marker::of(&format!("{marker}\r\ntext")), Some(marker.clone()));
        marker.findings = Some(3);
        marker.state = State::Fixed;
        assert_eq!(Marker::of(&marker.to_string()), Some(marker.clone()));
        for other in [format!("> {marker}"), format!("```\n{marker}"), format!(" {marker}"), format!("{marker} x")] {
            assert_eq!(Marker::of(&other), None, "{other}");
        }
    }
}

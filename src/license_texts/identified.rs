//! What a text was recognised to hold.

use crate::source::Span;

/// How much of a license or agreement a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// Every clause, word for word, in order, with no word between.
    Complete,
    /// Some clauses, but not all.
    Partial,
    /// All clauses, but some with other words, or with words between them.
    Altered,
    /// The title of a known text with a date or version that no known edition has, and other words than any known edition; or the
    /// edition is known, but not from the licensor's own copy, and some words differ.
    UnknownEdition,
    /// No clause: only the name, next to a word such as "license", or a pointer to the text.
    Mention,
}

impl Completeness {
    /// The word of all outputs.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Altered => "altered",
            Self::UnknownEdition => "unknown-edition",
            Self::Mention => "mention",
        }
    }
}

/// A license or agreement that a text holds, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLicense {
    /// Identifier: the Hub's where it has one for this text (`odbl` is a family there), else SPDX's in lower case, else `ScanCode`'s.
    pub license: &'static str,
    /// The edition that most clauses agree with, which is only the nearest where the edition is not known; `pointer` for a link in place of the text, empty
    /// for a mere mention.
    pub edition: &'static str,
    /// How much of it is there.
    pub completeness: Completeness,
    /// Share of its words that was found, from 0 to 1.
    pub coverage: f64,
    /// Clauses that are not there, by the text's own names for them.
    pub missing: Vec<&'static str>,
    /// Clauses that read differently, or after which words were put in.
    pub altered: Vec<&'static str>,
    /// From the first word of it to the last, in the text given.
    pub span: Span,
}

/// All that was recognised in a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identified {
    /// Licenses and agreements, in the order of the text.
    pub licenses: Vec<FoundLicense>,
    /// Whether there is wording besides them; copyright lines and headings do not count.
    pub other_text: bool,
    /// Whether the text is a licensor's own, character by character, with nothing besides.
    pub is_alone: bool,
    /// Whether there may be more licenses than are listed, because a file may hold only so many.
    pub capped: bool,
}

//! Why a YAML text cannot be read, where, and in words a person understands.

use crate::source::Span;
use granit_parser::{ErrorKind as Scan, ScanError};
use std::fmt;

/// What stopped the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// It is not YAML.
    Syntax,
    /// More than one document in a text that should hold one.
    SecondDocument,
    /// More collections inside one another than [`Limits::depth`](super::Limits::depth).
    TooDeep,
    /// More nodes than [`Limits::nodes`](super::Limits::nodes).
    TooManyNodes,
    /// More bytes than [`Limits::bytes`](super::Limits::bytes); such a text is not read at all.
    TooLarge,
    /// Aliases or merge keys stand for more than [`Limits::aliases`](super::Limits::aliases).
    TooManyAliases,
    /// YAML, but a reader of the Hub rejects it.
    Refused,
}

/// Why a text, or a part of it, is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Where, in the text given to [`parse`](super::parse).
    pub span: Span,
    /// What stopped the reading.
    pub kind: ErrorKind,
    /// One plain sentence without a full stop.
    pub message: String,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self { span, kind, message: message.into() }
    }

    pub(super) fn refused(span: Span, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Refused, span, message)
    }

    /// The error of the event reader, for a block that starts at `base` of `text`.
    pub(super) fn from_scan(error: &ScanError, text: &str, base: usize) -> Self {
        let at = (base + error.marker().byte_offset().unwrap_or_default()).min(text.len());
        let at = text.floor_char_boundary(at);
        let first = text.get(at..).and_then(|rest| rest.chars().next());
        let end = at + first.filter(|&c| c != '\n' && c != '\r').map_or(0, char::len_utf8);
        let kind = match error.kind() {
            Scan::RecursionLimitExceeded => ErrorKind::TooDeep,
            _ => ErrorKind::Syntax,
        };
        Self::new(kind, Span::new(at, end), words(error.kind()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The commonest errors in the words of someone who writes a card; others in the words of the event reader.
fn words(kind: &Scan) -> String {
    let words = match kind {
        Scan::RecursionLimitExceeded => "lists and mappings are nested too deeply",
        Scan::UnknownAnchor => "this alias names an anchor that is not set before it",
        Scan::ExpectedBlockMappingKey => "a key was expected here: is the indentation right?",
        Scan::ExpectedBlockSequenceEntry => "a list item that starts with `- ` was expected here",
        Scan::ExpectedFlowMappingSeparator => "a `,` or `}` is missing before this",
        Scan::ExpectedFlowSequenceSeparator => "a `,` or `]` is missing before this",
        Scan::UndeclaredTagHandle => "a tag starts here whose name is not declared: put the value in quotes",
        Scan::SimpleKeyExpected | Scan::InvalidSimpleKey => "a `:` was expected after this key",
        Scan::InvalidIndentation => "the indentation does not fit what stands above",
        Scan::UnexpectedCharacter { .. } => "no value can start with this character: put the value in quotes",
        Scan::TabNotAllowed | Scan::TabInBlockIndentation | Scan::TabInIndentation => {
            "a tab cannot indent YAML: use blanks"
        }
        Scan::CommentNotSeparated => "a comment needs a blank before its `#`",
        Scan::UnclosedFlowCollection { .. } => "this bracket is not closed",
        Scan::UnclosedQuotedScalar => "this quote is not closed",
        Scan::UnknownQuotedScalarEscape => "this escape is not known between double quotes: write `\\\\` for a `\\`",
        Scan::InvalidTrailingSingleQuotedScalar | Scan::InvalidTrailingDoubleQuotedScalar => {
            "text follows the closing quote: put the whole value in quotes"
        }
        Scan::MappingValueNotAllowed => "a second `: ` in one value: put the value in quotes",
        Scan::BlockSequenceEntryNotAllowed => "a list item cannot start here: put it on a line of its own",
        Scan::MappingKeyNotAllowed => "a key cannot start here",
        Scan::DocumentIndicatorInQuotedScalar => "a line of `---` or `...` inside quotes",
        Scan::ExpectedDocumentStart => "text follows the end of the document",
        other => return other.to_string(),
    };
    words.to_owned()
}

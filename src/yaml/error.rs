//! Why a YAML text cannot be read, where, and in words a person understands.

use crate::source::{Span, lines_with_starts};
use granit_parser::{ErrorKind as Scan, ScanError};
use std::fmt;

/// What stopped the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// It is not YAML.
    Syntax,
    /// More than one document in a text that should hold one.
    SecondDocument,
    /// More collections inside one another than are read.
    TooDeep,
    /// More nodes than are read.
    TooManyNodes,
    /// More bytes than are read; such a text is not read at all.
    TooLarge,
    /// Merge keys add more pairs than are read.
    TooManyAliases,
    /// YAML, but the Hub's client rejects it.
    Refused,
}

/// Why a text, or a part of it, is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Error {
    /// Bytes of the text given to `parse`.
    pub(crate) span: Span,
    pub(crate) kind: ErrorKind,
    /// One plain sentence without a full stop.
    pub(crate) message: String,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self { span, kind, message: message.into() }
    }

    pub(super) fn refused(span: Span, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Refused, span, message)
    }

    /// The error of the parser in a block, which starts at `base` of the whole text.
    pub(super) fn from_scan(error: &ScanError, block: &str, base: usize) -> Self {
        let mut at = block.floor_char_boundary(error.marker().byte_offset().unwrap_or_default());
        let is_too_deep = matches!(error.kind(), Scan::RecursionLimitExceeded);
        let kind = if is_too_deep { ErrorKind::TooDeep } else { ErrorKind::Syntax };
        if matches!(error.kind(), Scan::TabNotAllowed | Scan::TabInBlockIndentation | Scan::TabInIndentation) {
            // The tab is before the token at which the reader noticed it.
            let before = block.get(..at).unwrap_or_default();
            let blanks = &before[before.trim_end_matches([' ', '\t']).len()..];
            at -= blanks.find('\t').map_or(0, |tab| blanks.len() - tab);
        }
        let mut message = message_of(error.kind());
        // The reader points at what the tab has spoilt: the text before it, or the line after it.
        let spoilt = match error.kind() {
            Scan::TabInPlainScalar | Scan::TabAtBlockScalarStart => Some(at..block.len()),
            Scan::ExpectedDocumentStart => Some(0..at),
            _ => None,
        };
        if let Some(tab) = spoilt.and_then(|part| Some(part.start + indenting_tab(block.get(part)?)?)) {
            at = tab;
            message = TAB.to_owned();
        }
        let first = block.get(at..).and_then(|rest| rest.chars().next());
        let end = at + first.filter(|&c| c != '\n' && c != '\r').map_or(0, char::len_utf8);
        Self::new(kind, Span::new(base + at, base + end), message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

const TAB: &str = "a tab cannot indent YAML: use blanks";

/// The first tab before the text of its line.
fn indenting_tab(text: &str) -> Option<usize> {
    lines_with_starts(text).find_map(|(start, line)| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line[blanks..].starts_with('\t').then_some(start + blanks)
    })
}

/// The commonest errors in the words of someone who writes a card; others in the words of the parser.
fn message_of(kind: &Scan) -> String {
    let words = match kind {
        Scan::RecursionLimitExceeded => "lists and mappings are nested too deeply",
        Scan::UnknownAnchor => "this alias names an anchor that is not set before it",
        Scan::ExpectedBlockMappingKey => "a key was expected here: is the indentation right?",
        Scan::ExpectedBlockSequenceEntry => "a list item that starts with `- ` was expected here",
        Scan::ExpectedFlowMappingSeparator => "a `,` or `}` is missing before this",
        Scan::ExpectedFlowSequenceSeparator => "a `,` or `]` is missing before this",
        Scan::UndeclaredTagHandle => "a tag starts here whose name is not declared: put the value in quotes",
        Scan::SimpleKeyExpected | Scan::InvalidSimpleKey => "a `:` was expected after this key",
        Scan::InvalidIndentation => "the indentation does not match the lines above",
        Scan::UnexpectedCharacter { character } if character.is_control() => "YAML allows no such control character",
        Scan::UnexpectedCharacter { .. } => "no value can start with this character: put the value in quotes",
        Scan::TabNotAllowed | Scan::TabInBlockIndentation | Scan::TabInIndentation => TAB,
        Scan::CommentNotSeparated => "a comment needs a blank before its `#`",
        Scan::UnclosedFlowCollection { .. } => "this bracket is not closed",
        Scan::UnclosedQuotedScalar => "this quote is not closed",
        Scan::UnknownQuotedScalarEscape => "this escape is not known between double quotes: write `\\\\` for a `\\`",
        Scan::InvalidTrailingSingleQuotedScalar | Scan::InvalidTrailingDoubleQuotedScalar => {
            "text follows the closing quote: put the whole value in quotes"
        }
        Scan::MappingValueNotAllowed => {
            "`: ` is not allowed here: are quotes missing around the value, or a blank after an earlier `:`?"
        }
        Scan::InvalidColonPlacement => "`: ` is not allowed here: is a bracket above not closed?",
        Scan::MismatchedFlowCollectionEnd { .. } => "another kind of bracket closes this one",
        Scan::MisplacedFlowCollectionEnd => "this bracket closes nothing",
        Scan::InvalidBlockScalarHeader => "after `|` or `>` the text starts on the next line",
        Scan::MissingAnchorOrAliasName => "a name must follow `&` or `*`: put the value in quotes",
        Scan::UnexpectedEofBlockMapping => "this is not allowed in a mapping: put the value in quotes",
        Scan::BlockSequenceEntryNotAllowed => "a list item cannot start here: put it on a line of its own",
        Scan::MappingKeyNotAllowed => "a key cannot start here",
        Scan::DocumentIndicatorInQuotedScalar => "a line of `---` or `...` inside quotes",
        Scan::ExpectedDocumentStart => "text follows the end of the document",
        other => return other.to_string(),
    };
    words.to_owned()
}

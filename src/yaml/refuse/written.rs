//! Signs between and in the values at which `PyYAML`'s reader and scanner stop.

use super::super::error::Error;
use super::super::tree::{Document, Flow, Kind, Node, Style};
use crate::source::Span;

/// Whether YAML allows a character nowhere.
pub(super) const fn is_not_printable(c: char) -> bool {
    matches!(c,
        '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{fffe}' | '\u{ffff}')
}

/// A control character, wherever it stands.
pub(super) fn not_printable(document: &Document, text: &str) -> Option<Error> {
    let block = document.block.of(text);
    let at = document.block.start + block.find(is_not_printable)?;
    let c = text.get(at..)?.chars().next()?;
    let message = format!("the character U+{:04X} is not allowed in YAML", u32::from(c));
    Some(Error::refused(Span::new(at, at + c.len_utf8()), message))
}

/// A tab that is no part of a comment, of a quoted text or of the lines of a block of text.
pub(super) fn tab(document: &Document, text: &str) -> Option<Error> {
    let bytes = text.as_bytes();
    let block = document.block;
    memchr::memchr(b'\t', bytes.get(block.start..block.end)?)?;
    let mut at = block.start;
    for node in document.nodes() {
        let Some(scalar) = node.scalar() else { continue };
        let inside = match scalar.style {
            Style::Plain => continue,
            Style::SingleQuoted | Style::DoubleQuoted => node.span,
            Style::Literal | Style::Folded => {
                let header = node.span.of(text);
                let header = memchr::memchr2(b'\n', b'\r', header.as_bytes()).unwrap_or(header.len());
                Span::new(node.span.start + header, node.span.end)
            }
        };
        if let Some(found) = tab_between(bytes, at, inside.start) {
            return Some(found);
        }
        at = at.max(inside.end);
    }
    tab_between(bytes, at, block.end)
}

/// A tab between two quoted texts: in plain text or where blanks separate. Comments are skipped.
fn tab_between(bytes: &[u8], start: usize, end: usize) -> Option<Error> {
    let gap = bytes.get(start..end)?;
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'\t', b'#', &gap[from..]) {
        let at = from + found;
        if gap[at] == b'\t' {
            let span = Span::new(start + at, start + at + 1);
            return Some(Error::refused(span, "PyYAML allows no tab here: use blanks"));
        }
        let before = (start + at).checked_sub(1).and_then(|at| bytes.get(at));
        let comment = before.is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\r'));
        let rest = &gap[at + 1..];
        from = at + 1 + if comment { memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()) } else { 0 };
    }
    None
}

/// A `?` in plain text between brackets or braces, where YAML 1.1 takes it for the sign of a key.
pub(super) fn question_mark(document: &Document, text: &str) -> Option<Error> {
    memchr::memchr(b'?', document.block.of(text).as_bytes())?;
    // What stands before this byte is between brackets.
    let mut end = 0;
    for node in document.nodes() {
        match &node.kind {
            Kind::Sequence(_, Flow::Flow) | Kind::Mapping(_, Flow::Flow) => end = end.max(node.span.end),
            Kind::Scalar(scalar) if node.span.start < end && scalar.style == Style::Plain => {
                if let Some(at) = memchr::memchr(b'?', node.span.of(text).as_bytes()) {
                    let at = node.span.start + at;
                    let message = "PyYAML takes this `?` for the sign of a key: put the text in quotes";
                    return Some(Error::refused(Span::new(at, at + 1), message));
                }
            }
            _ => {}
        }
    }
    None
}

/// A key of nothing before a `:`, or one too long.
pub(super) fn key(key: &Node, text: &str) -> Result<(), Error> {
    let Some(scalar) = key.scalar() else { return Ok(()) };
    let nothing = scalar.value.is_empty() && scalar.style == Style::Plain && key.tag.is_none() && key.anchor.is_none();
    if nothing && !after_question_mark(key, text) {
        return Err(Error::refused(key.span, "a `:` without a key before it"));
    }
    if key.span.end - key.span.start > LONGEST_KEY
        && key.span.of(text).chars().count() > LONGEST_KEY
        && !after_question_mark(key, text)
    {
        return Err(Error::refused(key.span, "this key has more than 1024 characters"));
    }
    Ok(())
}

/// Most characters of a key.
const LONGEST_KEY: usize = 1024;

/// Whether `? ` announces the key.
fn after_question_mark(key: &Node, text: &str) -> bool {
    let before = Span::new(0, key.span.start).of(text);
    before.trim_end_matches([' ', '\t', '\n', '\r']).ends_with('?')
}

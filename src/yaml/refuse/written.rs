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

/// Whether a text may hold such a character, by its bytes: quick, and true for some that hold none.
pub(super) fn may_hold_not_printable(text: &str) -> bool {
    text.bytes()
        .any(|byte| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7f | 0xc2 | 0xef))
}

/// A control character, wherever it stands.
pub(super) fn not_printable(document: &Document, text: &str) -> Option<Error> {
    let block = document.block.of(text);
    if !may_hold_not_printable(block) {
        return None;
    }
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
        if scalar.style == Style::Plain {
            continue;
        }
        let inside = node.span;
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

/// A line end of YAML 1.1 that newer YAML takes for content, outside of quotes: what follows it is out of place.
pub(super) fn old_line_end(document: &Document, text: &str) -> Option<Error> {
    let block = document.block.of(text);
    // The first bytes of all three in UTF-8.
    memchr::memchr2(0xc2, 0xe2, block.as_bytes())?;
    let mut quoted = document
        .nodes()
        .iter()
        .filter(|node| {
            node.scalar().is_some_and(|scalar| matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted))
        })
        .map(|node| node.span)
        .peekable();
    for (at, end) in block.match_indices(['\u{85}', '\u{2028}', '\u{2029}']) {
        let span = Span::new(document.block.start + at, document.block.start + at + end.len());
        while quoted.next_if(|quoted| quoted.end <= span.start).is_some() {}
        let inside = quoted.peek().is_some_and(|quoted| quoted.start < span.start);
        let ends = matches!(block.as_bytes().get(at + end.len()), None | Some(b'\n' | b'\r' | b' '));
        if !inside && !ends {
            let message = "PyYAML takes this character for a line end: put the text in quotes";
            return Some(Error::refused(span, message));
        }
    }
    None
}

/// A tab before a key, or before the dash of a list item, on the same line: there `js-yaml` wants blanks.
pub(super) fn tab_before_entry(document: &Document, text: &str) -> Option<Error> {
    memchr::memchr(b'\t', document.block.of(text).as_bytes())?;
    let tab = |end: usize, dash: bool| {
        let before = Span::new(document.block.start, end).of(text).as_bytes();
        let line = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
        let before = &before[line..];
        let before = if dash { &before[..memchr::memrchr(b'-', before)?] } else { before };
        let at = document.block.start + line + memchr::memchr(b'\t', before)?;
        Some(Error::refused(Span::new(at, at + 1), "js-yaml allows no tab here: use blanks"))
    };
    document.nodes().iter().find_map(|node| match &node.kind {
        Kind::Mapping(pairs, Flow::Block) => {
            pairs.iter().find_map(|pair| tab(document.written(pair.0).span.start, false))
        }
        Kind::Sequence(items, Flow::Block) => {
            items.iter().find_map(|&item| tab(document.written(item).span.start, true))
        }
        _ => None,
    })
}

/// A line of `...` before anything else.
pub(super) fn end_first(document: &Document, text: &str) -> Option<Error> {
    let block = document.block.of(text);
    memchr::memmem::find(block.as_bytes(), b"...")?;
    let mut lines = block.split_inclusive(['\n', '\r']).scan(document.block.start, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line))
    });
    let (at, first) = lines.find(|(_, line)| !matches!(line.trim_start().chars().next(), None | Some('#')))?;
    (first.trim_end() == "...")
        .then(|| Error::refused(Span::new(at, at + 3), "`...` ends the document before it starts"))
}

/// A `?` in plain text between brackets or braces, where YAML 1.1 takes it for the sign of a key. Only texts that
/// `wrong` picks count.
pub(super) fn question_mark(document: &Document, text: &str, wrong: impl Fn(&str) -> bool) -> Option<Error> {
    memchr::memchr(b'?', document.block.of(text).as_bytes())?;
    // What stands before this byte is between brackets.
    let mut end = 0;
    for node in document.nodes() {
        match &node.kind {
            Kind::Sequence(_, Flow::Flow) | Kind::Mapping(_, Flow::Flow) => {
                end = end.max(node.span.end);
            }
            Kind::Scalar(scalar) if node.span.start < end && scalar.style == Style::Plain => {
                let written = node.span.of(text);
                if let Some(at) = memchr::memchr(b'?', written.as_bytes()).filter(|_| wrong(written)) {
                    let at = node.span.start + at;
                    let message = "this `?` is taken for the sign of a key: put the text in quotes";
                    return Some(Error::refused(Span::new(at, at + 1), message));
                }
            }
            _ => {}
        }
    }
    None
}

/// A `:` with no key before it.
pub(super) fn missing_key(key: &Node, text: &str) -> Result<(), Error> {
    let nothing = key.scalar().is_some_and(|scalar| scalar.value.is_empty() && scalar.style == Style::Plain)
        && key.tag.is_none()
        && key.anchor.is_none();
    if nothing && !after_question_mark(key, text) {
        return Err(Error::refused(key.span, "a `:` without a key before it"));
    }
    Ok(())
}

/// Whether `? ` announces the key.
fn after_question_mark(key: &Node, text: &str) -> bool {
    let before = Span::new(0, key.span.start).of(text);
    before.trim_end_matches([' ', '\t', '\n', '\r']).ends_with('?')
}

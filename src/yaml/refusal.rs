//! What `PyYAML` 6.0.3 `safe_load` refuses although the parser reads it.
//!
//! Only what was seen, or can hide something from a reader: of 3,534 front matters of published cards it refuses two, both for a tab.

use super::error::{Error, ErrorKind};
use super::lookup::MOST_MERGED;
use super::pyyaml;
use super::tree::{Document, Kind, Node, Style};
use crate::source::Span;

/// The first thing for which the Hub's Python client refuses a document. `text` is the text that was parsed.
pub(crate) fn pyyaml_refusal(document: &Document, text: &str) -> Option<Error> {
    control_character(document, text)
        .or_else(|| tab(document, text))
        .or_else(|| yaml_1_1_line_end(document, text))
        .or_else(|| invalid_node(document))
}

fn control_character(document: &Document, text: &str) -> Option<Error> {
    let is_control = |c: char| {
        matches!(c,
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{84}' | '\u{86}'..='\u{9f}'
            | '\u{fffe}' | '\u{ffff}')
    };
    let block = document.block.of(text);
    // By bytes first, many at once, which is quick: 0xC2 and 0xEF begin the characters beyond ASCII.
    let may_be = |byte: u8| (byte < b' ') & !matches!(byte, b'\t' | b'\n' | b'\r') | matches!(byte, 0x7f | 0xc2 | 0xef);
    if !block.bytes().fold(false, |found, byte| found | may_be(byte)) {
        return None;
    }
    let at = block.find(is_control)?;
    let c = block[at..].chars().next()?;
    let span = Span::new(document.block.start + at, document.block.start + at + c.len_utf8());
    Some(Error::refused(span, format!("the character U+{:04X} is not allowed in YAML", u32::from(c))))
}

/// A tab that is not part of a comment, of a quoted text or of the lines of a block of text.
fn tab(document: &Document, text: &str) -> Option<Error> {
    let bytes = text.as_bytes();
    memchr::memchr(b'\t', document.block.of(text).as_bytes())?;
    let mut at = document.block.start;
    for node in document.nodes.iter().filter(|node| node.scalar().is_some_and(|scalar| scalar.style != Style::Plain)) {
        if let Some(found) = tab_between(bytes, at, node.span.start) {
            return Some(found);
        }
        at = at.max(node.span.end);
    }
    tab_between(bytes, at, document.block.end)
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

/// A line end of YAML 1.1 that the parser takes for content, outside of quotes: `PyYAML` reads what follows it as a new line,
/// which can hide a key from one of the two.
fn yaml_1_1_line_end(document: &Document, text: &str) -> Option<Error> {
    let block = document.block.of(text);
    // The first bytes of all three in UTF-8.
    memchr::memchr2(0xc2, 0xe2, block.as_bytes())?;
    let is_quoted = |at: usize| {
        // Nodes are in the order in which they start.
        let next = document.nodes.partition_point(|node| node.span.start <= at);
        let holds =
            |node: &Node| at < node.span.end && node.scalar().is_some_and(|scalar| scalar.style == Style::Quoted);
        next.checked_sub(1).is_some_and(|index| holds(&document.nodes[index]))
    };
    block.match_indices(['\u{85}', '\u{2028}', '\u{2029}']).find_map(|(at, end)| {
        let is_last = matches!(block.as_bytes().get(at + end.len()), None | Some(b'\n' | b'\r' | b' '));
        let at = document.block.start + at;
        (!is_last && !is_quoted(at)).then(|| {
            let message = "PyYAML takes this character for a line end: put the text in quotes";
            Error::refused(Span::new(at, at + end.len()), message)
        })
    })
}

/// Tags that it does not know, keys that cannot be keys in Python, and merge keys that add too much.
fn invalid_node(document: &Document) -> Option<Error> {
    let mut left = MOST_MERGED;
    document.nodes.iter().find_map(|node| {
        let is_known = |names: &[&str]| {
            node.tag.as_deref().is_none_or(|tag| tag == "!" || node.core_tag().is_some_and(|tag| names.contains(&tag)))
        };
        let message = match &node.kind {
            Kind::Scalar(_) if node.tag.is_some() && pyyaml::value(node).is_none() => {
                "PyYAML refuses this value: it knows no such tag"
            }
            Kind::Sequence(_) if !is_known(&["seq", "omap", "pairs"]) => "PyYAML refuses this tag for this list",
            Kind::Mapping(_) if !is_known(&["map", "set"]) => "PyYAML knows no such tag for a mapping",
            Kind::Mapping(_) => return invalid_mapping(document, node, &mut left),
            _ => return None,
        };
        Some(Error::refused(node.span, message))
    })
}

fn invalid_mapping(document: &Document, mapping: &Node, left: &mut usize) -> Option<Error> {
    let mut merges = false;
    for entry in document.pairs(mapping) {
        let key = document.resolve(entry.key);
        merges |= document.is_merge(key);
        if matches!(key.kind, Kind::Mapping(_) | Kind::Sequence(_)) {
            return Some(Error::refused(key.span, "a list or a mapping cannot be a key"));
        }
    }
    let is_too_much = merges && document.merged(mapping, left).is_none();
    is_too_much.then(|| {
        let message = format!("merge keys expand to more than {MOST_MERGED} pairs");
        Error::new(ErrorKind::TooManyAliases, mapping.span, message)
    })
}

//! Bounds how deep lines nest before the Markdown parser reads them.

use std::borrow::Cow;

/// Most blanks and `>` before the text of a line. Every list and quotation around it takes one, or half a tab. Chosen.
const NESTING: usize = 200;

/// The text, with dots for what nests a line deeper than [`NESTING`]: the parser looks at every open list at every line.
pub(super) fn bounded(markdown: &str) -> Cow<'_, str> {
    if !has_many_marks(markdown.as_bytes()) {
        return Cow::Borrowed(markdown);
    }
    let mut copy = String::new();
    let (mut kept, mut start) = (0, 0);
    let ends = memchr::memchr2_iter(b'\n', b'\r', markdown.as_bytes()).chain([markdown.len()]);
    for end in ends {
        let line = &markdown.as_bytes()[start..end];
        if line.len() > NESTING {
            let marks = &line[..line.iter().position(|byte| !is_mark(*byte)).unwrap_or(line.len())];
            let nests = |&(_, byte): &(usize, &u8)| matches!(byte, b' ' | b'\t' | b'>');
            if let Some((cut, _)) = marks.iter().enumerate().filter(nests).nth(NESTING) {
                copy.push_str(&markdown[kept..start + cut]);
                copy.push_str(&".".repeat(marks.len() - cut));
                kept = start + marks.len();
            }
        }
        start = end + 1;
    }
    if kept == 0 {
        return Cow::Borrowed(markdown);
    }
    copy.push_str(&markdown[kept..]);
    Cow::Owned(copy)
}

/// Whether a byte may come before the text of a line, as a part of what nests it.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b'0'..=b'9')
}

/// Whether more than [`NESTING`] marks are in a row anywhere: then one of them is at a multiple of that number.
fn has_many_marks(text: &[u8]) -> bool {
    { (0..text.len()).step_by(NESTING) }.any(|at| {
        let before = text[..at].iter().rev().take(NESTING).take_while(|byte| is_mark(**byte)).count();
        let after = text[at..].iter().take(NESTING).take_while(|byte| is_mark(**byte)).count();
        is_mark(text[at]) && before + after > NESTING
    })
}

//! What a document in the Rich Text Format does not show: its destinations, such as `{\*\x words}`, and hidden text.

use super::hidden::{Hidden, Unseen};
use crate::source::Span;

/// The groups that hold no text of the document, by their first control word.
const UNSHOWN: [&str; 8] = ["\\*", "\\fonttbl", "\\colortbl", "\\stylesheet", "\\info", "\\pict", "\\v ", "\\v1"];

/// What is not seen of a document.
pub(super) fn hidden(text: &str) -> Vec<Hidden> {
    let bytes = text.as_bytes();
    let mut hidden = Vec::new();
    let mut depth = 0u32;
    // Where the outermost group begins that is not shown, and how deep it is.
    let mut open: Option<(usize, u32)> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'{', b'}', b'\\', &bytes[at..]) {
        let place = at + found;
        at = place + 1;
        match bytes[place] {
            b'{' => {
                depth += 1;
                let rest = text[at..].trim_ascii_start();
                if open.is_none() && UNSHOWN.iter().any(|word| rest.starts_with(word)) {
                    open = Some((place, depth));
                }
            }
            b'}' => {
                if let Some((start, _)) = open.take_if(|(_, outermost)| *outermost == depth) {
                    hidden.push((Span::new(start, at), Unseen::Always));
                }
                depth = depth.saturating_sub(1);
            }
            // `\v` hides what follows in its group; `\{` is a sign.
            _ => {
                let word = &bytes[at..];
                if open.is_none()
                    && word.starts_with(b"v")
                    && !word.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'0')
                {
                    open = Some((place, depth));
                } else if !word.first().is_some_and(u8::is_ascii_alphabetic) {
                    at += usize::from(!word.is_empty() && word[0].is_ascii());
                }
            }
        }
    }
    hidden.extend(open.map(|(start, _)| (Span::new(start, text.len()), Unseen::Always)));
    hidden
}

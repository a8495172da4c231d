//! Folds characters to plain letters and digits, and repairs those that were decoded wrongly.

use crate::decode::windows_1252_byte;

/// The character at `at`, and where it ends; UTF-8 that was read as Windows-1252 is repaired.
pub(super) fn repaired(text: &str, at: usize) -> (char, usize) {
    let mut rest = text[at..].chars();
    let first = rest.next().unwrap_or(char::REPLACEMENT_CHARACTER);
    let as_read = (first, at + first.len_utf8());
    let Some(lead @ 0xc2..=0xf4) = windows_1252_byte(first) else { return as_read };
    let mut bytes = [lead, 0, 0, 0];
    let length = 2 + usize::from(lead >= 0xe0) + usize::from(lead >= 0xf0);
    for byte in &mut bytes[1..length] {
        let Some(next @ 0x80..=0xbf) = rest.next().and_then(windows_1252_byte) else { return as_read };
        *byte = next;
    }
    let meant = std::str::from_utf8(&bytes[..length]).ok().and_then(|meant| meant.chars().next());
    meant.map_or(as_read, |meant| (meant, text.len() - rest.as_str().len()))
}

/// What a character is folded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// A letter or digit, in lower case.
    Letter(char),
    /// A sign, which separates.
    Sign(char),
}

/// Calls `emit` with the letters and digits that a character is folded to, or with the sign that it is.
pub(super) fn fold(c: char, mut emit: impl FnMut(Folded)) {
    match c {
        // Invisible: soft hyphens, zero-width signs, marks of direction, accents set apart.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{180e}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{300}'..='\u{36f}' => {}
        'A'..='Z' | 'a'..='z' | '0'..='9' => emit(Folded::Letter(c.to_ascii_lowercase())),
        '\0'..='\u{7f}' => emit(Folded::Sign(c)),
        '\u{c0}'..='\u{ff}' => {
            let place = u32::from(c) - 0xc0;
            let folded = LATIN.get(place as usize).copied().unwrap_or("");
            if folded.is_empty() {
                emit(Folded::Sign(c));
            }
            folded.chars().for_each(|letter| emit(Folded::Letter(letter)));
        }
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(narrow) = char::from_u32(u32::from(c) - 0xfee0) {
                fold(narrow, emit);
            }
        }
        _ if c.is_alphabetic() => c.to_lowercase().for_each(|letter| emit(Folded::Letter(letter))),
        _ => emit(Folded::Sign(c)),
    }
}

/// U+00C0 to U+00FF without their accents.
const LATIN: [&str; 64] = [
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o",
    "", "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i",
    "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
];

//! Folds characters to plain letters and digits, and puts right those that were decoded wrongly.

use crate::decode::windows_1252_byte;

/// The character at `at`, and its end, with UTF-8 that was read as Windows-1252 put right.
pub(crate) fn repaired(text: &str, at: usize) -> (char, usize) {
    let rest = &text[at..];
    if let Some(prefix) = FOREIGN.iter().find(|prefix| rest.starts_with(**prefix)) {
        let next = rest[prefix.len()..].chars().next().filter(|c| !c.is_ascii());
        return ('"', at + prefix.len() + next.map_or(0, char::len_utf8));
    }
    repair(text, at, 2).unwrap_or((char::REPLACEMENT_CHARACTER, text.len()))
}

/// `depth` is how often the text may have been read wrongly.
fn repair(text: &str, at: usize, depth: u8) -> Option<(char, usize)> {
    if depth == 0 {
        let c = text.get(at..)?.chars().next()?;
        return Some((c, at + c.len_utf8()));
    }
    let (first, mut end) = repair(text, at, depth - 1)?;
    let as_read = Some((first, end));
    let mut bytes = [0u8; 4];
    let length = match windows_1252_byte(first) {
        Some(lead @ 0xc2..=0xf4) => {
            bytes[0] = lead;
            usize::from(2 + u8::from(lead >= 0xe0) + u8::from(lead >= 0xf0))
        }
        _ => return as_read,
    };
    for byte in &mut bytes[1..length] {
        match repair(text, end, depth - 1).map(|(c, next)| (windows_1252_byte(c), next)) {
            Some((Some(b @ 0x80..=0xbf), next)) => {
                *byte = b;
                end = next;
            }
            _ => return as_read,
        }
    }
    match std::str::from_utf8(&bytes[..length]).ok().and_then(|s| s.chars().next()) {
        Some(c) => Some((c, end)),
        None => as_read,
    }
}

/// What a character is folded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Folded {
    /// A letter or digit, in lower case.
    Letter(char),
    /// A sign, which separates.
    Sign(char),
}

/// Gives the letters and digits a character is folded to, or the sign that it is.
pub(crate) fn fold(c: char, mut give: impl FnMut(Folded)) {
    match c {
        // Seen by nobody: soft hyphens, zero-width signs, marks of direction, accents set apart.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{180e}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{300}'..='\u{36f}' => {}
        'A'..='Z' | 'a'..='z' | '0'..='9' => give(Folded::Letter(c.to_ascii_lowercase())),
        '\0'..='\u{7f}' => give(Folded::Sign(c)),
        '\u{c0}'..='\u{ff}' => {
            let place = u32::from(c) - 0xc0;
            let folded = LATIN.get(place as usize).copied().unwrap_or("");
            if folded.is_empty() {
                give(Folded::Sign(c));
            }
            folded.chars().for_each(|letter| give(Folded::Letter(letter)));
        }
        '\u{fb00}'..='\u{fb06}' => {
            let place = u32::from(c) - 0xfb00;
            let folded = LIGATURES.get(place as usize).copied().unwrap_or("");
            folded.chars().for_each(|letter| give(Folded::Letter(letter)));
        }
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(narrow) = char::from_u32(u32::from(c) - 0xfee0) {
                fold(narrow, give);
            }
        }
        _ if c.is_alphabetic() => c.to_lowercase().for_each(|letter| give(Folded::Letter(letter))),
        _ => give(Folded::Sign(c)),
    }
}

/// How quotation marks and dashes in UTF-8 begin when they are read as Mac Roman, as the code pages
/// 437 and 850, and as Windows-1251.
const FOREIGN: [&str; 6] = ["‚Ä", "ΓÇ", "ÔÇ", "вЂ", "В©", "В\u{a0}"];

/// U+00C0 to U+00FF without their accents.
const LATIN: [&str; 64] = [
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o",
    "", "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i",
    "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
];
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

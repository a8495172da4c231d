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
        // Strokes through the letter before them.
        '\u{334}'..='\u{338}' => emit(Folded::Sign(c)),
        // Invisible: soft hyphens, zero-width signs, marks of direction, accents set apart.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2065}'
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

/// Whether a sign says something, so that a text in which it is put reads otherwise: `$`, `%`, `~`, `¬`, `½`, a pictogram, a turn of
/// the direction. Marks of layout do not: quotation marks, dashes, stops, brackets, bullets, boxes, what damaged encodings leave.
#[expect(clippy::match_same_arms, reason = "each group of signs has its comment")]
pub(super) fn says_something(sign: char) -> bool {
    match sign {
        '\0'..='\u{7f}' => ASCII_SIGNS.contains(&(sign as u8)),
        // Marks of European texts; ¬ × ÷ ± ° ¹ ² ³ ¼ ½ ¾ and signs of money are not among them.
        '\u{80}'..='\u{a1}' | '¦'..='«' | '®' | '¯' | '´' | '¶'..='¸' | '»' | '¿' => false,
        // Blanks, dashes, quotation marks, bullets, primes; U+202A to U+202E turn the direction, U+2030 is a number.
        '\u{2000}'..='\u{2029}' | '\u{202f}' | '\u{2032}'..='\u{205f}' | '\u{2117}' | '™' => false,
        // Boxes, blocks and geometric bullets; CJK punctuation; the private signs of word processors.
        '\u{2500}'..='\u{25ff}' | '\u{2e3a}' | '\u{2e3b}' => false,
        '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' => false,
        '\u{fe30}'..='\u{fe4f}' | '\u{ff61}'..='\u{ff65}' | '\u{e000}'..='\u{f8ff}' | '\u{fffc}' | '\u{fffd}' => false,
        _ => true,
    }
}

/// The signs of ASCII that say something.
pub(super) const ASCII_SIGNS: &[u8] = b"!$%&+<=>?@^~";

/// U+00C0 to U+00FF without their accents.
const LATIN: [&str; 64] = [
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o",
    "", "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i",
    "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
];

//! Pieces of a text that may be the name of a model: runs between blanks, brackets and quotes.

use super::grammar::is_unspaced;
use super::word_sets::is_edge;
use crate::source::Span;

/// Pieces between blanks, brackets and quotes, with the marks around them taken off; only those of ASCII, from three bytes on.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        while rest < text.len() {
            let (end, length) = edge(text, rest);
            let raw = &text[rest..end];
            let start = rest + (raw.len() - raw.trim_start_matches(['.', ':', '*', '_', '-']).len());
            rest = end + length;
            // Most are shorter, and are no names.
            if raw.len() < 3 {
                continue;
            }
            let piece = raw.trim_matches(['.', ':', '*', '_', '-', '!', '?']);
            if piece.len() >= 3 && piece.is_ascii() {
                return Some((Span::new(start, start + piece.len()), piece));
            }
        }
        None
    })
}

/// Whether a piece can be the name of a model: it has a digit or a hyphen, or a capital inside.
pub(crate) fn looks_like_a_name(piece: &str) -> bool {
    piece.len() >= 6
        && (piece.bytes().any(|b| b.is_ascii_digit() || b == b'-')
            || piece.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && piece.bytes().any(|b| b.is_ascii_lowercase()))
        && !piece.contains("//")
}

/// Whether a piece can be the name of one model of a family: parts joined by hyphens, and a number.
pub(crate) fn looks_like_an_id(piece: &str) -> bool {
    looks_like_a_name(piece)
        && piece.len() < 80
        && piece.contains(['-', '_'])
        && !piece.contains('/')
        && piece.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a text has a mark that every identifier has: a digit, a hyphen, a slash, or a capital after a small letter.
pub(crate) fn may_have_ids(text: &str) -> bool {
    let mark = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'/');
    // Folds without an early end, which the compiler makes wide.
    let inner = text
        .as_bytes()
        .windows(2)
        .fold(false, |found, two| found | (two[0].is_ascii_lowercase() & two[1].is_ascii_uppercase()));
    inner || text.bytes().fold(false, |found, byte| found | mark(byte))
}

/// The next character at or after `from` that ends a piece, and how many bytes it has; the end of the text where there is none.
fn edge(text: &str, from: usize) -> (usize, usize) {
    for (at, &byte) in text.as_bytes()[from..].iter().enumerate() {
        match byte {
            _ if is_edge(byte) => return (from + at, 1),
            // The first byte of a character beyond ASCII.
            0xc0.. => {
                let c = text[from + at..].chars().next().unwrap_or_default();
                if c.is_whitespace() || is_unspaced(c) || matches!(c, '“' | '”') {
                    return (from + at, c.len_utf8());
                }
            }
            _ => {}
        }
    }
    (text.len(), 0)
}

#[cfg(test)]
mod tests {
    use super::{looks_like_a_name, looks_like_an_id, may_have_ids, pieces};

    #[test]
    fn a_text_falls_into_pieces_without_the_marks_around_them() {
        let all =
            |text: &'static str| pieces(text).map(|(span, piece)| (span.start, span.end, piece)).collect::<Vec<_>>();
        assert_eq!(all("a **Tale-7B**, (see `x/y.z`)!"), [(4, 11, "Tale-7B"), (16, 19, "see"), (21, 26, "x/y.z")]);
        assert_eq!(all("“Tale”\u{3000}Fable? --abc_ de"), [(3, 7, "Tale"), (13, 18, "Fable"), (22, 25, "abc")]);
        assert_eq!(
            all("<Tale>|one;two\tsix'ten\"[abc]"),
            [(1, 5, "Tale"), (7, 10, "one"), (11, 14, "two"), (15, 18, "six"), (19, 22, "ten"), (24, 27, "abc")]
        );
        assert_eq!(all("für ab .:x-:. "), []);
        assert_eq!(all("end"), [(0, 3, "end")]);
    }

    #[test]
    fn names_and_identifiers_look_unlike_plain_words() {
        for (piece, name, id) in [
            ("Tale-7B", true, true),
            ("tale_7b", true, true),
            ("tale-b", true, false),
            ("Tale7B", true, false),
            ("StableTale", true, false),
            ("Staple", false, false),
            ("STABLE", false, false),
            ("Ta-7B", false, false),
            ("a/tale-7b", true, false),
            ("https://tale-7b", false, false),
        ] {
            assert_eq!((looks_like_a_name(piece), looks_like_an_id(piece)), (name, id), "{piece}");
        }
        assert!(looks_like_an_id(&format!("a-1{}", "b".repeat(76))));
        assert!(!looks_like_an_id(&format!("a-1{}", "b".repeat(77))));
        for (text, may) in [
            ("tale 7", true),
            ("a-b", true),
            ("a/b", true),
            ("the staBle", true),
            ("the staBleTale", true),
            ("tale 7 of 9", true),
            ("A Tale of two", false),
            ("", false),
        ] {
            assert_eq!(may_have_ids(text), may, "{text}");
        }
    }
}

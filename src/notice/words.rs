//! The words of a text, whatever layout and markup it has.

use crate::reader_text::is_ignorable;
use crate::source::Span;

/// The words of a text in lower case with their places: letters and digits apart, `©` as `c`, without markup, addresses of links,
/// characters of no width and entities.
pub(super) struct Words {
    /// All words, one after the other.
    folded: String,
    /// The bytes of each in `folded`, and those of the text that it was made from.
    pub(super) spans: Vec<(Span, Span)>,
    /// Whether the last word may go on, and whether it is a number.
    open: Option<bool>,
}

impl Words {
    /// The words of a part of a text.
    pub(super) fn of(text: &str, part: Span) -> Self {
        let text = &text[..part.end];
        let length = part.end - part.start;
        let (folded, spans) = (String::with_capacity(length), Vec::with_capacity(length / 4));
        let mut words = Self { folded, spans, open: None };
        let mut at = part.start;
        while let Some(&byte) = text.as_bytes().get(at) {
            let (length, piece) = piece(&text[at..], byte);
            match piece {
                Piece::Letters => words.add_letters(at, &text[at..at + length]),
                Piece::Letter(c) => words.add_letters(at, c.encode_utf8(&mut [0; 4])),
                // A copyright mark is a word of its own.
                Piece::Copyright => {
                    words.open = None;
                    words.add_letters(at, "c");
                    words.open = None;
                }
                Piece::Gap => words.open = None,
                Piece::Nothing => {}
            }
            at += length;
            if !matches!(piece, Piece::Gap | Piece::Nothing)
                && let Some((_, span)) = words.spans.last_mut()
            {
                span.end = at;
            }
        }
        words
    }

    /// Adds letters, or digits, to the last word where they continue it, or else as a new word.
    fn add_letters(&mut self, at: usize, letters: &str) {
        let from = self.folded.len();
        let is_number = letters.as_bytes()[0].is_ascii_digit();
        if self.open != Some(is_number) {
            self.open = Some(is_number);
            self.spans.push((Span::new(from, from), Span::new(at, at)));
        }
        if letters.is_ascii() {
            self.folded.push_str(letters);
            self.folded[from..].make_ascii_lowercase();
        } else {
            self.folded.extend(letters.chars().flat_map(char::to_lowercase));
        }
        if let Some((folded, _)) = self.spans.last_mut() {
            folded.end = self.folded.len();
        }
    }

    /// All words of a text.
    pub(super) fn whole(text: &str) -> Self {
        Self::of(text, Span::new(0, text.len()))
    }

    /// Whether all of some other words follow each other from a word on; there must be one at least.
    pub(super) fn has_at(&self, start: usize, other: &Self) -> bool {
        !other.spans.is_empty() && (0..other.spans.len()).all(|at| self.word(start + at) == other.word(at))
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.spans.get(at).map_or("", |(folded, _)| folded.of(&self.folded))
    }
}

/// The next piece of a text.
enum Piece {
    /// Letters of ASCII, or digits.
    Letters,
    /// A letter or digit of another script.
    Letter(char),
    /// The copyright mark.
    Copyright,
    /// Anything that separates words.
    Gap,
    /// A character of no width.
    Nothing,
}

/// The next piece of a text, and its length in bytes.
fn piece(rest: &str, first: u8) -> (usize, Piece) {
    match first {
        b'0'..=b'9' => (rest.bytes().take_while(u8::is_ascii_digit).count(), Piece::Letters),
        b'a'..=b'z' | b'A'..=b'Z' => (rest.bytes().take_while(u8::is_ascii_alphabetic).count(), Piece::Letters),
        // `](address)` and `][label]` of Markdown, `<address>` of reStructuredText, tags of HTML.
        b']' if rest[1..].starts_with('(') => (skip(rest, ')'), Piece::Gap),
        b']' if rest[1..].starts_with('[') => (1 + skip(&rest[1..], ']'), Piece::Gap),
        b'<' => (skip(rest, '>'), Piece::Gap),
        b'&' => entity(rest),
        ..=0x7f => (1, Piece::Gap),
        _ => {
            let c = rest.chars().next().unwrap_or_default();
            let piece = match c {
                '©' => Piece::Copyright,
                _ if is_ignorable(c) => Piece::Nothing,
                '\u{ff01}'..='\u{ff5e}' => match char::from_u32(u32::from(c) - 0xfee0) {
                    Some(narrow) if narrow.is_alphanumeric() => Piece::Letter(narrow),
                    _ => Piece::Gap,
                },
                _ if c.is_alphanumeric() => Piece::Letter(c),
                _ => Piece::Gap,
            };
            (c.len_utf8(), piece)
        }
    }
}

/// Length up to and with a closing character in the next 500 bytes; 1 where there is none.
fn skip(rest: &str, close: char) -> usize {
    let near = rest.floor_char_boundary(500);
    rest[..near].find(close).map_or(1, |end| end + close.len_utf8())
}

/// Length of an entity and its meaning.
fn entity(rest: &str) -> (usize, Piece) {
    for mark in ["&copy;", "&#169;", "&#xa9;", "&#xA9;"] {
        if rest.starts_with(mark) {
            return (mark.len(), Piece::Copyright);
        }
    }
    for space in ["&nbsp;", "&quot;", "&#34;", "&#39;", "&amp;"] {
        if rest.starts_with(space) {
            return (space.len(), Piece::Gap);
        }
    }
    (1, Piece::Gap)
}

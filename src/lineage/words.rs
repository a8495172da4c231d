//! Words of a text: runs of letters, of digits, or of one East Asian script; lower case, with their places.

use super::data::DICTIONARY;
use super::dictionary::Number;
use crate::source::Span;

/// A text in lower case, of the same length, and its words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    /// The text in lower case; byte offsets are those of the original.
    pub(crate) lower: String,
    /// The words in order.
    pub(crate) spans: Vec<Span>,
    /// Their numbers in the dictionary.
    pub(crate) numbers: Vec<Number>,
}

/// The kind of run that a character belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letters,
    Digits,
    /// Scripts that are written without blanks between words.
    Unspaced,
    Gap,
}

/// The kind of a character beyond ASCII.
fn class(c: char) -> Class {
    match c {
        // Thai, Lao, Hangul, kana, ideographs. Hangul has blanks, but its particles cling to the word before.
        '\u{0e00}'..='\u{0eff}' | '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' => {
            Class::Unspaced
        }
        '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => Class::Unspaced,
        _ if c.is_alphabetic() => Class::Letters,
        _ if c.is_numeric() => Class::Digits,
        _ => Class::Gap,
    }
}

impl Words {
    /// Splits a text. A number keeps the points between its digits (`3.1`); letters and digits part (`llama2` is two words).
    pub(crate) fn of(text: &str) -> Self {
        let lower = lower(text);
        let bytes = lower.as_bytes();
        let mut spans = Vec::with_capacity(text.len() / 5);
        let (mut start, mut open) = (0, Class::Gap);
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let (now, length) = match byte {
                b'a'..=b'z' => {
                    (Class::Letters, bytes[at..].iter().take_while(|byte| byte.is_ascii_lowercase()).count())
                }
                b'0'..=b'9' => (Class::Digits, 1),
                b'.' if open == Class::Digits && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                    (Class::Digits, 1)
                }
                ..=0x7f => (Class::Gap, 1),
                _ => {
                    let c = lower[at..].chars().next().unwrap_or_default();
                    (class(c), c.len_utf8())
                }
            };
            if now != open {
                if open != Class::Gap {
                    spans.push(Span::new(start, at));
                }
                (start, open) = (at, now);
            }
            at += length;
        }
        if open != Class::Gap {
            spans.push(Span::new(start, at));
        }
        let numbers = spans.iter().map(|span| DICTIONARY.number(&bytes[span.start..span.end])).collect();
        Self { lower, spans, numbers }
    }

    /// The word at an index.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.spans.get(index).map_or("", |span| span.of(&self.lower))
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// How many words a phrase has, if the words from `index` on begin with it. `tun*` in a phrase matches any word that
    /// starts so.
    pub(crate) fn match_at(&self, index: usize, phrase: &str) -> Option<usize> {
        let words = phrase.split(' ');
        words.clone().enumerate().all(|(step, word)| is_word(self.word(index + step), word)).then(|| words.count())
    }

    /// The bytes of the words `from..to`, with all between them; `None` where there are no such words.
    pub(crate) fn span(&self, from: usize, to: usize) -> Option<Span> {
        Some(Span::new(self.spans.get(from)?.start, self.spans.get(to.checked_sub(1)?)?.end))
    }

    /// The text between two words.
    pub(crate) fn between(&self, left: usize, right: usize) -> &str {
        let (Some(left), Some(right)) = (self.spans.get(left), self.spans.get(right)) else {
            return "";
        };
        self.lower.get(left.end..right.start).unwrap_or_default()
    }
}

/// Whether a word is one of a phrase of the lexicon, or begins with one that ends with `*`.
pub(crate) fn is_word(word: &str, pattern: &str) -> bool {
    pattern.strip_suffix('*').map_or(word == pattern, |stem| word.starts_with(stem))
}

/// Whether a word is a number, or the "b" of billions: a part of the size after a name.
pub(crate) fn is_size(word: &str) -> bool {
    word == "b" || begins_with_digit(word)
}

pub(crate) fn begins_with_digit(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Lower case where that does not change the length, so that offsets hold.
fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        let mut folded = c.to_lowercase();
        match (folded.next(), folded.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => lower.push(one),
            _ => lower.push(c),
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn all(text: &str) -> Vec<String> {
        let words = Words::of(text);
        assert_eq!(words.lower.len(), text.len(), "{text}");
        (0..words.len()).map(|at| words.word(at).to_owned()).collect()
    }

    #[test]
    fn a_text_falls_into_runs_of_one_kind() {
        let cases: [(&str, &[&str]); 12] = [
            ("", &[]),
            (" -- ", &[]),
            ("a", &["a"]),
            ("Llama2-13B v3.1.", &["llama", "2", "13", "b", "v", "3.1"]),
            ("1. 2..3 .5 6.x 7.", &["1", "2", "3", "5", "6", "x", "7"]),
            ("本モデルはLlama社の2番", &["本モデルは", "llama", "社の", "2", "番"]),
            ("모델 2용, 豈 ㄱ", &["모델", "2", "용", "豈", "ㄱ"]),
            ("โมเดลx ᄀ", &["โมเดล", "x", "ᄀ"]),
            ("ÉTÉ Ελληνικά Дом", &["été", "ελληνικά", "дом"]),
            // What would change its length in lower case stays as it is.
            ("ẞx İy \u{212a}z", &["ẞx", "İy", "\u{212a}z"]),
            ("x² ٣", &["x", "²", "٣"]),
            ("…a—b", &["a", "b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(all(text), expected, "{text}");
        }
    }

    #[test]
    fn phrases_are_matched_from_a_word_on() {
        let words = Words::of("a fine tuned version of Llama");
        for (at, phrase, length) in [
            (1, "fine", Some(1)),
            (1, "fine tuned", Some(2)),
            (1, "fine tun*", Some(2)),
            (1, "fi*", Some(1)),
            (1, "fi* tuned version", Some(3)),
            (1, "fin", None),
            (1, "fined", None),
            (1, "fine tune", None),
            (1, "tuned", None),
            (4, "of llama", Some(2)),
            (4, "of llama 2", None),
            (6, "llama", None),
        ] {
            assert_eq!(words.match_at(at, phrase), length, "{at} {phrase}");
        }
    }

    #[test]
    fn between_two_words_stands_what_parts_them() {
        let words = Words::of("One, two; three");
        assert_eq!((words.between(0, 1), words.between(1, 2), words.between(0, 2)), (", ", "; ", ", two; "));
        assert_eq!((words.between(2, 3), words.between(1, 1), words.word(3)), ("", "", ""));
    }
}

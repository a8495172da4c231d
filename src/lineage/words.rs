//! Words of a text: runs of letters, of digits, or of one East Asian script; lower case, with their places.

use super::data::{DICTIONARY, TEXTS};
use super::dictionary::Number;
use super::grammar::{Lexicon, Tags, is_unspaced};
use super::word_sets::{MOST_SIGN_LETTERS, OF_NAME, WORD_BITS, has, start_bit};
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
    /// What phrases mean in it.
    pub(crate) lexicon: Lexicon,
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
        Self { lower, spans, numbers, lexicon: Lexicon::Lineage }
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

/// The bytes of a text that a part of it is.
pub(crate) fn span_in(text: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Span::new(start, start + part.len())
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

/// Where the words from one on lead to in the dictionary, with how many words have led there.
pub(crate) fn states(words: &Words, at: usize) -> impl Iterator<Item = (usize, u16)> {
    let mut state = 0;
    words.numbers.get(at..).unwrap_or_default().iter().zip(1..).map_while(move |(number, length)| {
        state = DICTIONARY.next(state, *number);
        (state != 0).then_some((length, state))
    })
}

/// The phrases that the words from one on are, with how many words each has and its tags of those in `mask`.
fn phrases(words: &Words, at: usize, mask: Tags) -> impl Iterator<Item = (usize, Tags)> {
    let tags = move |state: u16| {
        let state = &DICTIONARY.states[usize::from(state)];
        mask & if words.lexicon == Lexicon::Licenses { state.license } else { state.tags }
    };
    states(words, at).map(move |(length, state)| (length, tags(state))).filter(|(_, tags)| *tags != 0)
}

/// The longest phrase with one of the tags in `mask` that begins at a word: how many words it has, and its tags.
pub(crate) fn phrase_at(words: &Words, at: usize, mask: Tags) -> Option<(usize, Tags)> {
    let is_one = |length: usize| (at + 1..at + length).all(|word| !parts(words.between(word - 1, word)));
    phrases(words, at, mask).last().filter(|(length, _)| is_one(*length))
}

/// Whether the text between two words parts them, so that they make no phrase.
fn parts(gap: &str) -> bool {
    gap.len() > 1
        && (gap.contains(['\t', ';', ':', ',', '(', ')', '!', '?']) || gap.contains(". ") || gap.contains("\n\n"))
}

/// The longest phrase of a script without blanks with which a text begins: how many bytes it has, and its tags.
pub(crate) fn phrase_in_text(text: &str, lexicon: Lexicon, mask: Tags) -> Option<(usize, Tags)> {
    let first = &text[..text.chars().next()?.len_utf8()];
    let from = TEXTS.partition_point(|phrase| phrase.words < first);
    let likely = TEXTS[from..].iter().take_while(|phrase| phrase.words.starts_with(first));
    let tagged = likely
        .map(|phrase| (phrase.words, mask & if lexicon == Lexicon::Licenses { phrase.license } else { phrase.tags }));
    let found = tagged.filter(|(words, tags)| *tags != 0 && text.starts_with(words));
    found.map(|(words, tags)| (words.len(), tags)).max_by_key(|(length, _)| *length)
}

/// Whether a phrase with one of the tags begins at a word, or in it where its script has no blanks.
pub(crate) fn has_phrase(words: &Words, at: usize, mask: Tags) -> bool {
    let word = words.word(at);
    if !word.starts_with(is_unspaced) {
        return phrase_at(words, at, mask).is_some();
    }
    word.char_indices().any(|(start, _)| phrase_in_text(&word[start..], words.lexicon, mask).is_some())
}

/// Whether a phrase with one of the tags is somewhere in a text.
pub(crate) fn has_any(words: &Words, mask: Tags) -> bool {
    (0..words.len()).any(|at| has_phrase(words, at, mask))
}

/// Whether the words `from..to` are as a whole one phrase with one of the tags.
pub(crate) fn is_whole(words: &Words, from: usize, to: usize, mask: Tags) -> bool {
    let Some(span) = words.span(from, to) else { return false };
    if words.word(from).starts_with(is_unspaced) {
        let text = span.of(&words.lower);
        return TEXTS.iter().any(|phrase| phrase.tags & mask != 0 && phrase.words == text);
    }
    phrases(words, from, mask).any(|(length, _)| from + length == to)
}

/// The starts of all words that are looked for; what words are signs of, by their numbers in the dictionary: each phrase in ASCII that is
/// looked for has one that is its sign.
#[expect(clippy::unreadable_literal, reason = "written by the build")]
pub(crate) static SETS: ([u64; WORD_BITS / 64], &[u8]) = include!(concat!(env!("OUT_DIR"), "/word-sets.rs"));

/// Whether a text may hold the name of a family. Most do not, and need not be split into words.
pub(crate) fn may_name_family(text: &str) -> bool {
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
    !text.is_ascii() || words.any(|word| has(&SETS.0, start_bit(word)) && signs(word) & OF_NAME != 0)
}

/// What a word of ASCII letters is a sign of, whatever its case.
pub(crate) fn signs(word: &[u8]) -> u8 {
    // A longer word has the signs of its beginning.
    let word = &word[..word.len().min(MOST_SIGN_LETTERS)];
    let mut lower = [0; MOST_SIGN_LETTERS];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    SETS.1[usize::from(DICTIONARY.number(lower))]
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

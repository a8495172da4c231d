//! Where a sentence begins and ends, and which phrases are in it.

use super::filter::Filter;
use super::words::{Words, is_word};
use std::ops::Range;

/// Words of a sentence, on each side of a name, that say what it speaks of: this model, another version, an experiment. Cards lack
/// full stops, and a sentence without an end runs on into the next subject: hence this bound, and those of
/// `prose`, `clause`, `context` and `other_model`. All were chosen by hand on the labelled cards.
pub(crate) const WORDS_OF_SENTENCE: usize = 20;

/// Whether the text between two words ends a sentence, an item or a paragraph.
pub(crate) fn ends_sentence(gap: &str) -> bool {
    // Nearly all gaps are one blank.
    if gap.len() < 2 {
        return gap.contains([';', '!', '?']);
    }
    gap.contains(['。', '！', '？', ';', '!', '?', '।'])
        || gap.contains(". ")
        || gap.contains(".\n")
        || gap.contains("\n- ")
        || gap.contains("\n* ")
        || gap.contains("\n\n")
}

/// Index of the first word of the sentence that holds a word, at most `most` words back.
pub(crate) fn sentence_start(words: &Words, at: usize, most: usize) -> usize {
    let floor = at.saturating_sub(most);
    (floor + 1..=at)
        .rev()
        .find(|&word| word < words.len() && ends_sentence(words.between(word - 1, word)))
        .unwrap_or(floor)
}

/// Index past the last word of the sentence, at most `most` words on.
pub(crate) fn sentence_end(words: &Words, at: usize, most: usize) -> usize {
    let ceiling = (at + most).min(words.len());
    (at.max(1)..ceiling).find(|&word| ends_sentence(words.between(word - 1, word))).unwrap_or(ceiling)
}

/// The words of the sentence that holds the words `from..=to`, at most [`WORDS_OF_SENTENCE`] on each side.
pub(crate) fn sentence(words: &Words, from: usize, to: usize) -> Range<usize> {
    sentence_start(words, from, WORDS_OF_SENTENCE)..sentence_end(words, to, WORDS_OF_SENTENCE)
}

/// The words of the sentence before the word `at`, at most [`WORDS_OF_SENTENCE`].
pub(crate) fn sentence_before(words: &Words, at: usize) -> Range<usize> {
    sentence_start(words, at, WORDS_OF_SENTENCE)..at
}

/// Phrases that are looked for at many words, with a set of the letters with which they begin.
pub(crate) struct PhraseList {
    phrases: &'static [&'static str],
    first_words: Filter,
}

impl PhraseList {
    pub(crate) const fn new(phrases: &'static [&'static str]) -> Self {
        Self { phrases, first_words: Filter::first_words(phrases) }
    }

    /// Whether one of the phrases begins at a word.
    pub(crate) fn begins_at(&self, words: &Words, at: usize) -> bool {
        self.first_words.may_begin(words.word(at)) && words.match_any_at(at, self.phrases).is_some()
    }

    /// Whether one of the phrases begins in a range of words.
    pub(crate) fn begins_in(&self, words: &Words, range: Range<usize>) -> bool {
        range.into_iter().any(|at| self.begins_at(words, at))
    }
}

/// Whether a word is one of a list; in scripts without blanks between words, a word that contains one counts.
pub(crate) fn is_in(word: &str, list: &[&str]) -> bool {
    list.iter().any(|pattern| {
        if pattern.is_ascii() || !is_unspaced(pattern) { is_word(word, pattern) } else { word.contains(pattern) }
    })
}

fn is_unspaced(text: &str) -> bool {
    text.starts_with(|c: char| c >= '\u{0e00}')
}

#[cfg(test)]
mod tests {
    use super::{ends_sentence, is_in, sentence_end, sentence_start};
    use crate::lineage::words::Words;

    #[test]
    fn sentences_begin_and_end_at_their_marks() {
        let words = Words::of("One two. Three four; five six! Seven\n- eight nine\nten\n\neleven 1.2 twelve。 last");
        let starts: Vec<usize> = (0..words.len()).map(|at| sentence_start(&words, at, 14)).collect();
        assert_eq!(starts, [0, 0, 2, 2, 4, 4, 6, 7, 7, 7, 10, 10, 10, 13]);
        let ends: Vec<usize> = [0, 1, 3, 5, 8, 11, 13].map(|at| sentence_end(&words, at, 20)).to_vec();
        assert_eq!(ends, [2, 2, 4, 6, 10, 13, 13]);
        assert_eq!((sentence_start(&words, 9, 1), sentence_start(&words, 9, 0), sentence_end(&words, 8, 1)), (8, 9, 9));
        assert_eq!((sentence_start(&words, 14, 14), sentence_start(&words, 20, 6)), (13, 14));
        for gap in ["; ", "! ", "?", "।", "。", "！", "？", ". ", ".\n", "\n- ", "\n* ", "\n\n", "; x"] {
            assert!(ends_sentence(gap), "{gap:?}");
        }
        for gap in ["", " ", ".", ", ", "\n", ".5", " - ", "、", ": "] {
            assert!(!ends_sentence(gap), "{gap:?}");
        }
    }

    #[test]
    fn a_word_of_a_list_is_whole_but_in_scripts_without_blanks() {
        assert!(is_in("tuned", &["tun*"]) && is_in("tun", &["tun"]) && !is_in("tuned", &["tun"]));
        assert!(is_in("より良い", &["より"]) && !is_in("лучшего", &["лучше"]) && is_in("лучше", &["лучше"]));
    }
}

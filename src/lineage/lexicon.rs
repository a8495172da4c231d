//! The lexicon: what words and phrases of a card mean, as the build made it of `lineage/lexicon/*.yml`.

use super::data::{DICTIONARY, TEXTS};
use super::grammar::{LicenseWord, Phrase, Tags, is_unspaced};
use super::words::Words;

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
    let tags = move |state: u16| DICTIONARY.states[usize::from(state)].tags & mask;
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
pub(crate) fn phrase_in_text(text: &str, mask: Tags) -> Option<(usize, Tags)> {
    longest_in_text(text, |phrase| phrase.tags & mask != 0).map(|phrase| (phrase.words.len(), phrase.tags & mask))
}

fn longest_in_text(text: &str, counts: impl Fn(&Phrase) -> bool) -> Option<&'static Phrase> {
    let first = &text[..text.chars().next()?.len_utf8()];
    let from = TEXTS.partition_point(|phrase| phrase.words < first);
    let likely = TEXTS[from..].iter().take_while(|phrase| phrase.words.starts_with(first));
    likely.filter(|phrase| counts(phrase) && text.starts_with(phrase.words)).max_by_key(|phrase| phrase.words.len())
}

/// The phrases of licenses that the words from one on are, with how many words each has.
pub(crate) fn license_words(words: &Words, at: usize) -> impl Iterator<Item = (usize, LicenseWord)> {
    states(words, at).filter_map(|(length, state)| Some((length, DICTIONARY.states[usize::from(state)].license?)))
}

/// The longest one of a script without blanks with which a text begins, with how many bytes it has.
pub(crate) fn license_word_in_text(text: &str) -> Option<(usize, LicenseWord)> {
    longest_in_text(text, |phrase| phrase.license.is_some())
        .and_then(|phrase| Some((phrase.words.len(), phrase.license?)))
}

/// Whether a phrase with one of the tags begins at a word, or in it where its script has no blanks.
pub(crate) fn has_phrase(words: &Words, at: usize, mask: Tags) -> bool {
    let word = words.word(at);
    if !word.starts_with(is_unspaced) {
        return phrase_at(words, at, mask).is_some();
    }
    word.char_indices().any(|(start, _)| phrase_in_text(&word[start..], mask).is_some())
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

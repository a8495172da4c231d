//! The lexicon: what words and phrases of a card mean, as the build made it of `lineage/lexicon/*.yml`.

use super::data::LEXICON;
use super::grammar::{Phrase, Tags, bucket, is_unspaced};
use super::words::Words;

/// The longest phrase with one of the tags in `mask` that begins at a word: how many words it has, and its tags.
pub(crate) fn phrase_at(words: &Words, at: usize, mask: Tags) -> Option<(usize, Tags)> {
    let bucket = bucket(words.word(at));
    let (from, to) = (LEXICON.starts[bucket], LEXICON.starts[bucket + 1]);
    let mut best: Option<(usize, Tags)> = None;
    for phrase in LEXICON.phrases[usize::from(from)..usize::from(to)].iter().filter(|one| one.tags & mask != 0) {
        let Some(length) = words.match_at(at, phrase.words) else { continue };
        best = match best {
            Some((longest, tags)) if longest == length => Some((length, tags | phrase.tags)),
            Some((longest, _)) if longest > length => best,
            _ => Some((length, phrase.tags)),
        };
    }
    let is_one = |length: usize| (at + 1..at + length).all(|word| !parts(words.between(word - 1, word)));
    best.filter(|(length, _)| *length == 1 || is_one(*length)).map(|(length, tags)| (length, tags & mask))
}

/// Whether the text between two words parts them, so that they make no phrase.
fn parts(gap: &str) -> bool {
    gap.len() > 1
        && (gap.contains(['\t', ';', ':', ',', '(', ')', '!', '?']) || gap.contains(". ") || gap.contains("\n\n"))
}

/// The longest phrase of a script without blanks with which a text begins: how many bytes it has, and its tags.
pub(crate) fn phrase_in_text(text: &str, mask: Tags) -> Option<(usize, Tags)> {
    let first = text.chars().next()?;
    let mut buffer = [0; 4];
    let first: &str = first.encode_utf8(&mut buffer);
    let from = LEXICON.texts.partition_point(|phrase| phrase.words < first);
    let likely = LEXICON.texts[from..].iter().take_while(|phrase| phrase.words.starts_with(first));
    let found = likely.filter(|phrase| phrase.tags & mask != 0 && text.starts_with(phrase.words));
    found.max_by_key(|phrase| phrase.words.len()).map(|phrase: &Phrase| (phrase.words.len(), phrase.tags & mask))
}

/// Whether a phrase with one of the tags begins at a word, or in it where its script has no blanks.
pub(crate) fn has_phrase(words: &Words, at: usize, mask: Tags) -> bool {
    let word = words.word(at);
    if !word.starts_with(is_unspaced) {
        return phrase_at(words, at, mask).is_some();
    }
    word.char_indices().any(|(start, _)| phrase_in_text(&word[start..], mask).is_some())
}

/// Whether the words `from..to` are as a whole one phrase with one of the tags.
pub(crate) fn is_whole(words: &Words, from: usize, to: usize, mask: Tags) -> bool {
    let Some(span) = words.span(from, to) else { return false };
    if words.word(from).starts_with(is_unspaced) {
        let text = span.of(&words.lower);
        return LEXICON.texts.iter().any(|phrase| phrase.tags & mask != 0 && phrase.words == text);
    }
    let bucket = bucket(words.word(from));
    let (start, end) = (LEXICON.starts[bucket], LEXICON.starts[bucket + 1]);
    let of_bucket = &LEXICON.phrases[usize::from(start)..usize::from(end)];
    of_bucket.iter().any(|phrase| phrase.tags & mask != 0 && words.match_at(from, phrase.words) == Some(to - from))
}

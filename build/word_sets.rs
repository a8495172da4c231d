//! Makes the sets by which most blocks of a card are passed over: of each name of a family, and of each phrase that counts without a
//! name, the word that the fewest phrases have.

use crate::automaton::Name;
use crate::grammar::{Phrase, Tag};
use crate::lexicon::Lexicon;
use crate::schema::Use;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[allow(dead_code, reason = "shared with the library")]
#[path = "../src/lineage/word_sets.rs"]
mod bits;
pub(crate) use bits::{BUCKETS, NAME_BITS, START_LETTERS, WORD_BITS, bucket, name_bit, start_bit};
use bits::{MOST_SIGN_LETTERS, OF_DENIAL, OF_LAW, OF_LICENSE, OF_NAME, OF_OUTPUT};

type Set = [u64; WORD_BITS / 64];

/// Writes the starts of all words that are looked for, and what words are signs of.
pub(crate) fn write(out: &Path, names: &[(String, Name)], lexicon: &Lexicon) {
    let Lexicon { phrases, law, dictionary } = lexicon;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in phrases.iter().flat_map(|phrase| phrase.words.split(' ')) {
        *counts.entry(word).or_default() += 1;
    }
    let tagged = |tag: Tag| phrases.iter().filter(move |phrase| phrase.tags & tag.bit() != 0);
    let mut starts: Set = [0; WORD_BITS / 64];
    let mut signs = vec![0u8; dictionary.ends.len()];
    let names = names.iter().filter(|(_, name)| name.usage != Use::Except).map(|(words, _)| (words, OF_NAME));
    let denials = tagged(Tag::Scratch).map(|phrase| (&phrase.words, OF_DENIAL));
    let outputs = tagged(Tag::Output).map(|phrase| (&phrase.words, OF_OUTPUT));
    let states = |phrase: &&Phrase| phrase.license & (Tag::License.bit() | Tag::Licensed.bit()) != 0;
    let licenses = phrases.iter().filter(states).map(|phrase| (&phrase.words, OF_LICENSE));
    let law = law.iter().map(|stem| (stem, OF_LAW));
    for (phrase, sign) in
        names.chain(denials).chain(outputs).chain(licenses).chain(law).filter(|(phrase, _)| phrase.is_ascii())
    {
        let word = rarest(phrase, &counts);
        let stem = word.trim_end_matches('*').as_bytes();
        assert!(stem.len() <= MOST_SIGN_LETTERS, "the word `{word}` is long");
        let is_one = |number: &usize| match dictionary.word(*number) {
            whole if stem.len() == word.len() => whole == stem,
            longer => longer.starts_with(stem),
        };
        let numbers: Vec<usize> = (1..signs.len()).filter(is_one).collect();
        assert!(!numbers.is_empty(), "`{word}` has no number");
        for number in numbers {
            signs[number] |= sign;
        }
        add(&mut starts, start_bit(stem));
    }
    let text = format!("({starts:?}, &{signs:?})");
    fs::write(out.join("word-sets.rs"), text).unwrap_or_else(|error| panic!("word-sets.rs: {error}"));
}

/// The word of a phrase that the fewest phrases have; a whole one before a stem.
fn rarest<'p>(phrase: &'p str, counts: &BTreeMap<&str, usize>) -> &'p str {
    let is_word = |word: &&str| !word.is_empty() && !word.contains(|c: char| c != '*' && !c.is_ascii_alphabetic());
    let rarity =
        |word: &&str| (word.ends_with('*'), counts.get(word).copied().unwrap_or_default(), usize::MAX - word.len());
    let word = phrase.split([' ', '.']).filter(is_word).min_by_key(rarity);
    word.filter(|word| !word.ends_with('*') || word.len() > 3).unwrap_or_else(|| panic!("`{phrase}` has no word"))
}

/// Adds a bit to a set.
pub(crate) fn add(set: &mut [u64], bit: usize) {
    set[bit / 64] |= 1 << (bit % 64);
}

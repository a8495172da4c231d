//! Makes the sets by which most blocks of a card are passed over: of each name of a family, and of each phrase that counts without a
//! name, the word that the fewest phrases have.

use crate::grammar::{Tag, Tags};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[allow(dead_code, reason = "shared with the library")]
#[path = "../src/lineage/word_sets.rs"]
mod bits;
use bits::{CAPITAL, EDGE, HIGH, LEGAL_STEMS, LETTER, MARK, SLASH, WORD_BITS, is_edge, word_bits};
pub(crate) use bits::{NAME_BITS, name_bit};

type Set = [u64; WORD_BITS / 64];

/// Writes what each byte is, the starts of all words that are looked for, starts and ends of the words of names and denials, and starts
/// of those of outputs.
pub(crate) fn write(out: &Path, names: &[String], phrases: &BTreeMap<String, Tags>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in phrases.keys().flat_map(|phrase| phrase.split(' ')) {
        *counts.entry(word).or_default() += 1;
    }
    let tagged = |tag: Tag| phrases.iter().filter(move |(_, tags)| *tags & tag.bit() != 0).map(|(phrase, _)| phrase);
    let mut starts: Set = [0; WORD_BITS / 64];
    for stem in LEGAL_STEMS {
        add(&mut starts, word_bits(stem.as_bytes())[0]);
    }
    let mut outputs: Set = [0; WORD_BITS / 64];
    for phrase in tagged(Tag::Output).filter(|phrase| phrase.is_ascii()) {
        let start = word_bits(rarest(phrase, &counts).trim_end_matches('*').as_bytes())[0];
        add(&mut outputs, start);
        add(&mut starts, start);
    }
    let mut read: [Set; 2] = [[0; WORD_BITS / 64]; 2];
    for phrase in names.iter().chain(tagged(Tag::Scratch)).filter(|phrase| phrase.is_ascii()) {
        let word = rarest(phrase, &counts);
        assert!(!word.ends_with('*'), "`{phrase}` has no whole word");
        let [first, last] = word_bits(word.as_bytes());
        add(&mut read[0], first);
        add(&mut read[1], last);
        add(&mut starts, first);
    }
    let text = format!("({:?}, {starts:?}, {read:?}, {outputs:?})", classes());
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

fn classes() -> Vec<u8> {
    let class = |byte: u8| match byte {
        b'a'..=b'z' => LETTER,
        b'A'..=b'Z' => LETTER | CAPITAL,
        b'0'..=b'9' | b'-' => MARK,
        b'/' => SLASH,
        0x80.. => HIGH,
        _ if is_edge(byte) => EDGE,
        _ => 0,
    };
    (0..=u8::MAX).map(class).collect()
}

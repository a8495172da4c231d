//! The sets of words that the build makes of names, denials and outputs.

use super::data::DICTIONARY;
use super::word_sets::{MOST_SIGN_LETTERS, OF_NAME, WORD_BITS, has, start_bit};

pub(crate) type Set = [u64; WORD_BITS / 64];

/// What each byte is; the starts of all words that are looked for; what words are signs of, by their numbers in the dictionary: each phrase
/// in ASCII that is looked for has one that is its sign.
#[expect(clippy::unreadable_literal, reason = "written by the build")]
pub(crate) static SETS: ([u8; 256], Set, &[u8]) = include!(concat!(env!("OUT_DIR"), "/word-sets.rs"));

/// Whether a text may hold the name of a family. Most do not, and need not be split into words.
pub(crate) fn may_name_family(text: &str) -> bool {
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
    !text.is_ascii() || words.any(|word| has(&SETS.1, start_bit(word)) && signs(word) & OF_NAME != 0)
}

/// What a word of ASCII letters is a sign of, whatever its case.
pub(crate) fn signs(word: &[u8]) -> u8 {
    // A longer word has the signs of its beginning.
    let word = &word[..word.len().min(MOST_SIGN_LETTERS)];
    let mut lower = [0; MOST_SIGN_LETTERS];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    SETS.2[usize::from(DICTIONARY.number(lower))]
}

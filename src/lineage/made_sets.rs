//! The sets of words that the build makes of names, denials and outputs.

use super::data::DICTIONARY;
use super::word_sets::{MOST_SIGN_LETTERS, OF_NAME, WORD_BITS, has, start_bit};

pub(crate) type Set = [u64; WORD_BITS / 64];

/// What each byte is; the starts of all words that are looked for; starts of words for outputs; what words are signs of, by their numbers
/// in the dictionary: every name and every denial in ASCII has one that is.
#[expect(clippy::unreadable_literal, reason = "written by the build")]
pub(crate) static SETS: ([u8; 256], Set, Set, &[u8]) = include!(concat!(env!("OUT_DIR"), "/word-sets.rs"));

/// Whether a text may hold the name of a family. Most do not, and need not be split into words.
pub(crate) fn may_name_family(text: &str) -> bool {
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
    !text.is_ascii() || words.any(|word| has(&SETS.1, start_bit(word)) && signs(word) & OF_NAME != 0)
}

/// What a word of ASCII letters is a sign of, whatever its case.
pub(crate) fn signs(word: &[u8]) -> u8 {
    let mut lower = [0; MOST_SIGN_LETTERS];
    let Some(lower) = lower.get_mut(..word.len()) else { return 0 };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    SETS.3[usize::from(DICTIONARY.whole_word(lower))]
}

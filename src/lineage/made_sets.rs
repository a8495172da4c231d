//! The sets of words that the build makes of names, denials and outputs.

use super::word_sets::{WORD_BITS, has, word_bits};

pub(crate) type Set = [u64; WORD_BITS / 64];

/// What each byte is; the starts of all words that are looked for; starts and ends of words of which every name and every denial in ASCII
/// has one; starts of words for outputs.
#[expect(clippy::unreadable_literal, reason = "written by the build")]
pub(crate) static SETS: ([u8; 256], Set, [Set; 2], Set) = include!(concat!(env!("OUT_DIR"), "/word-sets.rs"));

/// Whether a text may hold the name of a family. Most do not, and need not be split into words.
pub(crate) fn may_name_family(text: &str) -> bool {
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
    !text.is_ascii() || words.any(|word| is_in(&SETS.2, word_bits(word)))
}

/// Whether the sets of starts and of ends have the bits of a word.
pub(crate) fn is_in(sets: &[Set; 2], [first, last]: [usize; 2]) -> bool {
    has(&sets[0], first) && has(&sets[1], last)
}

//! One word of a text, as the recogniser uses it.

use super::hash;

/// A run of letters and digits, folded to lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Hash of its letters.
    pub(super) hash: u64,
    /// First byte in the text.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// Its line, from 0; tags that end a line count as lines too.
    pub(super) line: u32,
    /// How many letters it has, after folding.
    pub(super) letters: u16,
    /// What its letters are.
    pub(super) kind: WordKind,
}

/// What the letters of a word are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    /// Digits only.
    Number,
    /// Digits only, after a number and a point: the `1` of `3.1`.
    Fraction,
    /// One letter, or up to five of `i`, `v` and `x`, as clauses are counted.
    Enumerator,
    /// Anything else.
    Plain,
}

/// A sign that says something, which no layout puts between words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// Its first byte in the text.
    pub(super) at: u32,
    /// Its character, after folding.
    pub(super) sign: char,
    /// Of a [`COUNT`] or [`COUNT_LETTER`], the hash of what it stands for; 0 of others.
    pub(super) value: u32,
}

/// Stands for a number that counts a clause, and is no word of it.
pub(super) const COUNT: char = '#';
/// Stands for a letter or Roman numeral that counts a clause.
pub(super) const COUNT_LETTER: char = '§';

/// What was read in a text.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) words: Vec<Word>,
    /// In the order of the text.
    pub(super) signs: Vec<Sign>,
}

/// Words that come with the numbers of pages and clauses.
const NUMBERED: [u64; 6] = hash::words(["page", "of", "section", "article", "clause", "paragraph"]);

impl Word {
    /// Whether it may belong to the number of a page or a clause, and says nothing else.
    pub(super) fn is_numbering(&self) -> bool {
        self.kind != WordKind::Plain || self.is_numbered()
    }

    /// Whether it is one of the words that come with the numbers of pages and clauses.
    pub(super) fn is_numbered(&self) -> bool {
        NUMBERED.contains(&self.hash)
    }
}

/// Whether a name begins at a word, and does not continue as a later version like `3` to `3.1`.
pub(super) fn is_name(words: &[Word], at: usize, name: &[u64]) -> bool {
    let Some(row) = words.get(at..at + name.len()) else { return false };
    let goes_on = || words.get(at + name.len()).is_some_and(|next| next.kind == WordKind::Fraction);
    row.iter().map(|word| word.hash).eq(name.iter().copied()) && !goes_on()
}

//! All phrases of the lexicon and all names of families as one automaton over words, which the build makes of them.
//!
//! Each word has a number: its own where a phrase or a name has that word, else that of the longest stem (`tun*`) with which it begins, else 0.
//! The number of the next word leads from one state to another, and a state knows the tags of the phrases and the names that end there. So
//! the cost of a word does not depend on how many phrases begin with it.

#![allow(dead_code, unreachable_pub, reason = "shared with the build")]

use super::grammar::Tags;
use super::schema::Use;
use super::word_sets::start_bit;
use crate::embedded::{List, Text};

/// The number of a word.
pub(crate) type Number = u16;

/// The automaton.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    /// The words by number, one after another: first the stems in their order, then the whole words.
    pub(crate) text: Text,
    /// Where each ends in `text`.
    pub(crate) ends: List<u16>,
    /// Numbers of whole words, each at the place that its [`hash`] gives it or the next free one; a power of two of places.
    pub(crate) slots: List<Number>,
    /// Of each stem the longest other one with which it begins.
    pub(crate) shorter: List<Number>,
    /// The bits of their first letters, by which most words are known to begin with none.
    pub(crate) beginnings: List<u64>,
    /// Where the first word of a phrase leads to, by number.
    pub(crate) first: List<u16>,
    /// The states; 0 is none, and the last one only ends the lists of the one before.
    pub(crate) states: List<State>,
    /// Numbers and where they lead to, sorted for each state.
    pub(crate) edges: List<(Number, u16)>,
    /// Names of families, for each state.
    pub(crate) names: List<Name>,
}

/// Where words that begin a phrase or a name have led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct State {
    /// Tags of the phrases that end here.
    pub(crate) tags: Tags,
    /// What they mean in a sentence on a license.
    pub(crate) license: Tags,
    /// Whether a name of a family ends here or farther on.
    pub(crate) begins_name: bool,
    /// Where its edges begin.
    pub(crate) edges: u16,
    /// Where its names begin.
    pub(crate) names: u16,
}

/// A name of a family that ends at a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// Index of the family.
    pub(crate) family: usize,
    /// Where it counts.
    pub(crate) usage: Use,
}

/// A number that words of different letters rarely share.
pub(crate) fn hash(word: &[u8]) -> usize {
    let sum = word.iter().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (sum ^ sum >> 15) as usize
}

impl Dictionary {
    /// The number of a word in lower case.
    pub(crate) fn number(&self, word: &[u8]) -> Number {
        Some(self.whole_word(word)).filter(|number| *number != 0).unwrap_or_else(|| self.stem(word))
    }

    /// The number of a word that a phrase or a name has as it is; 0 for another.
    pub(crate) fn whole_word(&self, word: &[u8]) -> Number {
        let mut slot = hash(word);
        loop {
            match self.slots[slot & (self.slots.len() - 1)] {
                0 => return 0,
                number if self.word(usize::from(number)) == word => return number,
                _ => slot += 1,
            }
        }
    }

    /// The number of the longest stem with which a word begins.
    fn stem(&self, word: &[u8]) -> Number {
        let bit = start_bit(word);
        if self.beginnings[bit / 64] >> (bit % 64) & 1 == 0 {
            return 0;
        }
        // The last stem that does not come after the word, or one with which that stem begins.
        let (mut low, mut high) = (0, self.shorter.len());
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) <= word { low = middle } else { high = middle }
        }
        while low > 0 && !word.starts_with(self.word(low)) {
            low = usize::from(self.shorter[low]);
        }
        u16::try_from(low).unwrap_or_default()
    }

    /// The word of a number.
    pub(crate) fn word(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| usize::from(self.ends[before]));
        &self.text.as_bytes()[start..usize::from(self.ends[number])]
    }

    /// Where a word leads to from a state, or from none; 0 where no phrase goes on with it.
    pub(crate) fn next(&self, state: u16, number: Number) -> u16 {
        if state == 0 {
            return self.first[usize::from(number)];
        }
        let state = usize::from(state);
        let edges = &self.edges[usize::from(self.states[state].edges)..usize::from(self.states[state + 1].edges)];
        edges.binary_search_by_key(&number, |(number, _)| *number).map_or(0, |at| edges[at].1)
    }

    /// The names that end at a state.
    pub(crate) fn names(&self, state: u16) -> &[Name] {
        let state = usize::from(state);
        &self.names[usize::from(self.states[state].names)..usize::from(self.states[state + 1].names)]
    }
}

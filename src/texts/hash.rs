//! The arithmetic of fingerprints: words, five words in a row, and whole clauses as numbers.
//!
//! A clause is hashed over its letters and digits alone, as one polynomial modulo 2^64, so that it
//! does not matter where a layout breaks its words.

/// Base of the polynomial; odd, so that multiplying by it loses nothing.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many words stand in one sampled row.
pub(crate) const ROW: usize = 5;

/// The hash of `text` followed by one more letter.
pub(crate) const fn push(hash: u64, letter: u64) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(letter)
}

/// The hash of a short lower-case word.
pub(crate) const fn word(letters: &str) -> u64 {
    let bytes = letters.as_bytes();
    let mut hash = 0;
    let mut at = 0;
    while at < bytes.len() {
        hash = push(hash, bytes[at] as u64);
        at += 1;
    }
    hash
}

/// The hash of a text of hash `before`, followed by one of hash `after` and `length` letters.
pub(crate) const fn join(before: u64, after: u64, length: u32) -> u64 {
    before.wrapping_mul(power(length)).wrapping_add(after)
}

/// The hash of what stands between two prefixes of a text, `length` letters apart.
pub(crate) const fn between(before: u64, through: u64, length: u32) -> u64 {
    through.wrapping_sub(before.wrapping_mul(power(length)))
}

const fn power(mut exponent: u32) -> u64 {
    let mut result = 1u64;
    let mut square = BASE;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result.wrapping_mul(square);
        }
        square = square.wrapping_mul(square);
        exponent >>= 1;
    }
    result
}

/// Five words in a row, kept up to date word by word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Row {
    last: [u64; ROW],
    seen: usize,
}

impl Row {
    const STEP: u64 = 0xD6E8_FEB8_6659_FD93;

    /// Takes the next word in; the key of the five words that end with it, once there are five.
    pub(crate) fn push(&mut self, word: u64) -> Option<u32> {
        self.last.copy_within(1.., 0);
        self.last[ROW - 1] = (word ^ (word >> 29)).wrapping_mul(0x2545_F491_4F6C_DD1D);
        self.seen += 1;
        (self.seen >= ROW).then(|| self.key())
    }

    fn key(self) -> u32 {
        let sum = self.last.iter().fold(0u64, |sum, word| sum.wrapping_mul(Self::STEP).wrapping_add(*word));
        let mixed = (sum ^ (sum >> 31)).wrapping_mul(0x9FB2_1C65_1E98_DF25);
        (mixed >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_sum_of_its_parts() {
        let (ab, cde) = (word("ab"), word("cde"));
        assert_eq!(join(ab, cde, 3), word("abcde"));
        assert_eq!(between(ab, word("abcde"), 3), cde);
    }

    #[test]
    fn a_row_forgets_what_came_before() {
        let key = |words: &[u64]| {
            words
                .iter()
                .fold((Row::default(), None), |(mut row, _), w| {
                    let key = row.push(*w);
                    (row, key)
                })
                .1
        };
        assert_eq!(key(&[1, 2, 3, 4]), None);
        assert_eq!(key(&[9, 8, 1, 2, 3, 4, 5]), key(&[1, 2, 3, 4, 5]));
        assert_ne!(key(&[1, 2, 3, 5, 4]), key(&[1, 2, 3, 4, 5]));
    }
}

//! The arithmetic of fingerprints: words, five words in a row, and whole clauses as numbers.
//!
//! A clause is hashed over its letters and digits alone, as one polynomial modulo 2^64, so that it
//! does not matter where a layout breaks its words.

/// Base of the polynomial; odd, so that multiplying by it loses nothing.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many words one sampled row has.
pub(super) const GRAM_WORDS: usize = 5;

/// How many leading bits of the key of a row choose its bucket in the table of all rows.
pub(super) const BUCKET_BITS: u32 = 13;

/// The hash of `text` followed by one more letter.
pub(super) const fn push(hash: u64, letter: u64) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(letter)
}

/// The hash of a short lower-case word.
pub(super) const fn word(letters: &str) -> u64 {
    let bytes = letters.as_bytes();
    let mut hash = 0;
    let mut at = 0;
    while at < bytes.len() {
        hash = push(hash, bytes[at] as u64);
        at += 1;
    }
    hash
}

/// The hashes of short lower-case words.
pub(super) const fn words<const N: usize>(texts: [&str; N]) -> [u64; N] {
    let mut hashes = [0; N];
    let mut at = 0;
    while at < N {
        hashes[at] = word(texts[at]);
        at += 1;
    }
    hashes
}

/// A hash in half as many bits.
pub(super) const fn short(hash: u64) -> u32 {
    (hash.wrapping_mul(BASE) >> 32) as u32
}

/// The hash of a text of hash `before`, followed by one of hash `after` and `length` letters.
pub(super) const fn join(before: u64, after: u64, length: u32) -> u64 {
    before.wrapping_mul(power(length)).wrapping_add(after)
}

/// The hash of the text between two prefixes of a text, `length` letters apart.
pub(super) const fn between(before: u64, through: u64, length: u32) -> u64 {
    through.wrapping_sub(before.wrapping_mul(power(length)))
}

/// Powers of [`BASE`] for the lengths of words.
const POWERS: [u64; 32] = {
    let mut powers = [1u64; 32];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1].wrapping_mul(BASE);
        at += 1;
    }
    powers
};

const fn power(exponent: u32) -> u64 {
    if (exponent as usize) < POWERS.len() {
        return POWERS[exponent as usize];
    }
    let half = power(exponent / 2);
    half.wrapping_mul(half).wrapping_mul(POWERS[(exponent % 2) as usize])
}

/// Five words in a row, updated word by word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RollingGram {
    /// The last words, the oldest first.
    last: [u64; GRAM_WORDS],
    seen: usize,
    /// Polynomial over the last words.
    sum: u64,
}

impl RollingGram {
    const STEP: u64 = 0xD6E8_FEB8_6659_FD93;
    /// What a word is multiplied by when it leaves the row.
    const GONE: u64 = Self::STEP.wrapping_pow(5);

    /// Adds the next word; returns the key of the five words that end with it, once there are five.
    pub(super) fn push(&mut self, word: u64) -> Option<u32> {
        let mixed = (word ^ (word >> 29)).wrapping_mul(0x2545_F491_4F6C_DD1D);
        let [oldest, b, c, d, e] = self.last;
        self.last = [b, c, d, e, mixed];
        self.sum = self.sum.wrapping_mul(Self::STEP).wrapping_add(mixed).wrapping_sub(oldest.wrapping_mul(Self::GONE));
        self.seen += 1;
        (self.seen >= GRAM_WORDS).then(|| self.key())
    }

    fn key(self) -> u32 {
        let mixed = (self.sum ^ (self.sum >> 31)).wrapping_mul(0x9FB2_1C65_1E98_DF25);
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
                .fold((RollingGram::default(), None), |(mut row, _), w| {
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

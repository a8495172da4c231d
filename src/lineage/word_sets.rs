//! Sets of words as bits, by a few of their letters: shared with the build, which makes them. A set may hold a word that was not put into
//! it, never lacks one that was.

/// How many bits the set of the names of known models has.
pub(crate) const NAME_BITS: usize = 1 << 15;
/// How many buckets known models are in.
pub(crate) const BUCKETS: usize = 1 << 13;
/// How many bits a set of words has.
pub(crate) const WORD_BITS: usize = 4_096;

/// How many letters of a word its bit is made of.
pub(crate) const START_LETTERS: usize = 3;

// What a word is a sign of; a set of bits.
/// It may be part of the name of a family.
pub(crate) const OF_NAME: u8 = 1;
/// It may be part of a denial of any lineage.
pub(crate) const OF_DENIAL: u8 = 2;
/// It may mention outputs.
pub(crate) const OF_OUTPUT: u8 = 4;
/// It may mention a license.
pub(crate) const OF_LICENSE: u8 = 8;
/// It is a word of the law.
pub(crate) const OF_LAW: u8 = 16;
/// Most letters of such a word.
pub(crate) const MOST_SIGN_LETTERS: usize = 32;

/// The bit of the first six letters and digits of a name, whatever their case.
pub(crate) fn name_bit(name: &str) -> usize {
    let first = name.bytes().filter(u8::is_ascii_alphanumeric).take(6);
    (mixed(first.map(|byte| byte.to_ascii_lowercase())) >> 17) as usize
}

/// The bucket of known models that a name is in, by its letters and digits in lower case.
pub(crate) fn bucket(key: &str) -> usize {
    (mixed(key.bytes()) >> 19) as usize
}

fn mixed(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0u32, |sum, byte| sum.wrapping_mul(0x0100_0193) ^ u32::from(byte)).wrapping_mul(0x9E37_79B9)
}

/// The bit of the first letters of a word, whatever their case.
#[inline]
pub(crate) fn start_bit(word: &[u8]) -> usize {
    let letters = word.iter().take(START_LETTERS);
    letters.fold(0, |sum, letter| sum * 33 + usize::from(letter | 0x20)) % WORD_BITS
}

/// Whether a set has a bit.
pub(crate) fn has(set: &[u64], bit: usize) -> bool {
    set[bit / 64] >> (bit % 64) & 1 == 1
}

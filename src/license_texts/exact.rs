//! Recognises a licensor's own text character by character; only white space may differ.
//!
//! The hashes of clauses pass over punctuation, so they say that words are the same. Here nothing may be put in at all.

use super::identified::{Completeness, FoundLicense, Identified};
use crate::source::Span;
use blake2::Blake2b;
use blake2::digest::consts::U32;
use memchr::memmem::Finder;
use sha2::{Digest as _, Sha256};

/// SHA-256 of a text with a blank for each run of white space, by which an edition is known.
pub fn exact_hash(text: &str) -> [u8; 32] {
    let runs = text.split_whitespace();
    Sha256::digest(runs.fold(String::with_capacity(text.len() + 1), |joined, run| joined + run + " ")).into()
}

/// Bytes of a text with a blank for each run of ASCII white space.
pub fn exact_length(text: &str) -> usize {
    joined(text).len()
}

/// The hash `BLAKE2b`, of 256 bits, of a text with a blank for each run of ASCII white space: a quarter of the work of SHA-256 where the
/// processor does not help with that.
pub fn alone_hash(text: &str) -> [u8; 32] {
    hash_of(&joined(text))
}

fn hash_of(joined: &[u8]) -> [u8; 32] {
    Blake2b::<U32>::digest(joined).into()
}

/// A text with a blank for each run of ASCII white space: the bytes of [`exact_hash`], unless there is other white space in it.
fn joined(text: &str) -> Vec<u8> {
    // Without branches, so that the compiler takes many bytes at once.
    let blanked: Vec<u8> = text.bytes().map(|byte| if is_blank(byte) { b' ' } else { byte }).collect();
    let two_blanks = Finder::new(b"  ");
    let mut joined = Vec::with_capacity(blanked.len() + 1);
    let mut rest = past_blanks(&blanked);
    while let Some(at) = two_blanks.find(rest) {
        joined.extend_from_slice(&rest[..=at]);
        rest = past_blanks(&rest[at..]);
    }
    joined.extend_from_slice(rest);
    if joined.last().is_some_and(|byte| *byte != b' ') {
        joined.push(b' ');
    }
    joined
}

fn past_blanks(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| *byte != b' ').unwrap_or(text.len());
    &text[start..]
}

const fn is_blank(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

/// What is recognized in a text that is a licensor's own, and holds nothing besides: the same as a search of all texts finds, at a fraction
/// of the work.
pub(super) fn alone(text: &str) -> Option<Identified> {
    let shown = joined(text);
    let bytes = u32::try_from(shown.len()).ok()?;
    let known = super::built_in::ALONE;
    let first = known.partition_point(|known| known.bytes < bytes);
    let alike = known[first..].iter().take_while(|known| known.bytes == bytes);
    let mut hash = None;
    // White space beyond ASCII makes another hash: the text is searched then.
    let found = { alike }.find(|known| known.hash == *hash.get_or_insert_with(|| hash_of(&shown)))?;
    let start = text.find(char::is_alphanumeric)?;
    let (last, end) = text.char_indices().rfind(|(_, c)| c.is_alphanumeric())?;
    let license = FoundLicense {
        license: found.license,
        edition: found.edition,
        completeness: Completeness::Complete,
        coverage: 1.0,
        missing: Vec::new(),
        altered: Vec::new(),
        span: Span::new(start, last + end.len_utf8()),
    };
    Some(Identified { licenses: vec![license], is_alone: true, ..Identified::default() })
}

/// The license of which a text is an edition, but for white space.
pub(crate) fn exact(text: &str) -> Option<&'static str> {
    let hash = exact_hash(text);
    super::built_in::EXACT.iter().find(|(known, _)| *known == hash).map(|(_, license)| *license)
}

/// Whether any edition of a license is known character by character.
pub(crate) fn has_exact(license: &str) -> bool {
    super::built_in::EXACT.iter().any(|(_, known)| *known == license)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_alone_has_the_hash_of_its_words() {
        let known = "ae37bd1dd82bcb12583c90b38c6dbac836799c5c9621527c6dfe90f08e5d713c";
        for text in ["a b", "a  b\n", "\ta\r\nb "] {
            assert_eq!(crate::lfs::hexadecimal(&alone_hash(text)), known, "{text:?}");
        }
        assert_ne!(alone_hash("ab"), alone_hash("a b"));
    }

    #[test]
    fn a_text_is_joined_as_it_is_hashed() {
        for text in [
            "",
            " ",
            "   ",
            "a",
            " a",
            "a ",
            "a   ",
            "a  b\r\n\tc",
            "a    b  c",
            "\u{b}a\u{c}b",
            "é b",
            "\u{1c}a b",
            "a\0 b",
        ] {
            let joined = joined(text);
            let runs = text.as_bytes().split(|byte| is_blank(*byte)).filter(|run| !run.is_empty());
            assert_eq!(exact_length(text), runs.map(|run| run.len() + 1).sum::<usize>(), "{text:?}");
            assert_eq!(exact_hash(text), <[u8; 32]>::from(Sha256::digest(joined)), "{text:?}");
        }
    }
}

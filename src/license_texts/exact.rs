//! Recognises a licensor's own text character by character; only white space may differ.
//!
//! The hashes of clauses pass over punctuation, so they say that words are the same. Here nothing may be put in at all.

use super::identified::{Completeness, FoundLicense, Identified};
use crate::source::Span;
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

/// A text with a blank for each run of ASCII white space: that of [`exact_hash`], unless there is other white space in it.
fn joined(text: &str) -> Vec<u8> {
    let mut joined = Vec::with_capacity(text.len() + 1);
    for run in text.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')).filter(|run| !run.is_empty()) {
        joined.extend_from_slice(run);
        joined.push(b' ');
    }
    joined
}

/// What is recognized in a text that is a licensor's own, and holds nothing besides: the same as a search of all texts finds, at a fraction
/// of the work.
pub(super) fn alone(text: &str) -> Option<Identified> {
    let joined = joined(text);
    let bytes = u32::try_from(joined.len()).ok()?;
    let known = super::built_in::ALONE;
    let first = known.partition_point(|known| known.bytes < bytes);
    let alike = known[first..].iter().take_while(|known| known.bytes == bytes);
    let mut hash = None;
    // White space beyond ASCII makes another hash: the text is searched then.
    let hash_of = || <[u8; 32]>::from(Sha256::digest(&joined));
    let found = { alike }.find(|known| known.hash == *hash.get_or_insert_with(hash_of))?;
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
    fn a_text_is_joined_as_it_is_hashed() {
        for text in ["", " ", "a", " a", "a ", "a  b\r\n\tc", "\u{b}a\u{c}b", "é b", "\u{1c}a b", "a\0 b"] {
            assert_eq!(exact_hash(text), <[u8; 32]>::from(Sha256::digest(joined(text))), "{text:?}");
        }
    }
}

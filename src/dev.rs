//! What commands in `dev/` use beyond the public face. Nothing here is promised.

pub use crate::license_texts::clause::EditionClause;
pub use crate::license_texts::prepare::{Density, Plan, prepare};
pub use crate::license_texts::{alone_hash, exact_hash, exact_length, identify_by_search, shown_markdown};
use crate::lineage::{may_hold_license, prefilter};

/// The text in the bytes of a file, whatever its encoding.
pub fn decode(bytes: &[u8]) -> String {
    crate::decode::decode(bytes).text.into_owned()
}

/// Whether a card with such a text in it is searched for license texts at all.
pub fn is_searched(text: &str) -> bool {
    may_hold_license(&[prefilter(text)])
}

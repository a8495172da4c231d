//! What the header of one weights file holds, whatever its format.
//!
//! The readers of GGUF and safetensors are our own. For GGUF the lightest crate that is kept brings 13 crates, for safetensors the format's
//! own brings 25, wants the whole header and gives nothing of a faulty one. Ours stop at a bound, believe no number, and keep what
//! stands before a fault.

use super::clue::Clue;
use super::shape::Shape;
use crate::source::Place;

/// What the header of one file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Parents and names.
    pub(super) clues: Vec<Clue>,
    /// The license that it names: key and value.
    pub(super) license: Vec<(&'static str, String)>,
    /// What it says of the shape.
    pub(super) sizes: Sizes,
    /// Why the rest of it cannot be read; all before that counts.
    pub(super) broken: Option<String>,
}

/// Sizes of the weights, as far as one file has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) hidden: Option<u64>,
    pub(super) layers: Option<u64>,
    pub(super) intermediate: Option<u64>,
    pub(super) heads: Option<u64>,
    pub(super) vocabulary: Option<u64>,
}

/// The license that the header of a weights file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderLicense {
    pub(crate) place: Place,
    /// Keys with their values, such as `general.license` and `llama2`; the identifier first, then name and link.
    pub(crate) fields: Vec<(&'static str, String)>,
}

impl HeaderLicense {
    /// The key whose value is an address.
    pub(crate) const LINK: &'static str = "general.license.link";
}

impl Sizes {
    /// What two shards of one model say together.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            layers: self.layers.max(other.layers),
            intermediate: self.intermediate.or(other.intermediate),
            heads: self.heads.or(other.heads),
            vocabulary: self.vocabulary.or(other.vocabulary),
        }
    }

    /// The shape, if all of its sizes are known.
    pub(super) fn shape(self) -> Option<Shape> {
        Some(Shape { hidden: self.hidden?, layers: self.layers?, intermediate: self.intermediate?, heads: self.heads? })
    }
}

/// A field of a header as evidence shows it: "`general.name` = Tale".
pub(super) fn quoted(key: &str, value: &str) -> String {
    format!("`{key}` = {value}")
}

//! What a finding or a duty rests on: words, a reading of them, or a doubt.

use serde::{Deserialize, Serialize};

/// What a finding rests on, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The words of the license, or of the specification that is named.
    Text,
    /// A reading of those words, which another may not share.
    Interpretation,
    /// Unclear: you must decide.
    NeedsHuman,
}

//! How certain a finding or a duty is, in words. The type itself is also part of the build script, which needs none.

use crate::basis::Basis;

impl Basis {
    /// How certain it is, in words that appear in brackets after a clause.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Text => "explicit",
            Self::Interpretation => "our reading",
            Self::NeedsHuman => "unclear: ask counsel",
        }
    }
}

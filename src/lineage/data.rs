//! What the build made of `lineage/*.yml`: constants, so that nothing is read at start.

use super::schema::{Family, Limit, Weight};
use crate::report::{EvidenceKind, Strength};

#[cfg(test)]
pub(crate) use texts::PHRASES;
pub(crate) use texts::{DICTIONARY, FAMILIES, LICENSE_WORDS, OUTPUTS, PATTERNS, SERIES, TEXTS, USAGE};
pub(crate) use weights::WEIGHTS;

/// What is known of a family.
pub(crate) fn family(key: &str) -> Option<&'static Family> {
    FAMILIES.families.iter().find(|family| family.family == key)
}

/// What a kind of evidence is worth; the build has put the rows in the order of the kinds.
pub(crate) fn weight(kind: EvidenceKind) -> &'static Weight {
    &WEIGHTS.kinds[kind as usize]
}

impl Limit {
    /// What is left of a strength.
    pub(crate) fn of(self, strength: Strength) -> Strength {
        strength.min(WEIGHTS.limits[self as usize].strength)
    }
}

#[expect(clippy::unreadable_literal, reason = "written by the build")]
#[allow(clippy::enum_glob_use, reason = "the build writes what is used of them")]
mod texts {
    use crate::lineage::dictionary::{Dictionary, Name, State};
    use crate::lineage::grammar::{Element::*, Pattern, Phrase, Says::*, Scope::*};
    use crate::lineage::schema::{
        DataSet, Families, Family, LicenseExample, LicenseWords, Series, SeriesFile, Usage, Use::*,
    };
    use crate::model::Shape;
    include!(concat!(env!("OUT_DIR"), "/families.rs"));
    include!(concat!(env!("OUT_DIR"), "/dictionary.rs"));
    include!(concat!(env!("OUT_DIR"), "/license-words.rs"));
    include!(concat!(env!("OUT_DIR"), "/outputs.rs"));
    include!(concat!(env!("OUT_DIR"), "/patterns.rs"));
    #[cfg(test)]
    include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
    include!(concat!(env!("OUT_DIR"), "/series.rs"));
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    include!(concat!(env!("OUT_DIR"), "/usage.rs"));
}

#[allow(clippy::enum_glob_use, reason = "the build writes what is used of them")]
mod weights {
    use crate::lineage::schema::{Condition, Direction::*, Step, Weight, Weights};
    use crate::report::{Derived::*, EvidenceKind::*, Strength::*};
    include!(concat!(env!("OUT_DIR"), "/weights.rs"));
}

//! What the build made of `lineage/*.yml`: constants, so that nothing is read at start.

#![allow(clippy::unreadable_literal, clippy::enum_glob_use, reason = "written by the build")]

use super::schema::{Family, Limit, Weight};
use crate::report::{EvidenceKind, Strength};

pub(crate) use lexicon::{DICTIONARY, TEXTS};
#[cfg(test)]
pub(crate) use lexicon::{LICENSE_EXAMPLES, PHRASES};
pub(crate) use texts::{FAMILIES, OUTPUTS, PATTERNS, SERIES, USAGE};
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

mod texts {
    use crate::lineage::grammar::{Element::*, Pattern, Says::*, Scope::*};
    use crate::lineage::schema::{DataSet, Families, Family, Series, SeriesFile, Usage};
    use crate::model::Shape;
    include!(concat!(env!("OUT_DIR"), "/families.rs"));
    include!(concat!(env!("OUT_DIR"), "/outputs.rs"));
    include!(concat!(env!("OUT_DIR"), "/patterns.rs"));
    include!(concat!(env!("OUT_DIR"), "/series.rs"));
    include!(concat!(env!("OUT_DIR"), "/usage.rs"));
}

mod lexicon {
    use crate::lineage::dictionary::{Dictionary, Name, State};
    #[cfg(test)]
    use crate::lineage::schema::LicenseExample;
    use crate::lineage::{grammar::Phrase, schema::Use::*};
    include!(concat!(env!("OUT_DIR"), "/dictionary.rs"));
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    #[cfg(test)]
    include!(concat!(env!("OUT_DIR"), "/license-examples.rs"));
    #[cfg(test)]
    include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
}

mod weights {
    use crate::lineage::schema::{Condition, Direction::*, Step, Weight, Weights};
    use crate::report::{Derived::*, EvidenceKind::*, Strength::*};
    include!(concat!(env!("OUT_DIR"), "/weights.rs"));
}

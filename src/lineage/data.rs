//! What the build made of `lineage/*.yml`: constants, so that nothing is read at start.

use super::schema::Family;
use super::weights::{Limit, Weight};
use crate::report::{EvidenceKind, Strength};

pub(crate) use families::VALUE as FAMILIES;
pub(crate) use lexicon::VALUE as LEXICON;
pub(crate) use outputs::VALUE as OUTPUTS;
pub(crate) use patterns::VALUE as PATTERNS;
pub(crate) use usage::VALUE as USAGE;
pub(crate) use weights::VALUE as WEIGHTS;

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
mod families {
    use crate::lineage::schema::Use::{Anywhere, AtStart, Except, InIds, Whole, WithSize};
    use crate::lineage::schema::{Families, Family, Name};
    use crate::model::Shape;
    include!(concat!(env!("OUT_DIR"), "/families.rs"));
}

mod outputs {
    use crate::lineage::schema::{DataSet, Outputs};
    include!(concat!(env!("OUT_DIR"), "/outputs.rs"));
}

mod usage {
    use crate::lineage::schema::Usage;
    include!(concat!(env!("OUT_DIR"), "/usage.rs"));
}

#[expect(clippy::unreadable_literal, reason = "written by the build")]
mod lexicon {
    use crate::lineage::grammar::{Lexicon, Phrase};
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

#[expect(clippy::unreadable_literal, reason = "written by the build")]
mod patterns {
    use crate::lineage::grammar::Element::{End, Gap, Maybe, One, Start};
    use crate::lineage::grammar::Pattern;
    use crate::lineage::grammar::Says::{
        Architecture, Code, Descends, Label, License, Link, Member, Offers, Outputs, Partial, Presents, Scratch,
    };
    use crate::lineage::grammar::Scope::{Block, Sentence};
    include!(concat!(env!("OUT_DIR"), "/patterns.rs"));
}

#[allow(clippy::enum_glob_use, reason = "the build writes what is used of them")]
mod weights {
    use crate::lineage::weights::Direction::{Against, Doubt, For};
    use crate::lineage::weights::{Condition, Step, Weight, Weights};
    use crate::report::Derived::{No, Uncertain, Yes};
    use crate::report::EvidenceKind::*;
    use crate::report::Strength::{Decisive, Hint, Medium, Strong};
    include!(concat!(env!("OUT_DIR"), "/weights.rs"));
}

//! What the build made of `lineage/*.yml`: constants, so that nothing is read at start.

use super::schema::Family;

pub(crate) use families::VALUE as FAMILIES;
pub(crate) use outputs::VALUE as OUTPUTS;
pub(crate) use phrases::VALUE as PHRASES;

/// What is known of a family.
pub(crate) fn family(key: &str) -> Option<&'static Family> {
    FAMILIES.families.iter().find(|family| family.family == key)
}

#[expect(clippy::unreadable_literal, reason = "written by the build")]
mod families {
    use crate::lineage::schema::Use::{Anywhere, AtStart, Except, InIds, Whole, WithSize};
    use crate::lineage::schema::{Families, Family, Name};
    use crate::model::Shape;
    include!(concat!(env!("OUT_DIR"), "/families.rs"));
}

mod phrases {
    use crate::lineage::schema::{FromScratch, Phrases, Side};
    include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
}

mod outputs {
    use crate::lineage::schema::{DataSet, Outputs};
    include!(concat!(env!("OUT_DIR"), "/outputs.rs"));
}

//! What the commands in `dev/`, the fuzz targets and the tests of the repository use beyond the public face. Nothing here is promised.

pub use crate::decode::{Encoding, decode};
pub use crate::license_texts::edition::{Edition, EditionClause};
pub use crate::license_texts::prepare::{Density, Plan, prepare};
pub use crate::lineage::{may_hold_license, prefilter};

//! Types of the data that the build writes as constants: nothing is read or built when the program starts.
//!
//! `src/policy/types.rs` and `src/lineage/schema.rs` are compiled twice. In the build they hold what serde reads from YAML
//! (`String`, `Vec`). Here they hold constants, under the names of this module.

/// A text of the embedded data.
pub(crate) type Text = &'static str;

/// A list of the embedded data.
pub(crate) type List<T> = &'static [T];

//! Stand-in until the core is merged.
pub mod files;

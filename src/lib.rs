//! Judges whether a model repository meets what the license of its base model asks.
mod agreement_copies;
pub mod audit;
pub mod basis;
pub mod check;
pub mod cli;
mod declaration;
pub mod decode;
#[doc(hidden)]
pub mod dev;
pub mod disk;
pub mod embedded;
pub mod explain;
pub mod find_ignoring_case;
pub mod fix;
pub mod http;
mod license_texts;
pub mod lineage;
pub mod model;
pub mod notice;
pub mod policy;
pub mod render;
pub mod report;
pub mod review;
pub mod rules;
pub mod source;
mod spelling;
pub mod tree;
mod wording;
pub mod yaml;

pub use license_texts::{Completeness, FoundLicense, Identified, identify};

#[cfg(test)]
#[path = "../tests/unit/mod.rs"]
mod unit;

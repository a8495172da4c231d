//! Judges whether a model repository meets what the license of its base model asks.
mod agreement_copies;
pub mod audit;
pub mod basis;
pub mod check;
pub mod cli;
mod declaration;
pub mod decode;
pub mod disk;
pub mod embedded;
pub mod explain;
pub mod fetch;
pub mod find_ignoring_case;
pub mod fix;
pub mod github;
pub mod hub;
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
pub mod texts;
pub mod tree;
mod wording;
pub mod yaml;

#[cfg(test)]
#[path = "../tests/unit/mod.rs"]
mod unit;

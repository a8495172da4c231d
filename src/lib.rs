//! Judges whether a model repository meets what the license of its base model asks.
pub mod decode;
pub mod finding;
pub mod lineage;
pub mod report;
pub mod source;
pub mod texts;
pub mod tree;

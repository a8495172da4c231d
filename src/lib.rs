//! Judges whether a model repository meets what the license of its base model asks.
pub mod basis;
pub mod card;
pub mod check;
pub mod config;
pub mod decode;
pub mod disk;
pub mod explain;
pub mod finding;
pub mod lineage;
pub mod model;
pub mod policy;
pub mod render;
pub mod report;
pub mod source;
pub mod texts;
pub mod tree;
pub mod yaml;

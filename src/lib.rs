//! Judges whether a model repository meets what the license of its base model asks.
pub mod audit;
pub mod basis;
pub mod card;
pub mod change;
pub mod check;
pub mod config;
pub mod declaration;
pub mod decode;
pub mod disk;
pub mod embedded;
pub mod event;
pub mod explain;
pub mod fetch;
pub mod finding;
pub mod fix;
pub mod github;
pub mod hub;
pub mod lineage;
pub mod model;
pub mod notice;
pub mod papers;
pub mod policy;
pub mod render;
pub mod report;
pub mod review;
pub mod rules;
pub mod saved;
pub mod sought;
pub mod source;
mod spelling;
pub mod texts;
pub mod tree;
pub mod worktree;
pub mod yaml;

#[cfg(test)]
#[path = "../tests/unit/mod.rs"]
mod unit;

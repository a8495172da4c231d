//! Reads YAML into a tree with places, and says how the Hub reads it.
//!
//! The Hub's Python client reads cards with `PyYAML`, its site with `js-yaml`, and they differ: `no`, `1e3`, `0o17`. So the
//! tree holds what is written; [`pyyaml`] and [`js_yaml`] give the value that either takes from a scalar.
//! Only the six fields of license and lineage are asked for both; where they differ, `rules/readers.rs` makes a finding.
//! `refusal` tells what `PyYAML` refuses although it is YAML. Of what the site alone refuses, only a key that stands twice is told: of 3,532 front
//! matters that `PyYAML` reads, js-yaml refuses one, for that. Values of the real readers are recorded in `tests/recorded`.

mod builder;
mod compare;
mod deserialize;
mod error;
pub(crate) mod js_yaml;
mod json;
mod lookup;
mod number;
mod parse;
mod plain;
mod plain_words;
pub(crate) mod pyyaml;
mod refusal;
#[cfg(test)]
mod tests;
mod tree;
mod value;

pub(crate) use compare::equal_except;
pub(crate) use deserialize::from_document;
pub(crate) use error::{Error, ErrorKind};
pub(crate) use json::parse_json;
pub(crate) use lookup::{Duplicate, Entry, Level, ScalarBelow};
pub(crate) use parse::{parse, parse_documents};
pub(crate) use refusal::pyyaml_refusal;
pub(crate) use tree::{Document, Kind, Node};
pub(crate) use value::Value;

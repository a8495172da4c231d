//! The shape of a model's weights; shared with the build, which reads shapes of families.

#![allow(dead_code, unreachable_pub, reason = "shared with the build, which reads other fields than the library")]

/// The shape of a model's weights, in the units of `config.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Shape {
    /// `hidden_size`.
    pub(crate) hidden: u64,
    /// `num_hidden_layers`.
    pub(crate) layers: u64,
    /// `intermediate_size`.
    pub(crate) intermediate: u64,
    /// `num_attention_heads`.
    pub(crate) heads: u64,
}

impl std::fmt::Display for Shape {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { hidden, layers, intermediate, .. } = self;
        write!(formatter, "hidden size {hidden}, {layers} layers, intermediate size {intermediate}")
    }
}

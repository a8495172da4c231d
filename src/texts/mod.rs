//! Stand-in until the engine is merged.
use crate::source::Span;
/// Verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// c
    Complete,
    /// p
    Partial,
    /// a
    Altered,
    /// m
    Mention,
}
/// Found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// l
    pub license: &'static str,
    /// e
    pub edition: &'static str,
    /// v
    pub verdict: Verdict,
    /// c
    pub coverage: f64,
    /// m
    pub missing: Vec<&'static str>,
    /// a
    pub altered: Vec<&'static str>,
    /// s
    pub span: Span,
}
/// Identified.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identified {
    /// l
    pub licenses: Vec<Found>,
    /// o
    pub other_text: bool,
}
/// identify
pub fn identify(_text: &str) -> Identified {
    Identified::default()
}

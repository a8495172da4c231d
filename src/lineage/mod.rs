//! Lineage: whether a model descends from a family that a policy speaks of, and by which evidence.

mod facts;
pub mod known;
mod named;
mod names;
mod prose;
mod words;

use crate::source::Place;
use serde::Serialize;

/// Whether a model descends from a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Derived {
    /// The evidence says so.
    Yes,
    /// Nothing says so, or better evidence says otherwise.
    No,
    /// The evidence does not decide.
    Uncertain,
}

/// How much a piece of evidence weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Only a reason to look.
    Hint,
    /// Counts beside other evidence.
    Medium,
    /// Says it in words, or is written by a tool.
    Strong,
    /// Decides.
    Decisive,
}

/// One piece of evidence for or against descent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is, such as `base-model`, `adapter-config`, `prose`, `from-scratch`.
    pub kind: &'static str,
    /// Where it stands.
    pub place: Place,
    /// The words that say it.
    pub text: String,
    /// How much it weighs.
    pub strength: Strength,
    /// Whether it speaks for descent; otherwise it speaks against it.
    pub speaks_for: bool,
}

/// What is known of a model's descent from one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The family, such as `llama2`.
    pub family: String,
    /// The verdict.
    pub derived: Derived,
    /// Ids of the models that the descent runs through, nearest first.
    pub via: Vec<String>,
    /// All evidence, strongest first.
    pub evidence: Vec<Evidence>,
}

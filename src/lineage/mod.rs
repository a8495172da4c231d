//! Lineage: whether a model descends from a family that a policy speaks of, and by which evidence.

mod ancestry;
mod around;
mod clause;
mod columns;
mod evidence;
mod facts;
mod filter;
pub mod known;
mod named;
mod names;
mod prose;
mod title;
mod usage;
mod weigh;
mod words;

use crate::embedded::{List, Text};
use crate::model::{Model, Shape};
use crate::source::Place;
pub use ancestry::{Ancestry, Faults};
use evidence::Fact;
pub use evidence::stated_parents;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a model descends from a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// A kind of evidence in words that a person knows.
pub fn in_words(kind: &str) -> &str {
    match kind {
        "base-model" => "the `base_model` of the card",
        "adapter-config" => "an adapter configuration",
        "adapter-usage" | "usage" | "usage-known" => "code in the card",
        "recipe" => "a recipe",
        "config-name" | "local-path" => "a path that training left behind",
        "prose" | "own-prose" => "words of the card",
        "label" => "a label in the card",
        "listed-model" => "a list of parents",
        "link" => "a link",
        "tag" => "a tag",
        "declared-license" | "license-statement" => "the license that is named",
        "known-model" => "a known model",
        "model-name" | "weights-name" => "a name",
        "weights-shape" => "the shape of the weights",
        "other-shape" => "another shape of the weights",
        "architecture" => "only the architecture",
        "from-scratch" => "a denial",
        "partial" => "a part of the weights",
        "family-code" => "training code",
        other => other,
    }
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

/// Facts on models that the configuration adds to the table: identifier or name in lower case to family; and, behind both, what
/// a dump of cards says of parents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides(pub BTreeMap<String, String>, pub Option<Arc<Ancestry>>);

impl Overrides {
    fn family(&self, id: &str) -> Option<&str> {
        if self.0.is_empty() { None } else { self.0.get(&id.to_lowercase()).map(String::as_str) }
    }

    fn roots(&self, id: &str) -> Vec<ancestry::Root> {
        self.1.as_ref().map(|ancestry| ancestry.roots(id)).unwrap_or_default()
    }
}

/// A claim of descent that the caller found in license texts: the agreement, or the notice in the author's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// `agreement` or `notice`.
    pub kind: &'static str,
    /// The family whose license it is.
    pub family: String,
    /// How much it weighs.
    pub strength: Strength,
    /// Where.
    pub place: Place,
    /// What it is, in words.
    pub text: String,
}

/// Judges a model's descent from each of the families.
pub fn judge(model: &Model, families: &[&str], claims: Vec<Claim>, overrides: &Overrides) -> Vec<Lineage> {
    let mut all = evidence::gather(model, overrides);
    all.facts.extend(claims.into_iter().map(|claim| Fact {
        kind: claim.kind,
        family: claim.family,
        id: None,
        strength: claim.strength,
        place: claim.place,
        text: claim.text,
    }));
    let has_metadata = model.card.as_ref().is_some_and(|card| card.fence.is_some() || !card.unseen.is_empty());
    let is_published = has_metadata || !model.weights.is_empty() || !model.parents.is_empty();
    families.iter().map(|family| weigh::judge(family, &all, is_published)).collect()
}

/// Whether a text is, or holds, the name of a family.
pub fn names_family(text: &str) -> bool {
    names::family_of_name(text).is_some()
}

/// The families that evidence can speak of.
pub fn families() -> impl Iterator<Item = &'static str> {
    names::families().iter().map(|family| family.family)
}

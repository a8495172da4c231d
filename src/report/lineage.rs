//! What a check knows of a model's lineage: the evidence, and the verdict on each family.

pub use super::evidence_kind::{Derived, EvidenceKind, Strength};
use crate::source::Place;

/// One piece of evidence for or against lineage from a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// The place in the repository that shows it.
    pub place: Place,
    /// The line that says it, at most 300 characters.
    pub text: String,
    /// The pattern or the row of `lineage/weights.yml` that made it, by its id.
    pub pattern: &'static str,
    /// The words that matched, at most 200 characters.
    pub words: String,
    /// What it is worth.
    pub strength: Strength,
    /// Whether it is for lineage; otherwise it is against it.
    pub speaks_for: bool,
}

/// What is known of a model's lineage from one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The family, such as `llama2`.
    pub family: String,
    /// The verdict.
    pub derived: Derived,
    /// Ids of the models that the lineage runs through, nearest first.
    pub via: Vec<String>,
    /// All evidence, strongest first.
    pub evidence: Vec<Evidence>,
    /// The license that binds the model because a parent is under it, whatever the family; `family` is its identifier then.
    pub license: Option<InheritedLicense>,
}

/// A license that a model inherits from a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InheritedLicense {
    /// As its source states it.
    pub stated: String,
    /// Who says that the parent is under it.
    pub source: LicenseSource,
    /// The model that is under it, which is a stated parent or above one.
    pub of: String,
    /// Whether it is a stated parent that no license of a family binds, so that its words alone decide.
    pub is_direct: bool,
}

/// Who states the license of a parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseSource {
    /// The configuration.
    Configuration,
    /// The table of known models.
    Table,
    /// The Hub.
    Hub,
    /// A dump of cards.
    Dump,
}

impl LicenseSource {
    /// The word that JSON has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Table => "known-models",
            Self::Hub => "hub",
            Self::Dump => "dump",
        }
    }

    /// Where it is known from, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Configuration => "the configuration states it",
            Self::Table => "the gate's table of known models, as its publisher declares it",
            Self::Hub => "the Hugging Face Hub, as its publisher declares it",
            Self::Dump => "its card in the dump declares it",
        }
    }
}

impl Lineage {
    /// What the model derives from: the parent that is under the license, else the family, whose name is `family`.
    pub(crate) fn origin(&self, family: &str) -> String {
        self.license.as_ref().map_or_else(|| family.to_owned(), |license| format!("`{}`", license.of))
    }

    /// Ids of the models by way of which it is derived: all parents that the metadata or a tool name, or from the one parent up to the
    /// root.
    pub(crate) fn way(&self) -> Vec<&str> {
        let states = |one: &&Evidence| {
            let kinds = [EvidenceKind::BaseModel, EvidenceKind::AdapterConfig, EvidenceKind::Recipe];
            one.speaks_for && one.strength == Strength::Decisive && kinds.contains(&one.kind)
        };
        let mut parents: Vec<&str> = Vec::new();
        for evidence in self.evidence.iter().filter(states) {
            if !parents.iter().any(|parent| parent.eq_ignore_ascii_case(&evidence.text)) {
                parents.push(&evidence.text);
            }
        }
        if parents.len() > 1 { parents } else { self.via.iter().map(String::as_str).collect() }
    }

    /// Whether the report shows it: the model derives from the family, or something says that it might.
    pub fn is_reported(&self) -> bool {
        self.derived != Derived::No || self.evidence.iter().any(|evidence| evidence.speaks_for)
    }
}

/// A claim of lineage that the caller found in license texts: the agreement, or the notice in the author's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// [`EvidenceKind::Agreement`] or [`EvidenceKind::Notice`].
    pub kind: EvidenceKind,
    /// The family whose license it is.
    pub family: &'static str,
    /// Whether it lies in another folder than the model.
    pub elsewhere: bool,
    /// The sentence, or the first line of the text.
    pub place: Place,
    /// What it is, in words.
    pub text: String,
}

//! What `fix` would write, and what it leaves to a person, as data.

use super::scope::Scope;
use crate::report::{Finding, MissingText, Report};

/// What `fix` would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What it is about.
    pub(crate) scope: Scope,
    /// The files to write, by path.
    pub(crate) edits: Vec<Edit>,
    /// Errors and warnings that are gone then.
    pub(crate) fixed: Vec<FixedFinding>,
    /// Base models that are written into cards.
    pub(crate) stated: Vec<StatedParent>,
    /// Errors and warnings that stay.
    pub(crate) left: Vec<Left>,
    /// How many findings only inform. They are not fixed.
    pub(crate) informing: usize,
    /// The report on the tree as it is then.
    pub(crate) after: Report,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Path from the root of the tree.
    pub(crate) path: String,
    /// Its bytes now; nothing where it is made.
    pub(crate) old: Option<Vec<u8>>,
    /// Its bytes then.
    pub(crate) new: Vec<u8>,
}

/// A finding that the plan fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FixedFinding {
    /// As it was found.
    pub(crate) finding: Finding,
    /// The file whose change fixes it; nothing where the change for another finding fixes it as well.
    pub(crate) path: Option<String>,
}

/// A base model that an adapter configuration proves and the card does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedParent {
    /// Path of the card.
    pub(crate) card: String,
    /// The identifier of the base model.
    pub(crate) id: String,
    /// Path of the adapter configuration.
    pub(crate) proof: String,
}

/// A finding that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    /// As it is when the plan is carried out.
    pub(crate) finding: Finding,
    /// The reason why nothing is done about it.
    pub(crate) why: LeftReason,
}

/// Why a finding stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LeftReason {
    /// Only a person can decide.
    Person,
    /// This text was not given.
    NoText(MissingText),
    /// No change is known that fixes it without a decision.
    NoChange,
    /// The file that would change is left alone.
    Refused(String, Refusal),
    /// The change does not make the finding go.
    NoEffect,
    /// The change brings a finding of this rule.
    Brings(&'static str),
}

/// Why a file is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is not UTF-8 text.
    NotUtf8,
    /// It is a pointer of Git LFS.
    Pointer,
    /// It was not read: it is too large, a link that leads out, or no plain file.
    NotRead,
    /// A file of that name is there already.
    Exists,
    /// Its lines are not those that the change is about.
    Lines,
    /// The change would alter other fields of the front matter.
    OtherFields,
}

impl Refusal {
    /// The reason, as the end of a sentence that begins with the file.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::NotUtf8 => "is not UTF-8 text, so it is not changed",
            Self::Pointer => "is a Git LFS pointer, so it is not changed",
            Self::NotRead => "could not be read, so it is not changed",
            Self::Exists => "exists already and is not overwritten",
            Self::Lines => "does not have the lines that the change replaces",
            Self::OtherFields => "cannot be changed there without changing other fields as well",
        }
    }
}

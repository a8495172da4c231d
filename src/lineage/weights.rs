//! The types of `lineage/weights.yml`: the build reads the file into them, the library has them as constants.

#![allow(dead_code, unreachable_pub, reason = "shared with the build, which reads other fields than the library")]

use crate::embedded::{List, Text};
use crate::report::{Derived, EvidenceKind, Strength};

/// `lineage/weights.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Weights {
    /// What each kind of evidence is worth; the build puts them in the order of [`EvidenceKind`].
    pub(crate) kinds: List<Weight>,
    /// What takes something from that; the build puts them in the order of [`Limit`].
    pub(crate) limits: List<LimitRow>,
    /// How pieces combine: the first step that fits decides.
    pub(crate) order: List<Step>,
}

/// What one kind of evidence is worth.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Weight {
    /// The name of the [`EvidenceKind`].
    pub(crate) id: Text,
    pub(crate) strength: Strength,
    /// What a piece of the family says of descent from it.
    #[cfg_attr(not(embedded), serde(default = "Direction::usual_of_family"))]
    pub(crate) of_family: Direction,
    /// What a piece of another family says of it.
    #[cfg_attr(not(embedded), serde(default = "Direction::usual_of_another"))]
    pub(crate) of_another: Direction,
    /// It is a clue only beside another that is not weak.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) weak: bool,
    /// It says nothing where no model is published beside it.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) needs_model: bool,
    /// The kind that sees the same thing: both count once.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) counts_as: Option<EvidenceKind>,
    pub(crate) says: Text,
    pub(crate) yes: List<Text>,
    pub(crate) no: List<Text>,
}

/// What takes something from a piece of evidence.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct LimitRow {
    /// The name of the [`Limit`].
    pub(crate) id: Text,
    /// The most that is left.
    pub(crate) strength: Strength,
    pub(crate) says: Text,
    pub(crate) yes: List<Text>,
    pub(crate) no: List<Text>,
}

/// One step of the order in which pieces combine.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Step {
    pub(crate) id: Text,
    /// All of these hold.
    pub(crate) when: List<Condition>,
    /// None of these does.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) unless: List<Condition>,
    pub(crate) then: Derived,
    pub(crate) says: Text,
    pub(crate) yes: List<Text>,
    pub(crate) no: List<Text>,
}

/// What a piece of evidence says of descent from one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Direction {
    For,
    Against,
    Doubt,
}

#[cfg(not(embedded))]
impl Direction {
    fn usual_of_family() -> Self {
        Self::For
    }

    fn usual_of_another() -> Self {
        Self::Against
    }
}

/// What takes something from a piece of evidence; `lineage/weights.yml` says what each means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Limit {
    ByShape,
    BareName,
    Address,
    FolderName,
    TrainingFolder,
    LicenseOnHub,
    KnownByName,
    KnownByNameAndShape,
    NotPublished,
    OtherKindOfCard,
    TextElsewhere,
    UnknownSubject,
}

impl Limit {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::UnknownSubject as usize + 1;
}

/// What the order of weights asks of the evidence on one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Condition {
    /// The name of the model holds that of the family.
    NameFor,
    /// A parent is stated that is of the family.
    ParentFor,
    /// A parent is stated that is not.
    ParentAgainst,
    /// A parent is stated whose family nobody knows.
    UnknownParent,
    /// The family's notice is here.
    NoticeFor,
    /// So is the notice of a parent of another family, and the license of this one is declared or passed on.
    NoticesOfBoth,
    /// The family's license is named for this model.
    LicenseFor,
    /// The family's license is named.
    LicenseMentioned,
    /// A sentence on this model speaks for the family.
    OwnWordsFor,
    /// It is strong.
    StrongOwnWordsFor,
    /// A sentence on this model speaks against it.
    OwnWordsAgainst,
    /// Something strong speaks for the family.
    StrongFor,
    /// Something strong speaks against it.
    StrongAgainst,
    /// More kinds of strong evidence speak for it than against it.
    MoreStrongFor,
    /// Fewer do.
    MoreStrongAgainst,
    /// One kind of strong evidence stands against more clues than it has beside it.
    Outnumbered,
    /// Something leaves open whether the model descends.
    InDoubt,
    /// Nothing but a denial speaks against it.
    OnlyDenied,
    /// The family's own code was used.
    CodeFor,
    /// A clue speaks for it.
    ClueFor,
    /// Two kinds of clues do.
    CluesFor,
    /// A clue speaks against it.
    ClueAgainst,
    /// One does that is more than the family's architecture.
    OtherClueAgainst,
    /// As many kinds of clues speak against it as for it.
    AsManyAgainst,
    /// All clues for it are weak.
    OnlyWeak,
    /// All that speaks for it says nothing without a model.
    OnlyForModels,
    /// No model is published beside it.
    Unpublished,
}

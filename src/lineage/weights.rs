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
    pub(crate) limits: List<Weight>,
    /// What the steps ask.
    pub(crate) conditions: List<Condition>,
    /// How pieces combine: the first step that fits decides.
    pub(crate) order: List<Step>,
}

/// What one kind of evidence is worth, or what a limit leaves of it.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Weight {
    /// The name of the [`EvidenceKind`] or of the [`Limit`].
    pub(crate) id: Text,
    pub(crate) strength: Strength,
    /// What a piece of the family says of descent from it; usually for.
    pub(crate) of_family: Option<Direction>,
    /// What a piece of another family says of it; usually against.
    pub(crate) of_another: Option<Direction>,
    /// It is a clue only beside another that is not weak.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) weak: bool,
    /// It says nothing where no model is published beside it.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) needs_model: bool,
    /// The kind that sees the same thing: both count once.
    pub(crate) counts_as: Option<EvidenceKind>,
    pub(crate) says: Text,
    pub(crate) yes: List<Text>,
    pub(crate) no: List<Text>,
}

/// One step of the order in which pieces combine.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Step {
    pub(crate) id: Text,
    /// All of these conditions hold.
    pub(crate) when: List<Text>,
    /// None of these does.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) unless: List<Text>,
    pub(crate) then: Derived,
    pub(crate) says: Text,
    pub(crate) yes: List<Text>,
    pub(crate) no: List<Text>,
}

/// What a piece of evidence says of descent from one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize, Default), serde(rename_all = "kebab-case"))]
pub(crate) enum Direction {
    #[cfg_attr(not(embedded), default)]
    For,
    Against,
    Doubt,
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

/// What a step asks of the evidence on one family; `lineage/weights.yml` says what each field means.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(embedded),
    derive(serde::Deserialize, Default),
    serde(default, rename_all = "kebab-case", deny_unknown_fields)
)]
pub(crate) struct Condition {
    pub(crate) id: Text,
    pub(crate) side: Direction,
    pub(crate) strength: Option<Strength>,
    pub(crate) kinds: List<EvidenceKind>,
    pub(crate) not: List<EvidenceKind>,
    pub(crate) own: bool,
    pub(crate) firm: bool,
    pub(crate) alone: bool,
    pub(crate) least: u32,
    pub(crate) more_than: Text,
}

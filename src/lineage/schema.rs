//! The types of `lineage/*.yml`: the build reads the files into them, the library has them as constants.

#![allow(dead_code, unreachable_pub, reason = "shared with the build, which reads other fields than the library")]

use crate::embedded::{List, Text};
use crate::model::Shape;
use crate::report::{Derived, EvidenceKind, Strength};

/// `lineage/families.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Families {
    /// Ends of names that name a format or a precision; `#` is a number, a blank any mark between two parts.
    pub(crate) copies: List<Text>,
    /// Ends of names of models that were changed in a way that leaves their lineage as it is.
    pub(crate) variants: List<Text>,
    pub(crate) families: List<Family>,
}

/// `lineage/series.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct SeriesFile {
    /// Words of names that releases of any series have.
    pub(crate) release_words: List<Text>,
    pub(crate) series: List<Series>,
}

/// Models of one publisher that are under one license.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Series {
    /// Owners of their repositories, in lower case: the publisher, and who copies under the same names.
    pub(crate) owners: List<Text>,
    /// Runs of words with which their names begin.
    pub(crate) begins: List<Text>,
    /// Runs of words with which those of other models begin.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) except: List<Text>,
    pub(crate) license: Text,
    /// An identifier of the series, and one that is not of it.
    pub(crate) yes: Text,
    pub(crate) no: Text,
}

/// One family of models.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize, Default))]
#[cfg_attr(not(embedded), serde(default, rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Family {
    /// Its key.
    pub(crate) family: Text,
    /// Runs of words that name it anywhere.
    pub(crate) names: List<Text>,
    /// Runs of words that name it inside an identifier or a title.
    pub(crate) in_ids: List<Text>,
    /// Runs of words with which an identifier of the family begins.
    pub(crate) at_start: List<Text>,
    /// Runs of words that are whole identifiers.
    pub(crate) whole: List<Text>,
    /// Runs of words that name it inside an identifier that names a size too.
    pub(crate) with_size: List<Text>,
    /// Runs of words that contain a name and mean something else.
    pub(crate) except: List<Text>,
    /// Names, in lower case, of licenses that only models of the family are under; a license that names the family needs no entry.
    pub(crate) licenses: List<Text>,
    /// Parts of addresses that lead to its paper or its page.
    pub(crate) links: List<Text>,
    /// Models whose origin is disputed, `uncertain` in the table of known models, may be of it.
    pub(crate) disputed: bool,
    /// It covers all of its line that no narrower family covers.
    pub(crate) general: bool,
    /// The line of one maker's models that it belongs to: where one family of a line is certain, doubts about its sisters end.
    pub(crate) line: Option<Text>,
    /// Owners whose repositories of that name are the family's own weights or plain copies of them.
    pub(crate) owners: List<Text>,
    /// Names of local folders that may hold these weights, or those of another family.
    pub(crate) bare: List<Text>,
    /// Shapes of its weights.
    pub(crate) shapes: List<Shape>,
    /// Vocabulary sizes that rule the family out although the shape fits.
    pub(crate) other_vocabularies: List<u64>,
}

/// `lineage/usage.yml`, which says what each list is.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Usage {
    pub(crate) loaders: List<Text>,
    pub(crate) texts: List<Text>,
    pub(crate) not_models: List<Text>,
    pub(crate) adapters: List<Text>,
    pub(crate) bases: List<Text>,
    pub(crate) not_bases: List<Text>,
    pub(crate) recipe_languages: List<Text>,
    pub(crate) recipe_keys: List<Text>,
    pub(crate) merges: List<Text>,
}

/// A text of a card, and the licenses that it states.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct LicenseExample {
    pub(crate) say: Text,
    pub(crate) states: List<Text>,
}

/// A dataset with outputs of models, a row of `lineage/outputs.yml`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct DataSet {
    /// Its identifier and those of its editions, in lower case.
    pub(crate) ids: List<Text>,
    /// The families whose outputs it holds.
    pub(crate) families: List<Text>,
    pub(crate) contents: Text,
    /// Who says that it holds them.
    pub(crate) source: Text,
}

/// Where a name of a family counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// In any text.
    Anywhere,
    /// In an identifier or a title.
    InIds,
    /// At the start of an identifier.
    AtStart,
    /// As a whole identifier.
    Whole,
    /// In an identifier that names a size, such as `13b`.
    WithSize,
    /// Nowhere: it contains a name and means something else.
    Except,
}

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
    /// What a piece of the family says about lineage from it; usually for.
    pub(crate) of_family: Option<Direction>,
    /// What a piece of another family says of it; usually against.
    pub(crate) of_another: Option<Direction>,
    /// It is a clue only together with another that is not weak.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) weak: bool,
    /// It says nothing where no model is published with it.
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

/// What a piece of evidence says about lineage from one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize, Default), serde(rename_all = "kebab-case"))]
pub(crate) enum Direction {
    #[cfg_attr(not(embedded), default)]
    For,
    Against,
    Doubt,
    Nothing,
}

/// What takes something from a piece of evidence; `lineage/weights.yml` says what each means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Limit {
    ByShape,
    BareName,
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
#[cfg_attr(not(embedded), derive(serde::Deserialize, Default))]
#[cfg_attr(not(embedded), serde(default, rename_all = "kebab-case", deny_unknown_fields))]
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

//! The types of `lineage/*.yml`: the build reads the files into them, the library has them as constants.

#![allow(dead_code, unreachable_pub, reason = "shared with the build, which reads other fields than the library")]

use crate::embedded::{List, Text};
use crate::model::Shape;

/// `lineage/families.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Families {
    /// Ends of names that name a format or a precision; `#` is a number, a blank any mark between two parts.
    pub(crate) copies: List<Text>,
    /// Ends of names of models that were changed in a way that leaves their descent as it is.
    pub(crate) variants: List<Text>,
    pub(crate) families: List<Family>,
    /// All their names, in the order of the buckets of their first words; the build makes this list.
    #[cfg_attr(not(embedded), serde(skip))]
    pub(crate) names: List<Name>,
    /// Where each bucket starts, and the end of the last.
    #[cfg_attr(not(embedded), serde(skip))]
    pub(crate) starts: List<u16>,
}

/// A name of a family.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// All its words, with a blank between two.
    pub(crate) words: Text,
    /// Index of the family.
    pub(crate) family: usize,
    /// Where it counts.
    pub(crate) usage: Use,
}

/// One family of models.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(embedded),
    derive(serde::Deserialize, Default),
    serde(default, rename_all = "kebab-case", deny_unknown_fields)
)]
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
    #[cfg_attr(not(embedded), serde(default))]
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
    pub(crate) merges: List<Text>,
}

/// `lineage/outputs.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Outputs {
    /// Data sets that hold outputs.
    pub(crate) data_sets: List<DataSet>,
}

/// A data set with outputs of models.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

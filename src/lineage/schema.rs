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
    /// All their names, sorted by first word; the build makes this list.
    #[cfg_attr(not(embedded), serde(skip))]
    pub(crate) names: List<Name>,
}

/// A name of a family.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// Its first word.
    pub(crate) first: Text,
    /// All its words, with a blank between two.
    pub(crate) words: Text,
    /// Index of the family.
    pub(crate) family: usize,
    /// Where it counts.
    pub(crate) usage: Use,
}

/// One family of models.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Family {
    /// Its key.
    pub(crate) family: Text,
    /// Runs of words that name it anywhere.
    pub(crate) names: List<Text>,
    /// Runs of words that name it inside an identifier or a title.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) in_ids: List<Text>,
    /// Runs of words with which an identifier of the family begins.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) at_start: List<Text>,
    /// Runs of words that are whole identifiers.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) whole: List<Text>,
    /// Runs of words that name it inside an identifier that names a size too.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) with_size: List<Text>,
    /// Runs of words that contain a name and mean something else.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) except: List<Text>,
    /// Names, in lower case, of licenses that only models of the family are under; a license that names the family needs no entry.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) licenses: List<Text>,
    /// Parts of addresses that lead to its paper or its page.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) links: List<Text>,
    /// Models whose origin is disputed, `uncertain` in the table of known models, may be of it.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) disputed: bool,
    /// It covers all of its line that no narrower family covers.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) general: bool,
    /// The line of one maker's models that it belongs to: where one family of a line is certain, doubts about its sisters end.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) line: Option<Text>,
    /// Owners whose repositories of that name are the family's own weights or plain copies of them.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) owners: List<Text>,
    /// Names of local folders that may hold these weights, or those of another family.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) bare: List<Text>,
    /// Shapes of its weights.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) shapes: List<Shape>,
    /// Vocabulary sizes that rule the family out although the shape fits.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) other_vocabularies: List<u64>,
}

/// `lineage/phrases.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Phrases {
    /// Phrases before the name of the parent.
    pub(crate) before: Side,
    /// Phrases after it.
    pub(crate) after: Side,
    /// Labels whose value is the parent.
    pub(crate) labels: List<Text>,
    /// Words in the text of a link which say that it leads to the parent.
    pub(crate) link_texts: List<Text>,
    /// Words by which a sentence speaks of this model.
    #[cfg_attr(not(embedded), serde(rename = "self"))]
    pub(crate) own: List<Text>,
    /// Words beside a name which show that the weights are not meant.
    pub(crate) not_weights: List<Text>,
    /// Words that break the tie between phrase and name.
    pub(crate) breaks: List<Text>,
    /// Words before a name that make it a comparison.
    pub(crate) comparisons: List<Text>,
    /// What can be taken from a model or made like it without its weights.
    pub(crate) subjects: List<Text>,
    /// Words between such a subject and the phrase of descent.
    pub(crate) links: List<Text>,
    /// Words that deny what follows.
    pub(crate) negations: List<Text>,
    /// Words for making data with a model, or trying it.
    pub(crate) outputs: List<Text>,
    /// Words by which a sentence speaks of another version of this model.
    pub(crate) other_versions: List<Text>,
    /// Words before a name by which something was only tried beside the making of this model.
    pub(crate) experiments: List<Text>,
    /// Words by which a card asks its reader to accept the terms of another model, and where.
    pub(crate) acceptance: List<Text>,
    /// What compares models that were made from the one that is named, after its name.
    pub(crate) compared_models: List<Text>,
    /// Words by which a text offers a model.
    pub(crate) offers: List<Text>,
    /// Words for running a model.
    pub(crate) uses: List<Text>,
    /// Words of a sentence on what others report.
    pub(crate) reports: List<Text>,
    /// Words of a sentence about what is not in the repository.
    pub(crate) unpublished: List<Text>,
    /// Encoders and projectors of a model that reads images or sound.
    pub(crate) encoders: List<Text>,
    /// Plurals that make a phrase speak of models in general.
    pub(crate) plurals: List<Text>,
    /// Words that make such a plural speak of no model in particular.
    pub(crate) quantifiers: List<Text>,
    /// Verbs after such a plural.
    pub(crate) verbs: List<Text>,
    /// Words for extending a tokenizer.
    pub(crate) extended: List<Text>,
    /// Words by which training goes on from weights.
    pub(crate) continued_training: List<Text>,
    /// What a model can be used as beside the weights of this one.
    pub(crate) roles: List<Text>,
    /// Words for merging, by which an identifier in the same sentence is a member.
    pub(crate) merges: List<Text>,
    /// Headings over news.
    pub(crate) news: List<Text>,
    /// Denials of descent.
    pub(crate) from_scratch: FromScratch,
    /// Words for a family's code, which may bind weights that were trained with it.
    pub(crate) code: List<Text>,
    /// Words beside a denial which show that it speaks of something else.
    pub(crate) from_scratch_breaks: List<Text>,
    /// Headings of sections about other things.
    pub(crate) other_sections: List<Text>,
    /// Words before a list of parents.
    pub(crate) list_leads: List<Text>,
    /// Words between "of" and a name.
    pub(crate) name_articles: List<Text>,
    /// Words after the name of a family that belong to the name of a model.
    pub(crate) name_tails: List<Text>,
    /// Words after a name with which a text goes on that has begun with what its model is.
    pub(crate) description_links: List<Text>,
    /// Words between verb and name in a sentence that says what this model is.
    pub(crate) fillers: List<Text>,
    /// Verbs of such a sentence.
    pub(crate) copulas: List<Text>,
    /// Articles and relatives with which an apposition to the name before it begins.
    pub(crate) appositions: List<Text>,
    /// Those of languages in which every noun has a capital.
    pub(crate) appositions_of_nouns: List<Text>,
    /// Participles that may replace a relative clause, where a comma closes it.
    pub(crate) participles: List<Text>,
    /// Words by which a sentence presents the model of the card, anywhere before its name.
    pub(crate) introductions: List<Text>,
    /// Such words right before the name.
    pub(crate) naming_words: List<Text>,
    /// Words before a name that is not what the rest of the sentence speaks of.
    pub(crate) prepositions: List<Text>,
    /// Words by which the rest of a sentence compares models.
    pub(crate) measures: List<Text>,
    /// Words after "model" that make a tool of it.
    pub(crate) tools: List<Text>,
    /// What the label of a model's parent has in it, and the label of what a tool runs has not.
    pub(crate) parent_labels: List<Text>,
    /// First words of headings that hold no name.
    pub(crate) generic_titles: List<Text>,
    /// Words of many cards: no name or denial is looked for by one of them where it has another.
    pub(crate) common: List<Text>,
}

/// Phrases on one side of a name.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Side {
    /// Runs of words that say descent.
    pub(crate) strong: List<Text>,
    /// Substrings that say descent, in languages without blanks.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) strong_text: List<Text>,
    /// Runs of words that say descent right beside the name only.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) close: List<Text>,
    /// Runs of words that count beside other evidence.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) medium: List<Text>,
    /// Words for joining an encoder of images or sound to a language model.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) joins: List<Text>,
    /// Runs of words that say that a part of the weights was taken over.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) parts: List<Text>,
}

/// Denials of descent.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct FromScratch {
    /// Runs of words.
    pub(crate) words: List<Text>,
    /// Substrings.
    pub(crate) text: List<Text>,
}

/// `lineage/outputs.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Outputs {
    /// Data sets that hold outputs.
    pub(crate) data_sets: List<DataSet>,
    /// Words before the name of a teacher.
    pub(crate) trained_on: List<Text>,
    /// A part, in small letters, of a word of each of them, by which texts are passed over fast.
    pub(crate) stems: List<Text>,
    /// Words in the same sentence which show that a model was trained with them.
    pub(crate) training: List<Text>,
    /// Words in the same sentence which show that something else is meant.
    pub(crate) breaks: List<Text>,
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

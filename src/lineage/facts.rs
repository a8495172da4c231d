//! Facts on families and on the words of descent, as `lineage/*.yml` gives them; shared with the build.
//!
//! `S` is `String` in the build, which reads YAML, and `&'static str` in the binary, which borrows what the build embedded.

#![allow(unreachable_pub, reason = "shared with the build")]

use serde::{Deserialize, Serialize};

/// `lineage/families.yml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families<S> {
    /// The families.
    pub families: Vec<Family<S>>,
}

/// One family of models.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Family<S> {
    /// Its key.
    pub family: S,
    /// Runs of words that name it anywhere.
    pub names: Vec<S>,
    /// Runs of words that name it inside an identifier or a title.
    #[serde(default = "Vec::new")]
    pub in_ids: Vec<S>,
    /// Runs of words that contain a name and mean something else.
    #[serde(default = "Vec::new")]
    pub except: Vec<S>,
    /// Owners whose repositories of that name are the family's own weights or plain copies of them.
    #[serde(default = "Vec::new")]
    pub owners: Vec<S>,
    /// Names of local folders that may hold these weights, or those of another family.
    #[serde(default = "Vec::new")]
    pub bare: Vec<S>,
    /// Shapes of its weights.
    #[serde(default = "Vec::new")]
    pub shapes: Vec<Shape>,
    /// Vocabulary sizes that rule the family out although the shape fits.
    #[serde(default = "Vec::new")]
    pub other_vocabularies: Vec<u64>,
}

/// The shape of a model's weights, in the units of `config.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// `hidden_size`.
    pub hidden: u64,
    /// `num_hidden_layers`.
    pub layers: u64,
    /// `intermediate_size`.
    pub intermediate: u64,
    /// `num_attention_heads`.
    pub heads: u64,
}

/// `lineage/phrases.yml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Phrases<S> {
    /// Phrases before the name of the parent.
    pub before: Side<S>,
    /// Phrases behind it.
    pub after: Side<S>,
    /// Labels whose value is the parent.
    pub labels: Vec<S>,
    /// Words in the text of a link which say that it leads to the parent.
    pub link_texts: Vec<S>,
    /// Words by which a sentence speaks of this model.
    #[serde(rename = "self")]
    pub own: Vec<S>,
    /// Words by a name which show that the weights are not meant.
    pub not_weights: Vec<S>,
    /// Words that break the tie between phrase and name.
    pub breaks: Vec<S>,
    /// Words before a name that make it a comparison.
    pub comparisons: Vec<S>,
    /// What can be taken from a model or made like it without its weights.
    pub subjects: Vec<S>,
    /// Words between such a subject and what is said of it.
    pub links: Vec<S>,
    /// Words that deny what follows.
    pub denials: Vec<S>,
    /// Words for making data with a model, or trying it.
    pub outputs: Vec<S>,
    /// Words by which a sentence speaks of another version of this model.
    pub other_versions: Vec<S>,
    /// Parts of a model that sees or hears.
    pub senses: Vec<S>,
    /// Plurals that make a phrase speak of models in general.
    pub plurals: Vec<S>,
    /// Headings over news.
    pub news: Vec<S>,
    /// Denials of descent.
    pub scratch: Scratch<S>,
    /// Words beside a denial which show that it speaks of something else.
    pub scratch_breaks: Vec<S>,
    /// Headings of sections about other things.
    pub other_sections: Vec<S>,
    /// Words before a list of parents.
    pub list_leads: Vec<S>,
    /// Ends of a name that stand for a format or a precision.
    pub copies: Vec<S>,
}

/// Phrases on one side of a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Side<S> {
    /// Runs of words that say descent.
    pub strong: Vec<S>,
    /// Substrings that say descent, in languages without blanks.
    #[serde(default = "Vec::new")]
    pub strong_text: Vec<S>,
    /// Runs of words that say descent right beside the name only.
    #[serde(default = "Vec::new")]
    pub close: Vec<S>,
    /// Runs of words that count beside other evidence.
    #[serde(default = "Vec::new")]
    pub medium: Vec<S>,
    /// Words for joining a part that sees or hears to a language model.
    #[serde(default = "Vec::new")]
    pub joins: Vec<S>,
    /// Runs of words that say that a part of the weights was taken over.
    #[serde(default = "Vec::new")]
    pub parts: Vec<S>,
}

/// Denials of descent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scratch<S> {
    /// Runs of words.
    pub words: Vec<S>,
    /// Substrings.
    pub text: Vec<S>,
}

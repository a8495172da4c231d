//! Facts on families and on the words of descent, as `lineage/*.yml` gives them; shared with the build.
//!
//! `S` is a text and `L` a list of texts: `String` and `Vec<String>` in the build, which reads YAML and writes what it read as
//! Rust, `&'static str` and `&'static [&'static str]` in the binary, which has nothing to decode.

#![allow(unreachable_pub, reason = "shared with the build")]

use serde::Deserialize;

/// `lineage/families.yml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families<F> {
    /// The families.
    pub families: F,
}

/// One family of models.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Family<S, L, H, N> {
    /// Its key.
    pub family: S,
    /// Runs of words that name it anywhere.
    pub names: L,
    /// Runs of words that name it inside an identifier or a title.
    #[serde(default)]
    pub in_ids: L,
    /// Runs of words that contain a name and mean something else.
    #[serde(default)]
    pub except: L,
    /// Owners whose repositories of that name are the family's own weights or plain copies of them.
    #[serde(default)]
    pub owners: L,
    /// Names of local folders that may hold these weights, or those of another family.
    #[serde(default)]
    pub bare: L,
    /// Shapes of its weights.
    #[serde(default)]
    pub shapes: H,
    /// Vocabulary sizes that rule the family out although the shape fits.
    #[serde(default)]
    pub other_vocabularies: N,
}

/// The shape of a model's weights, in the units of `config.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, bound = "L: Deserialize<'de> + Default")]
pub struct Phrases<L> {
    /// Phrases before the name of the parent.
    pub before: Side<L>,
    /// Phrases behind it.
    pub after: Side<L>,
    /// Labels whose value is the parent.
    pub labels: L,
    /// Words in the text of a link which say that it leads to the parent.
    pub link_texts: L,
    /// Words by which a sentence speaks of this model.
    #[serde(rename = "self")]
    pub own: L,
    /// Words by a name which show that the weights are not meant.
    pub not_weights: L,
    /// Words that break the tie between phrase and name.
    pub breaks: L,
    /// Words before a name that make it a comparison.
    pub comparisons: L,
    /// What can be taken from a model or made like it without its weights.
    pub subjects: L,
    /// Words between such a subject and what is said of it.
    pub links: L,
    /// Words that deny what follows.
    pub denials: L,
    /// Words for making data with a model, or trying it.
    pub outputs: L,
    /// Words by which a sentence speaks of another version of this model.
    pub other_versions: L,
    /// Parts of a model that sees or hears.
    pub senses: L,
    /// Plurals that make a phrase speak of models in general.
    pub plurals: L,
    /// What a model can be used as beside the weights of this one.
    pub roles: L,
    /// Words for merging, by which an identifier in the same sentence is a member.
    pub merges: L,
    /// Headings over news.
    pub news: L,
    /// Denials of descent.
    pub scratch: Scratch<L>,
    /// Words beside a denial which show that it speaks of something else.
    pub scratch_breaks: L,
    /// Headings of sections about other things.
    pub other_sections: L,
    /// Words before a list of parents.
    pub list_leads: L,
    /// Ends of a name that stand for a format or a precision.
    pub copies: L,
}

/// Phrases on one side of a name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Side<L> {
    /// Runs of words that say descent.
    pub strong: L,
    /// Substrings that say descent, in languages without blanks.
    #[serde(default)]
    pub strong_text: L,
    /// Runs of words that say descent right beside the name only.
    #[serde(default)]
    pub close: L,
    /// Runs of words that count beside other evidence.
    #[serde(default)]
    pub medium: L,
    /// Words for joining a part that sees or hears to a language model.
    #[serde(default)]
    pub joins: L,
    /// Runs of words that say that a part of the weights was taken over.
    #[serde(default)]
    pub parts: L,
}

/// Denials of descent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scratch<L> {
    /// Runs of words.
    pub words: L,
    /// Substrings.
    pub text: L,
}

/// Where a name of a family counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// In any text.
    Anywhere,
    /// In an identifier or a title.
    InIds,
    /// Nowhere: it contains a name and means something else.
    Except,
}

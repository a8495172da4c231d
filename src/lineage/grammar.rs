//! The types of the lexicon and of the patterns. The build reads the files into them; the library has them as constants.

#![allow(dead_code, unreachable_pub, reason = "shared with the build")]

use crate::embedded::{List, Text};

/// What a word or a phrase of a card means for a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "SCREAMING-KEBAB-CASE"))]
pub(crate) enum Tag {
    // Set by the reader.
    /// The name of a model or of a family.
    Name,
    /// The name of another model, of which nothing is known.
    Stranger,
    /// The name of this model.
    Own,
    /// A name that holds more than that of the family, in a card that names no other model as its own.
    Longer,
    Comma,
    Colon,
    /// The border of two cells.
    Cell,
    /// The end of a line that is not the end of a sentence.
    Line,
    /// The end of a sentence.
    Break,
    Open,
    Close,
    /// The mark of a question.
    Question,
    /// A slash, plus or other mark that joins names.
    Sep,
    // Phrases of the lexicon.
    Derive,
    Tune,
    Copy,
    From,
    Merge,
    After,
    Base,
    Is,
    As,
    Use,
    Kind,
    #[cfg_attr(not(embedded), serde(rename = "SELF"))]
    This,
    We,
    Introduce,
    Part,
    Arch,
    Code,
    Thing,
    Other,
    Plural,
    Deny,
    /// A denial that follows what it denies, as verbs do in Japanese.
    Denied,
    Compare,
    Trial,
    Howto,
    /// A verb in the form of an instruction: "Fine-tune".
    Order,
    Report,
    Ask,
    News,
    Scratch,
    Noscratch,
    License,
    Licensed,
    Output,
    Train,
    Nooutput,
    Partial,
    Role,
    Encoder,
    Join,
    Tail,
    Art,
    Prep,
    And,
    Which,
    ListLead,
    Linktext,
    // Phrases that are a whole line, label or heading.
    Label,
    HeadOther,
    HeadNews,
    TitleGeneric,
}

/// A set of tags.
pub(crate) type Tags = u64;

impl Tag {
    /// The set of this tag alone.
    pub(crate) const fn bit(self) -> Tags {
        1 << self as u64
    }
}

/// The set of some tags: `tags!(Use | Prep)`.
#[allow(unused_macros, reason = "shared with the build")]
macro_rules! tags {
    ($($tag:ident)|+) => { $($crate::lineage::grammar::Tag::$tag.bit())|+ };
}
#[allow(unused_imports, reason = "shared with the build")]
pub(crate) use tags;

/// A phrase of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its words with a blank between two; `tun*` matches any word that begins so. In scripts without blanks, a text.
    pub(crate) words: Text,
    /// What it means.
    pub(crate) tags: Tags,
    /// What it means in a sentence on a license.
    pub(crate) license: Tags,
}

/// Which meaning of a phrase counts: that of any sentence, or that of a sentence on a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Lexicon {
    #[default]
    Lineage,
    Licenses,
}

/// Whether a character is of a script that has no blanks between words, or whose particles cling to them: phrases are looked for at
/// every character.
pub(crate) fn is_unspaced(c: char) -> bool {
    c >= '\u{590}' && !('\u{1e00}'..='\u{1fff}').contains(&c)
}

/// What a pattern says of the model that it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Says {
    /// This model is derived from it.
    Descends,
    /// It is the value of a label for the parent.
    Label,
    /// It is linked.
    Link,
    /// It is in a list of parents.
    Member,
    /// This model is under its license.
    License,
    /// Only its architecture is used.
    Architecture,
    /// Only its code is used.
    Code,
    /// A part of its weights is used.
    Partial,
    /// This model is derived from no other.
    Scratch,
    /// This model was trained on its outputs.
    Outputs,
    /// The text offers a model.
    Offers,
    /// The text presents something else: a program, a list, a dataset.
    Presents,
}

/// Which tokens a pattern is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Scope {
    /// Those of a sentence.
    Sentence,
    /// Those of a block, with the label or lead before it.
    Block,
}

/// One element of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// A token with one of the tags.
    One(Tags),
    /// Such a token, or none.
    Maybe(Tags),
    /// Up to so many tokens, none of them with one of the tags.
    Gap(u8, Tags),
    /// The beginning of the sentence, or of the line or cell of a block.
    Start,
    /// The end of it.
    End,
}

/// One pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub(crate) id: Text,
    /// What it says.
    pub(crate) says: Says,
    pub(crate) scope: Scope,
    /// Whether it counts only together with other evidence.
    pub(crate) weak: bool,
    /// Whether the sentence must mention this model by name or by a word for it.
    pub(crate) needs_subject: bool,
    /// What it is looked for at: a name, or another tag.
    pub(crate) anchor: Tags,
    /// Whether the name must be that of a link.
    pub(crate) linked: bool,
    /// Tags that the name itself has to have, such as that of a noun in it.
    pub(crate) name_is: Tags,
    /// Elements before the name, nearest first.
    pub(crate) before: List<Element>,
    /// Elements after the name.
    pub(crate) after: List<Element>,
    /// No token before what it matches, up to the subject, has one of these tags.
    pub(crate) not_before: Tags,
    /// The token right after the name has none of these.
    pub(crate) not_after: Tags,
    /// None of the few tokens behind what it matches has one of these.
    pub(crate) not_behind: Tags,
    /// No token of the sentence has one of these.
    pub(crate) not_in: Tags,
    /// A token of the sentence has one of these, where any is set.
    pub(crate) with: Tags,
    /// What it says, in words.
    pub(crate) about: Text,
    /// The pattern as it is written.
    pub(crate) written: Text,
    pub(crate) yes: List<Text>,
    pub(crate) no: List<Text>,
}

//! What `policy/*.yml` says, in types: read by the build, embedded, and decoded at run time.

use crate::basis::Basis;
use serde::{Deserialize, Serialize};

/// What one license asks of a model that descends from the family it covers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Policy {
    /// The Hub's identifier of the license.
    pub license: String,
    /// Full name of the agreement.
    pub name: String,
    /// The name used in messages.
    pub short: String,
    /// The family of models it covers, a key of `lineage/families.yml`.
    pub family: String,
    /// The family as people write it.
    pub family_name: String,
    /// Repository owners that are the licensor: nothing is asked of them.
    pub licensor: Vec<String>,
    /// Where the agreement is published.
    pub url: String,
    /// Addresses that point at the agreement, without scheme and `www.`; compared as prefixes, in lower case.
    pub links: Vec<String>,
    /// The attribution notice.
    pub notice: Notice,
    /// What the license says of each class of declared license.
    pub declared: Vec<Stance>,
    /// What it asks, clause by clause.
    pub obligations: Vec<Obligation>,
    /// What it says that cannot be read from files.
    pub unchecked: Vec<Unchecked>,
}

/// The sentence that must stand in a Notice file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Notice {
    /// The sentence, word for word.
    pub sentence: String,
    /// Words that stand before the sentence where the agreement itself quotes it.
    pub quoted_after: Vec<String>,
    /// File that a fix creates.
    pub file: String,
}

/// How a class of licenses stands beside this one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Stance {
    /// Classes of `policy/identifiers.yml`.
    pub classes: Vec<String>,
    /// The verdict.
    pub fit: Fit,
    /// Why, in a sentence that can follow the license's name.
    pub why: String,
}

/// Whether a declared license may stand on a model of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// The license itself.
    Required,
    /// May stand beside it, as long as the license's own duties are met.
    Beside,
    /// A person has to decide.
    Ambiguous,
    /// Gives more than was given.
    Broadens,
    /// Forbids what the license asks, or licenses something else.
    Conflicts,
    /// Declares nothing.
    Nothing,
}

/// One duty: a rule, and the clause it comes from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Obligation {
    /// Rules that check it.
    pub rules: Vec<String>,
    /// The clause.
    pub clause: String,
    /// What it rests on, for a derivative that was trained further.
    pub basis: Basis,
    /// What it rests on for a plain copy: a mirror, a conversion or a quantisation.
    #[serde(default)]
    pub basis_for_copies: Option<Basis>,
    /// What it asks, in plain words.
    pub asks: String,
}

/// A clause that files cannot show to be kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unchecked {
    /// The clause.
    pub clause: String,
    /// What it is about and why it is not checked.
    pub reason: String,
}

/// `policy/identifiers.yml`: every license identifier by class.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Identifiers {
    /// The classes.
    pub classes: Vec<Class>,
}

/// Identifiers that stand in the same way to every other license.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// What it is, for messages: "a permissive software license".
    pub what: String,
    /// The Hub's identifiers in it.
    pub ids: Vec<String>,
    /// Identifiers in it that the Hub has dropped.
    #[serde(default)]
    pub retired: Vec<String>,
    /// Other spellings: lower case, with single hyphens between words, without "license".
    #[serde(default)]
    pub aliases: Vec<Alias>,
}

/// Another spelling of an identifier.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Alias {
    /// The identifier.
    pub id: String,
    /// The spellings.
    pub of: Vec<String>,
}

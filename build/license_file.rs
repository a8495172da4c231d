//! The types of `licenses/*.yml`. `profiles.yml` says what place-holders a sentence may have.

use crate::basis::Basis;
use crate::data::policy;
use crate::schema;
use crate::source_texts::SourceText;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Texts by the name of their place-holder.
pub(crate) type Words = BTreeMap<String, String>;

/// Everything about one license.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct LicenseFile {
    /// The Hub's identifier; where the Hub has none, the `license_name` that goes with `license: other`.
    pub(crate) license: String,
    /// Full name of the agreement.
    pub(crate) title: String,
    /// The name used in messages.
    pub(crate) short: String,
    /// Which of its texts were read and when, and what is not verified.
    pub(crate) reading: String,
    /// The key of the family of models that it covers. Where `models` or `covers` is there alone, the key is the identifier; without any of
    /// the three, it covers no family.
    pub(crate) family: Option<String>,
    /// The family as people write it; without it, a model under the license.
    pub(crate) covers: Option<String>,
    /// The names of its models, where `lineage/families.yml` does not have the family.
    pub(crate) models: Option<schema::Family>,
    /// Repository owners that are the licensor.
    #[serde(default)]
    pub(crate) licensor: Vec<String>,
    pub(crate) identifiers: Identifiers,
    pub(crate) url: String,
    pub(crate) text_url: Option<String>,
    #[serde(default)]
    pub(crate) links: Vec<String>,
    /// The agreement itself; without any, its text is not known.
    #[serde(default)]
    pub(crate) editions: Vec<SourceText>,
    /// The license whose editions are its own as well, where models under one text owe different things.
    pub(crate) same_text_as: Option<String>,
    /// Texts that go with it, such as a policy on use.
    #[serde(default)]
    #[allow(dead_code, reason = "the fingerprints are made from them")]
    pub(crate) documents: Vec<SourceText>,
    #[serde(default)]
    pub(crate) always_report: bool,
    #[serde(default)]
    pub(crate) open_to_all: bool,
    #[serde(default)]
    pub(crate) weight: policy::SeverityCap,
    /// No clause of it could be read in the licensor's own text.
    #[serde(default)]
    pub(crate) unverified: bool,
    pub(crate) notice: Option<policy::Notice>,
    #[serde(default)]
    pub(crate) display: Vec<String>,
    pub(crate) name_prefix: Option<String>,
    pub(crate) name_part: Option<String>,
    pub(crate) use_policy: Option<policy::Pointer>,
    pub(crate) restrictions: Option<policy::Pointer>,
    pub(crate) territory: Option<policy::Territory>,
    /// The profile that it follows.
    pub(crate) profile: String,
    /// Its clauses, by what they are about.
    pub(crate) clauses: Words,
    #[serde(default)]
    pub(crate) words: Words,
    /// What differs from the duties of its profile.
    #[serde(default)]
    pub(crate) duties: BTreeMap<String, Change>,
    /// What differs from the stances of its profile.
    #[serde(default)]
    pub(crate) stances: Vec<policy::Compatibility>,
    /// What else it says that cannot be read from files.
    #[serde(default)]
    pub(crate) unchecked: Vec<policy::Unchecked>,
}

/// How cards and tools name a license.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Identifiers {
    /// Its class in `identifiers.yml`.
    pub(crate) class: String,
    /// The Hub has an identifier for it.
    #[serde(default)]
    pub(crate) hub: bool,
    /// Other identifiers that the file speaks for, such as those of earlier versions with the same sections.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// The `license_name` under which its licensor's models declare it, where others declare texts of their own under the same name.
    pub(crate) declared_as: Option<String>,
    /// Other spellings, such as the keys of SPDX and `ScanCode`: lower case, with single hyphens between words, without "license".
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

/// `profiles.yml`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Profiles {
    pub(crate) words: Words,
    /// Names for classes that most profiles treat alike.
    pub(crate) groups: BTreeMap<String, Vec<String>>,
    pub(crate) duties: Vec<Duty>,
    /// Words that say in a text that a model was changed, for licenses with the clause `changes`.
    pub(crate) change_words: Vec<String>,
    /// Clauses whose observance files cannot show; `clause` is a key of a license's `clauses`.
    pub(crate) unchecked: Vec<policy::Unchecked>,
    pub(crate) stances: Vec<policy::Compatibility>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) profiles: Vec<Profile>,
}

/// What a publisher must do under several licenses. A license stands under the first heading that names a clause of it, its profile or
/// its class; the last heading names none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Heading {
    pub(crate) heading: String,
    #[serde(default)]
    pub(crate) clauses: Vec<String>,
    #[serde(default)]
    pub(crate) profiles: Vec<String>,
    /// Classes of `identifiers.yml`.
    #[serde(default)]
    pub(crate) classes: Vec<String>,
    /// What is asked, in a sentence.
    #[allow(dead_code, reason = "the page of licenses says it")]
    pub(crate) about: String,
}

impl Heading {
    pub(crate) fn is_for(&self, file: &LicenseFile) -> bool {
        let is_last = self.clauses.is_empty() && self.profiles.is_empty() && self.classes.is_empty();
        let is_kind = self.profiles.contains(&file.profile) || self.classes.contains(&file.identifiers.class);
        is_last || is_kind || self.clauses.iter().any(|key| file.clauses.contains_key(key))
    }
}

/// What several licenses make of others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) profile: String,
    #[serde(default)]
    pub(crate) words: Words,
    #[serde(default)]
    pub(crate) duties: BTreeMap<String, Change>,
    pub(crate) stances: Vec<policy::Compatibility>,
}

/// A duty that licenses share.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Duty {
    pub(crate) duty: String,
    pub(crate) rules: Vec<String>,
    /// A key of a license's `clauses`.
    pub(crate) clause: String,
    /// What asks for it, where the license itself does not.
    pub(crate) document: Option<String>,
    pub(crate) basis: Basis,
    pub(crate) basis_for_copies: Option<Basis>,
    #[serde(default)]
    pub(crate) weight_for_derivatives: policy::SeverityCap,
    pub(crate) asks: String,
}

/// What differs in a duty. A basis that changes is that of copies too, unless it says another.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) basis: Option<Basis>,
    pub(crate) basis_for_copies: Option<Basis>,
    pub(crate) weight_for_derivatives: Option<policy::SeverityCap>,
    pub(crate) asks: Option<String>,
}

impl Duty {
    pub(crate) fn change(&mut self, change: &Change) {
        if let Some(basis) = change.basis {
            (self.basis, self.basis_for_copies) = (basis, change.basis_for_copies);
        }
        self.weight_for_derivatives = change.weight_for_derivatives.unwrap_or(self.weight_for_derivatives);
        if let Some(asks) = &change.asks {
            self.asks.clone_from(asks);
        }
    }
}

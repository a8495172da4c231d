//! What licenses ask, as types: the build makes them of `licenses/*.yml`, the library has them as constants.

use crate::basis::Basis;
use crate::embedded::{List, Text};

/// What one license asks of a model that is derived from the family it covers, or was made from a model under it.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    /// The Hub's identifier of the license; where the Hub has none, the `license_name` that goes with `license: other`.
    pub(crate) license: Text,
    /// Full name of the agreement.
    pub(crate) name: Text,
    /// The name used in messages.
    pub(crate) short: Text,
    /// Which of its texts were read and when, and what is not verified.
    pub(crate) reading: Text,
    /// What a publisher must do under it, in a few words.
    pub(crate) heading: Text,
    /// Other identifiers that it is the policy for, such as those of earlier versions with the same sections.
    pub(crate) also: List<Text>,
    /// What `license`, or `license_name` next to `other`, says of its licensor's own models: its identifier, or a name that it shares with
    /// other texts.
    pub(crate) declared_as: Text,
    /// The family of models it covers, a key of `lineage/families.yml` or of the license's file. Without one, it binds only what was made
    /// from a model under it.
    pub(crate) family: Option<Text>,
    /// The family as people write it; without one, a model under the license.
    pub(crate) family_name: Text,
    /// Repository owners that are the licensor: nothing is asked of them.
    pub(crate) licensor: List<Text>,
    /// Where the agreement is published.
    pub(crate) url: Text,
    /// Where the licensor publishes it as plain text, for `fix --download`; what comes from there is compared with the fingerprints.
    pub(crate) text_url: Option<Text>,
    /// Addresses that point at the agreement, without scheme and `www.`; compared as prefixes, in lower case.
    pub(crate) links: List<Text>,
    /// Texts of `fingerprints/` that are a copy of the agreement.
    pub(crate) texts: List<Text>,
    /// No text of it was available: a copy cannot be recognized, and a license file may be one.
    pub(crate) unknown_text: bool,
    /// Lineage from its family is reported for every model, even without evidence for it.
    pub(crate) always_report: bool,
    /// The most that findings under it weigh.
    pub(crate) severity_cap: SeverityCap,
    /// Anybody may put models of their own under it: neither its name nor its text shows lineage.
    pub(crate) open_to_all: bool,
    /// The clause that lets nobody pass on the model, not even unchanged.
    pub(crate) no_distribution: Option<Text>,
    /// The clause that forbids improving other models with what it covers.
    pub(crate) no_other_models: Option<Text>,
    /// The attribution notice, where it prescribes one.
    pub(crate) notice: Option<Notice>,
    /// Words that must be displayed to those who use the model; any one of them is enough. Those that begin with a small letter
    /// follow the model's name.
    pub(crate) display: List<Text>,
    /// The beginning that the name of a derived model must have.
    pub(crate) name_prefix: Option<Text>,
    /// What the name of a derived model must have at any place.
    pub(crate) name_part: Option<Text>,
    /// The policy on use that it incorporates.
    pub(crate) use_policy: Option<Pointer>,
    /// Restrictions that the terms of every derivative have to repeat.
    pub(crate) restrictions: Option<Pointer>,
    /// Words that say in a text that the base model was changed; none where nothing asks for that.
    pub(crate) change_words: List<Text>,
    /// Where the model may not be used.
    pub(crate) territory: Option<Territory>,
    /// What the license says of each class of declared license.
    pub(crate) declared: List<Compatibility>,
    /// What it asks, clause by clause.
    pub(crate) obligations: List<Obligation>,
    /// What it says that cannot be read from files.
    pub(crate) unchecked: List<Unchecked>,
}

/// The most that findings under a policy weigh.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum SeverityCap {
    /// What the rules say.
    #[default]
    Full,
    /// They warn at most.
    Warns,
    /// They only inform.
    Informs,
}

/// The sentence that a Notice file must have.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Notice {
    /// The sentence, word for word.
    pub(crate) sentence: Text,
    /// Words after which the agreement itself quotes the sentence.
    pub(crate) quoted_after: List<Text>,
    /// File that a fix creates.
    pub(crate) file: Text,
    /// Words that every form of it has, rare ones first; the build makes this list.
    #[cfg_attr(not(embedded), serde(skip))]
    pub(crate) required_words: List<Text>,
}

/// A document that goes with the license, and the words by which a text names it.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Pointer {
    /// Its name, for messages.
    pub(crate) name: Text,
    /// What names it in a text, in lower case; any one of them is enough.
    pub(crate) words: List<Text>,
    /// The file in which it is usually passed on.
    pub(crate) file: Text,
    /// Where it is published.
    pub(crate) url: Option<Text>,
    /// Its text in `fingerprints/`, where one is known.
    pub(crate) text: Option<Text>,
    /// The address of the licensor's plain text.
    pub(crate) text_url: Option<Text>,
}

/// A part of the world for which nothing is granted.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Territory {
    /// The sentence on it in messages.
    pub(crate) note: Text,
    /// What names it in a card, in lower case; any one of them is enough.
    pub(crate) words: List<Text>,
    /// It holds only for models that read images or sound besides text.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) multimodal_only: bool,
}

/// What the license says of a class of declared licenses.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Compatibility {
    /// Classes of `licenses/identifiers.yml`, or single identifiers; `own` is the policy's own license.
    pub(crate) classes: List<Text>,
    pub(crate) fit: Fit,
    /// Why, in a sentence that can follow the license's name.
    pub(crate) why: Text,
}

/// Whether a model of the family may declare a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
pub(crate) enum Fit {
    /// The license itself.
    Required,
    /// May be declared alongside it, as long as the license's own duties are met.
    Alongside,
    /// You must decide.
    Ambiguous,
    /// Gives more than was given.
    Broadens,
    /// Forbids what the license asks, or licenses something else.
    Conflicts,
    /// Declares nothing.
    Nothing,
}

/// One duty: a rule, and the clause it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Obligation {
    /// Rules that check it.
    pub(crate) rules: List<Text>,
    /// Empty, where a document asks for it and the license does not.
    pub(crate) clause: Text,
    /// That document, such as a part of the Hub's documentation.
    pub(crate) document: Option<Text>,
    /// What it rests on, for a derivative that was trained further.
    pub(crate) basis: Basis,
    /// What it rests on for a plain copy: a mirror, a conversion or a quantization.
    pub(crate) basis_for_copies: Option<Basis>,
    /// The most that a finding weighs on a derivative that was trained further.
    pub(crate) weight_for_derivatives: SeverityCap,
    /// Nobody of the project has read the clause itself: a finding warns at most, and says so.
    pub(crate) unverified: bool,
    /// What it asks, in plain words.
    pub(crate) asks: Text,
}

/// A clause whose observance files cannot show.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Unchecked {
    pub(crate) clause: Text,
    /// What it is about and why it is not checked.
    pub(crate) reason: Text,
}

/// What permissive licenses ask, which decides no verdict: `licenses/permissive.yml`.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct PermissiveLicenses {
    pub(crate) permissive: List<Permissive>,
}

/// Permissive licenses that ask the same.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct Permissive {
    /// Their identifiers.
    pub(crate) licenses: List<Text>,
    pub(crate) name: Text,
    /// What each clause asks.
    pub(crate) asks: List<PermissiveDuty>,
}

/// One clause of a permissive license.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub(crate) struct PermissiveDuty {
    pub(crate) clause: Text,
    pub(crate) asks: Text,
}

/// Every license identifier by class: those of `licenses/identifiers.yml`, and those that license files name.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Identifiers {
    pub(crate) classes: List<Class>,
    /// The words, runs of letters or of digits, with which they and their other spellings begin, sorted; the build makes this list.
    #[cfg_attr(not(embedded), serde(skip))]
    pub(crate) first_words: List<Text>,
    /// Every identifier, name and other spelling in lower case, sorted; the build makes this list.
    #[cfg_attr(not(embedded), serde(skip))]
    pub(crate) spellings: List<SpelledIdentifier>,
}

/// One way to write an identifier.
#[derive(Debug, Clone)]
pub(crate) struct SpelledIdentifier {
    pub(crate) spelling: Text,
    pub(crate) id: Text,
    /// Its place among the classes.
    pub(crate) class: usize,
    /// It is what `license_name` calls a license that the Hub has no identifier for.
    pub(crate) is_name: bool,
}

/// Identifiers that are alike compatible with every other license.
#[derive(Debug, Clone)]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Class {
    pub(crate) name: Text,
    /// What it is, for messages: "a permissive software license".
    pub(crate) what: Text,
    /// Nothing but notices is asked of what is made from a model under it.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) is_free: bool,
    /// Its identifiers name no single license.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) names_none: bool,
    /// Its licenses were each written for the models of one licensor.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) is_licensors: bool,
    /// Other SPDX identifiers that begin so are in it.
    pub(crate) spdx_begins: Option<Text>,
    /// All others are in it that SPDX says are copyleft, or are not.
    pub(crate) spdx_copyleft: Option<bool>,
    /// The Hub's identifiers in it.
    pub(crate) ids: List<Text>,
    /// Licenses in it that the Hub has no identifier for, as `license_name` calls them next to `license: other`.
    #[cfg_attr(not(embedded), serde(default))]
    pub(crate) names: List<Text>,
    /// Identifiers in it that the Hub has dropped.
    #[cfg_attr(not(embedded), serde(default))]
    #[cfg_attr(embedded, allow(dead_code, reason = "the build takes them into `spellings`"))]
    pub(crate) retired: List<Text>,
    /// Other spellings: lower case, with single hyphens between words, without "license".
    #[cfg_attr(not(embedded), serde(default))]
    #[cfg_attr(embedded, allow(dead_code, reason = "the build takes them into `spellings`"))]
    pub(crate) aliases: List<Alias>,
}

/// Another spelling of an identifier.
#[derive(Debug, Clone)]
#[cfg_attr(embedded, allow(dead_code, reason = "the build takes them into `spellings`"))]
#[cfg_attr(not(embedded), derive(serde::Deserialize), serde(rename_all = "kebab-case", deny_unknown_fields))]
pub(crate) struct Alias {
    pub(crate) id: Text,
    pub(crate) of: List<Text>,
}

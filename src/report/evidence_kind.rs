//! The words of a verdict on descent: what evidence comes from, what it is worth, how it is decided. The build reads them from YAML.

#![allow(dead_code, unreachable_pub, reason = "shared with the build, which needs their names only")]

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a model derives from a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Derived {
    /// The evidence says so.
    Yes,
    /// Nothing says so, or better evidence says otherwise.
    No,
    /// The evidence does not decide.
    Uncertain,
}

/// What a piece of evidence is worth, from the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Only a reason to look.
    Hint,
    /// Counts next to other evidence.
    Medium,
    /// Says it in words, or is written by a tool.
    Strong,
    /// Decides.
    Decisive,
}

impl Strength {
    /// The word that JSON has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Medium => "medium",
            Self::Strong => "strong",
            Self::Decisive => "decisive",
        }
    }
}

/// Where a piece of evidence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// A parent in the metadata of the card.
    BaseModel,
    /// The base model in `adapter_config.json`.
    AdapterConfig,
    /// Code of the card that loads an adapter onto its base model.
    AdapterUsage,
    /// Code of the card that loads a model by name.
    Usage,
    /// Code of the card that loads a model of the table.
    UsageKnown,
    /// A recipe of mergekit or axolotl, in a file or in the card.
    Recipe,
    /// What the Hub states of a parent.
    Hub,
    /// `_name_or_path` in `config.json`.
    ConfigName,
    /// A folder on the disk of whoever trained the model.
    LocalPath,
    /// A sentence of the card.
    Prose,
    /// A label with a value, such as "Base model: …".
    Label,
    /// A list of the models that were merged.
    ListedModel,
    /// A link to another model.
    Link,
    /// A tag in the metadata.
    Tag,
    /// The license that the metadata declare.
    DeclaredLicense,
    /// A sentence of the card on its license.
    LicenseStatement,
    /// The model itself is in the table of known models.
    KnownModel,
    /// The name of the model.
    ModelName,
    /// The name of a weights file.
    WeightsName,
    /// The header of a GGUF or safetensors file.
    WeightsHeader,
    /// A Modelfile of Ollama.
    Modelfile,
    /// Sizes of the weights that are those of the family.
    WeightsShape,
    /// Sizes of the family with a vocabulary of its own.
    ResizedShape,
    /// Sizes that no model of the family has.
    OtherShape,
    /// The card says that only the architecture is the family's.
    Architecture,
    /// The card says that the model was trained from scratch.
    FromScratch,
    /// Only a part of the weights is of the family, such as an encoder.
    Partial,
    /// Only code is of the family.
    FamilyCode,
    /// The attribution notice in the author's own words.
    Notice,
    /// A text of the agreement.
    Agreement,
}

impl EvidenceKind {
    /// How many kinds there are; each has a row in `lineage/weights.yml`.
    pub(crate) const COUNT: usize = Self::Agreement as usize + 1;

    /// Whether it states the parent of a model, by the author's own metadata or by a tool that used it.
    pub(crate) const fn states_parent(self) -> bool {
        matches!(self, Self::BaseModel | Self::AdapterConfig | Self::Recipe | Self::WeightsHeader)
    }

    /// The source of the evidence in words that a person knows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::BaseModel => "the `base_model` of the card",
            Self::AdapterConfig => "an adapter configuration",
            Self::AdapterUsage | Self::Usage | Self::UsageKnown => "code in the card",
            Self::Recipe => "a recipe",
            Self::Hub => "what its base model states",
            Self::ConfigName | Self::LocalPath => "a path in a configuration file",
            Self::Prose => "the text of the card",
            Self::Label => "a label in the card",
            Self::ListedModel => "a list of base models",
            Self::Link => "a link",
            Self::Tag => "a tag",
            Self::DeclaredLicense | Self::LicenseStatement => "the stated license",
            Self::KnownModel => "a known model",
            Self::ModelName | Self::WeightsName => "a name",
            Self::WeightsHeader => "the header of the weights",
            Self::Modelfile => "a Modelfile",
            Self::WeightsShape | Self::ResizedShape => "the shape of the weights",
            Self::OtherShape => "another shape of the weights",
            Self::Architecture => "only the architecture",
            Self::FromScratch => "a denial",
            Self::Partial => "a part of the weights",
            Self::FamilyCode => "training code",
            Self::Notice => "notice",
            Self::Agreement => "agreement",
        }
    }
}

/// The name that JSON has for it, such as `base-model`.
impl fmt::Display for EvidenceKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

//! What the files of a model say for a bill of materials. It decides no verdict, so no check asks for it.

use crate::source::Place;

/// What one model has, and what its card and its configuration say of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Inventory {
    /// Folder of the model, as its report has it.
    pub(crate) path: String,
    /// The `owner/name` under which the configuration says that it is published.
    pub(crate) repository: Option<String>,
    pub(crate) about: About,
    /// The parents that its metadata and its tools name.
    pub(crate) parents: Vec<Parent>,
    /// The files that go with its weights, by path: the card, the configuration, license texts and notices.
    pub(crate) files: Vec<FileFacts>,
    /// Its weights, by path.
    pub(crate) weights: Vec<WeightsFile>,
    /// What it has more of than is listed, and how many.
    pub(crate) left_out: Vec<(&'static str, usize)>,
}

/// What a card and `config.json` say of their model. Texts are as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct About {
    /// `version` of the card.
    pub(crate) version: Option<String>,
    /// The first paragraph of the card.
    pub(crate) description: Option<String>,
    /// `pipeline_tag`.
    pub(crate) task: Option<String>,
    /// `library_name`.
    pub(crate) library: Option<String>,
    /// `transformers_version` of `config.json`.
    pub(crate) transformers: Option<String>,
    /// `base_model_relation`.
    pub(crate) relation: Option<String>,
    /// `license_name`, which goes with `license: other`.
    pub(crate) license_name: Option<String>,
    /// `license_link`.
    pub(crate) license_link: Option<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) datasets: Vec<Named>,
    /// `model_type` of `config.json`, such as `llama`.
    pub(crate) family: Option<String>,
    /// The first of its `architectures`, such as `LlamaForCausalLM`.
    pub(crate) architecture: Option<String>,
    /// The results in `model-index`.
    pub(crate) metrics: Vec<Metric>,
}

/// A name, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// A model that another one was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parent {
    pub(crate) named: Named,
    /// Identifiers from it up to its root, itself first, as far as the table of known models has them.
    pub(crate) line: Vec<String>,
    /// The family that it derives from, where the table or its name shows it.
    pub(crate) family: Option<&'static str>,
}

/// A result of an evaluation. Texts are as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Metric {
    /// Such as `accuracy`.
    pub(crate) kind: String,
    pub(crate) value: String,
    /// The dataset that it was measured on.
    pub(crate) dataset: Option<String>,
}

/// What a file is that goes with weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileRole {
    Card,
    Configuration,
    License,
    Notice,
    UsePolicy,
}

/// A file that goes with weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileFacts {
    pub(crate) path: String,
    pub(crate) role: FileRole,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub(crate) sha256: Option<String>,
    /// The license texts in it.
    pub(crate) licenses: Vec<LicenseText>,
}

/// A license text that a file contains, whole or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LicenseText {
    /// The identifier of the license.
    pub(crate) license: &'static str,
    /// Which edition, mostly a date; may be empty.
    pub(crate) edition: &'static str,
    /// How much of it is there, in a word.
    pub(crate) completeness: &'static str,
    /// Its first line, from 1.
    pub(crate) line: usize,
}

/// A file of weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WeightsFile {
    pub(crate) path: String,
    /// Bytes, where they are known.
    pub(crate) size: Option<u64>,
    /// SHA-256 in hexadecimal digits, where a pointer of Git LFS has it or all bytes were read.
    pub(crate) sha256: Option<String>,
}

//! Judges whether a model repository meets what the license of its base model asks.
//!
//! The program `model-license-gate` is [`cli::main`]. A library user gives the files of a repository, gets a report, and
//! shows it in one of the formats of [`render`]:
//!
//! ```
//! use model_license_gate::{Config, Tree, Verdict, check, render};
//!
//! let card = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n";
//! let tree: Tree = [("README.md", card)].into_iter().collect();
//! let report = check(&tree, &Config::default(), "2026-11-29");
//!
//! assert_eq!(report.verdict(), Verdict::Fail);
//! let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
//! assert!(rules.contains(&"incompatible-license") && rules.contains(&"missing-notice"));
//! print!("{}", render::text(&report, &render::TextOptions::default()));
//! ```
//!
//! [`identify`] says which license texts a text holds, and how whole they are.

#![cfg_attr(not(feature = "github"), allow(dead_code, unused_imports, reason = "what only the network code uses"))]

mod agreement_copies;
mod audit;
mod basis;
mod budget;
mod check;
mod choose;
pub mod cli;
mod declaration;
mod decode;
#[doc(hidden)]
pub mod dev;
mod disk;
mod embedded;
mod explain;
mod find_ignoring_case;
mod fix;
mod http;
mod inventory;
mod lfs;
mod license_texts;
mod lineage;
mod links;
mod model;
mod notice;
mod path_pattern;
mod policy;
mod reader_text;
pub mod render;
mod report;
mod review;
mod rules;
mod source;
mod spelling;
mod tree;
mod wording;
mod yaml;

pub use check::check;
pub use check::config::{Config, ConfigError};
pub use license_texts::{Completeness, FoundLicense, Identified, identify};
pub use report::{
    Advice, Base, Basis, Change, Compliance, Conclusion, Derived, Evidence, EvidenceKind, Fault, Finding, Fix,
    Judgement, LeftOut, LeftOutReason, LicenseSource, Lineage, Message, Meta, MissingText, ModelReport,
    PermissiveParent, Proof, ProofKind, Reason, Related, Report, Severity, Stake, Strength, Unchecked, Verdict,
};
pub use rules::metas;
pub use source::{Place, Range, Span};
pub use tree::{Entry, Tree};

#[cfg(any(fuzzing, test))]
#[doc(hidden)]
#[path = "../fuzz/inside/mod.rs"]
pub mod fuzzing;

#[cfg(test)]
#[path = "../tests/unit/mod.rs"]
mod unit;

//! The report: what was judged, the findings in order, the counts and the verdict.

use super::finding::Finding;
use super::lineage::Lineage;
use super::severity::Severity;
use std::collections::BTreeMap;

/// How a rule judged one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// The rule looked and found nothing above `info`.
    Ok,
    /// It found a warning.
    Warning,
    /// It found an error.
    Error,
}

/// What is known of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelReport {
    /// Folder of the model, `.` for the root of the tree.
    pub path: String,
    /// Path of the model card, where there is one.
    pub card: Option<String>,
    /// The name the model gives itself.
    pub name: Option<String>,
    /// Declared license identifiers, as written.
    pub declared: Vec<String>,
    /// One entry for every family that a policy speaks of.
    pub lineage: Vec<Lineage>,
    /// Every rule that looked at this model, and how it judged.
    pub judged: BTreeMap<&'static str, Judgement>,
}

/// The whole result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The models, by path.
    pub models: Vec<ModelReport>,
    /// The findings: by model, then severity (errors first), then place.
    pub findings: Vec<Finding>,
    /// Findings that the base commit had already, in the same order: they are shown apart and never fail.
    pub earlier: Vec<Finding>,
    /// How many more models were judged that are as they were before; they are not in `models`.
    pub untouched: usize,
    /// What the gate cannot see, in sentences, for the policies that applied.
    pub unchecked: Vec<String>,
}

/// The verdict over everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing above `info`.
    Pass,
    /// Warnings, no error.
    Warn,
    /// At least one error.
    Fail,
}

impl Verdict {
    /// The word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl Report {
    /// Whether a model was found, even one that is left out since it is as it was.
    pub fn has_models(&self) -> bool {
        !self.models.is_empty() || self.untouched > 0
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        if self.count(Severity::Error) > 0 {
            Verdict::Fail
        } else if self.count(Severity::Warning) > 0 {
            Verdict::Warn
        } else {
            Verdict::Pass
        }
    }
}

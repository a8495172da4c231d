//! The report: what was judged, the findings in order, the counts and the verdict.

use super::conclusion::{Compliance, Conclusion};
use super::finding::Finding;
use super::left_out::LeftOut;
use super::lineage::{LicenseSource, Lineage};
use super::severity::Severity;
use crate::source::Place;
use std::collections::BTreeMap;
use std::fmt;

/// The result of a rule on one model.
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
    /// One entry for every family that a policy covers.
    pub lineage: Vec<Lineage>,
    /// What binds it, and what of that is met.
    pub compliance: Compliance,
    /// Parents under permissive licenses, which decide no verdict.
    pub permissive_parents: Vec<PermissiveParent>,
    /// Every rule that looked at this model, and its result.
    pub judged: BTreeMap<&'static str, Judgement>,
}

/// Something that was not checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unchecked {
    /// The license, as messages name it, and its clause, such as `1.b.v`; `None` where it is about the repository.
    pub clause: Option<(&'static str, &'static str)>,
    /// What was not checked, and why, in a sentence.
    pub sentence: String,
}

impl From<String> for Unchecked {
    fn from(sentence: String) -> Self {
        Self { clause: None, sentence }
    }
}

impl fmt::Display for Unchecked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.clause {
            Some((license, clause)) => write!(out, "{license} {clause}: {}", self.sentence),
            None => out.write_str(&self.sentence),
        }
    }
}

/// A parent that is under a permissive license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissiveParent {
    /// Its identifier.
    pub id: String,
    /// Where it is named.
    pub place: Place,
    /// The identifier of the license.
    pub license: String,
    /// Who states it.
    pub source: LicenseSource,
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
    /// How many more models were checked that are as they were before; they are not in `models`.
    pub untouched: usize,
    /// The worst conclusion on those.
    pub untouched_conclusion: Option<Conclusion>,
    /// What the gate cannot see, for the licenses that apply, and what it could not read.
    pub unchecked: Vec<Unchecked>,
    /// What was left out of the folders that were checked.
    pub left_out: Vec<LeftOut>,
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

    /// What is concluded of each model, in their order; findings from before count as well.
    pub fn conclusions(&self) -> Vec<Conclusion> {
        let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
        for finding in self.findings.iter().chain(&self.earlier) {
            let severity = worst.entry(&finding.model).or_insert(Severity::Info);
            *severity = finding.severity.max(*severity);
        }
        let of_model = |model: &ModelReport| {
            let found = Conclusion::of_severities(worst.get(model.path.as_str()).copied());
            found.unwrap_or(model.compliance.without_findings)
        };
        self.models.iter().map(of_model).collect()
    }

    /// What is concluded of the whole: the worst of its models, and of its findings.
    pub fn conclusion(&self) -> Conclusion {
        let of_models = self.conclusions().into_iter().chain(self.untouched_conclusion).min();
        let of_models = of_models.unwrap_or(Conclusion::NoModelFound);
        match self.verdict() {
            Verdict::Fail => Conclusion::DoesNotComply,
            Verdict::Warn => of_models.min(Conclusion::MayNotComply),
            Verdict::Pass => of_models,
        }
    }

    /// This report and another one, of other models, as one.
    #[must_use]
    pub(crate) fn with(mut self, other: Self) -> Self {
        self.models.extend(other.models);
        self.models.sort_by(|one, other| one.path.cmp(&other.path));
        self.findings.extend(other.findings);
        self.earlier.extend(other.earlier);
        self.untouched += other.untouched;
        self.untouched_conclusion = self.untouched_conclusion.into_iter().chain(other.untouched_conclusion).min();
        self.unchecked
            .extend(other.unchecked.into_iter().filter(|new| !self.unchecked.contains(new)).collect::<Vec<_>>());
        for left in other.left_out {
            match self.left_out.iter_mut().find(|known| known.reason == left.reason) {
                Some(known) => known.count += left.count,
                None => self.left_out.push(left),
            }
        }
        self
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

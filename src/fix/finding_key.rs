//! By what the findings of two reports are known to be the same.

use crate::report::{Finding, Report, Severity};
use std::collections::BTreeMap;

/// What a finding is about. Findings that differ only by a number share a key, since the numbers move when one goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FindingKey {
    pub(super) model: String,
    pub(super) rule: &'static str,
    pub(super) subject: String,
    /// Names the license, where several ask for the same thing.
    pub(super) clause: String,
}

impl FindingKey {
    pub(super) fn of(finding: &Finding) -> Self {
        let (model, subject) = (finding.model.clone(), finding.subject.clone());
        Self { model, rule: finding.rule.id, subject, clause: finding.clause.clone() }
    }
}

/// How many errors, and findings of all severities that count together, a report has of each key.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<FindingKey, (usize, usize)>);

impl Counts {
    /// Counts the findings that weigh at least so much.
    pub(super) fn of(report: &Report, least: Severity) -> Self {
        let mut counts = Self::default();
        for finding in report.findings.iter().filter(|finding| finding.severity >= least) {
            let (errors, all) = counts.0.entry(FindingKey::of(finding)).or_default();
            *errors += usize::from(finding.severity == Severity::Error);
            *all += 1;
        }
        counts
    }

    /// Errors of a key, and errors and warnings together.
    pub(super) fn get(&self, key: &FindingKey) -> (usize, usize) {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// Counts one less of a key; `false` where there is none.
    pub(super) fn take(&mut self, key: &FindingKey) -> bool {
        let Some((_, all)) = self.0.get_mut(key).filter(|(_, all)| *all > 0) else { return false };
        *all -= 1;
        true
    }

    /// How many errors and warnings there are of a key.
    pub(super) fn all(&self, key: &FindingKey) -> usize {
        self.get(key).1
    }
}

/// Whether two findings are about one thing, as `missing-agreement` and `agreement-by-reference` are.
pub(super) fn about_one_thing(one: &Finding, other: &Finding) -> bool {
    (&one.model, &one.subject) == (&other.model, &other.subject)
}

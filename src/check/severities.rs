//! Severities: of findings under the configuration, and of the worst that each rule found in a model.

use super::config::Config;
use crate::report::{Finding, Judgement, Severity};
use crate::rules::{self, Rule, Scope};
use std::collections::BTreeMap;

/// What the severity of a finding on a model depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Whether a license binds the model.
    pub(super) is_bound: bool,
    /// Whether something shows that there is a model.
    pub(super) is_published: bool,
}

/// A finding with the severity that counts; nothing where the configuration turns its rule off.
pub(super) fn adjusted(mut finding: Finding, rule: &Rule, standing: Standing, config: &Config) -> Option<Finding> {
    // On a model that no license binds, what is odd about its card only informs. An error says that the card could not be read, and
    // so might hide anything. What may hide descent is of another scope: it might be why no license binds the model.
    if matches!(rule.scope, Scope::Card(_)) && !standing.is_bound && finding.severity < Severity::Error {
        finding.severity = Severity::Info;
    }
    // A repository that shows no model of its own may be that of a program, a paper or a course.
    if rule.is_of_policy() && !standing.is_published {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    if config.settings.strict && rule.is_duty() && finding.severity == Severity::Warning {
        finding.severity = Severity::Error;
    }
    match config.severities.get(rule.meta.id) {
        Some(severity) => severity.map(|severity| Finding { severity, ..finding }),
        None => Some(finding),
    }
}

/// Findings that do not depend on a model's bonds, with the severities that the configuration states; without those that it turns off.
pub(super) fn configured(findings: &mut Vec<Finding>, config: &Config) {
    findings.retain_mut(|finding| match config.severities.get(finding.rule.id) {
        Some(None) => false,
        Some(&Some(severity)) => {
            finding.severity = severity;
            true
        }
        None => true,
    });
}

/// The result of each rule on one model, of which these are all findings; rules that do not look at models are left out.
pub(super) fn judgements(findings: &[Finding]) -> BTreeMap<&'static str, Judgement> {
    let looked = rules::ALL.iter().filter(|rule| rule.looks_at_models());
    let mut judged: BTreeMap<_, _> = looked.map(|rule| (rule.meta.id, Judgement::Ok)).collect();
    add_judgements(&mut judged, findings);
    judged
}

/// Adds what further findings say of a model.
pub(super) fn add_judgements(judged: &mut BTreeMap<&'static str, Judgement>, findings: &[Finding]) {
    for finding in findings {
        let judgement = match finding.severity {
            Severity::Info => Judgement::Ok,
            Severity::Warning => Judgement::Warning,
            Severity::Error => Judgement::Error,
        };
        let worst = judged.entry(finding.rule.id).or_insert(judgement);
        *worst = judgement.max(*worst);
    }
}

//! Exceptions of the configuration: findings that are waived, and exceptions that are not needed or have expired.

use super::config::{Config, Exception};
use super::configuration_finding::configuration_finding;
use super::order::{number_repeats, range_of_model};
use crate::report::{Finding, Message, Severity};
use crate::rules::{self, EXPIRED_EXCEPTION, Rule, Scope, UNUSED_EXCEPTION};

/// Turns excepted ones of sorted findings into information, and adds a finding for each exception that matches nothing or has
/// expired. Exceptions from what only `review` finds are left out: see [`apply_to_change`].
pub(super) fn apply(config: &Config, today: &str, findings: &mut Vec<Finding>) {
    let mut added = Vec::new();
    for exception in config.exceptions.iter().filter(|exception| !is_about_change(exception)) {
        let is_used = waive(exception, today, findings, &mut added);
        if !is_used {
            let message =
                format!("The exception from `{}` for `{}` matches no finding.", exception.rule, exception.model);
            added.push(finding(&UNUSED_EXCEPTION, exception, message));
        }
    }
    number_repeats(&mut added);
    findings.append(&mut added);
}

/// [`apply`] for the sorted findings on a change. An exception that matches none of them may match one of the next change.
pub(super) fn apply_to_change(config: &Config, today: &str, findings: &mut Vec<Finding>) {
    let mut added = Vec::new();
    for exception in config.exceptions.iter().filter(|exception| is_about_change(exception)) {
        waive(exception, today, findings, &mut added);
    }
    number_repeats(&mut added);
    findings.append(&mut added);
}

/// Whether an exception is from a rule of which only `review` makes findings.
fn is_about_change(exception: &Exception) -> bool {
    rules::ALL.iter().any(|rule| rule.meta.id == exception.rule && matches!(rule.scope, Scope::Change))
}

/// Turns the findings that an exception waives into information, or says that it has expired; whether it matches any.
fn waive(exception: &Exception, today: &str, findings: &mut [Finding], added: &mut Vec<Finding>) -> bool {
    let Exception { rule, model, reason, .. } = exception;
    let expired = exception.expires.as_deref().filter(|last| *last < today);
    let candidates = range_of_model(findings, model);
    let mut is_used = false;
    for finding in findings[candidates].iter_mut().filter(|finding| finding.rule.id == *rule) {
        is_used = true;
        if expired.is_none() {
            finding.severity = Severity::Info;
            finding.message.details.push(format!("Excepted: {reason}"));
        }
    }
    if let Some(last) = expired.filter(|_| is_used) {
        let message = Message::from(format!("The exception from `{rule}` for `{model}` expired after {last}."))
            .and(format!("Its reason was: {reason}"));
        added.push(finding(&EXPIRED_EXCEPTION, exception, message));
    }
    is_used
}

fn finding(rule: &'static Rule, exception: &Exception, message: impl Into<Message>) -> Finding {
    configuration_finding(&rule.meta, &exception.model, exception.place.clone(), &exception.rule, message)
}

//! Exceptions of the configuration: findings that are waived, and exceptions that are not needed or have expired.

use super::config::{Config, Exception};
use super::configuration_finding::configuration_finding;
use super::order::{number_repeats, range_of_model};
use crate::report::{Finding, Message, Severity};
use crate::rules::{EXPIRED_EXCEPTION, Rule, UNUSED_EXCEPTION};

/// Turns excepted ones of sorted findings into information, and adds a finding for each exception that matches nothing or has
/// expired.
pub(super) fn apply(config: &Config, today: &str, findings: &mut Vec<Finding>) {
    let mut added = Vec::new();
    for exception in &config.exceptions {
        let Exception { rule, model, reason, .. } = exception;
        let expired = exception.expires.as_deref().filter(|last| *last < today);
        let mut used = false;
        let candidates = range_of_model(findings, model);
        for finding in findings[candidates].iter_mut().filter(|finding| finding.rule.id == *rule) {
            used = true;
            if expired.is_none() {
                finding.severity = Severity::Info;
                finding.message.details.push(format!("Excepted: {reason}"));
            }
        }
        if !used {
            let message = format!("The exception from `{rule}` for `{model}` matches no finding.");
            added.push(finding(&UNUSED_EXCEPTION, exception, message));
        } else if let Some(last) = expired {
            let message = Message::from(format!("The exception from `{rule}` for `{model}` expired after {last}."))
                .and(format!("Its reason was: {reason}"));
            added.push(finding(&EXPIRED_EXCEPTION, exception, message));
        }
    }
    number_repeats(&mut added);
    findings.append(&mut added);
}

fn finding(rule: &'static Rule, exception: &Exception, message: impl Into<Message>) -> Finding {
    configuration_finding(&rule.meta, &exception.model, exception.place.clone(), &exception.rule, message)
}

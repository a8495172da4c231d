//! Exceptions of the configuration: findings that are waived, and exceptions that are not needed or have expired.

use super::config::{Config, Exception};
use super::configuration_finding::configuration_finding;
use super::order::number_repeats;
use crate::report::{Finding, Message, Severity};
use crate::rules::{EXPIRED_EXCEPTION, Rule, UNUSED_EXCEPTION};
use std::collections::BTreeMap;

/// The exceptions of a configuration, and which of them were used.
pub(super) struct Exceptions<'c> {
    today: &'c str,
    exceptions: Vec<(&'c Exception, bool)>,
    /// Where those of each model are in the list.
    of_model: BTreeMap<&'c str, Vec<usize>>,
}

impl<'c> Exceptions<'c> {
    pub(super) fn new(config: &'c Config, today: &'c str) -> Self {
        let mut of_model: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, exception) in config.exceptions.iter().enumerate() {
            of_model.entry(&exception.model).or_default().push(at);
        }
        Self { today, exceptions: config.exceptions.iter().map(|exception| (exception, false)).collect(), of_model }
    }

    /// Turns excepted findings of one model into information.
    pub(super) fn apply(&mut self, model: &str, findings: &mut [Finding]) {
        for &at in self.of_model.get(model).into_iter().flatten() {
            let (exception, used) = &mut self.exceptions[at];
            let holds = exception.expires.as_deref().is_none_or(|last| last >= self.today);
            for finding in findings.iter_mut().filter(|finding| finding.rule.id == exception.rule) {
                *used = true;
                if holds {
                    finding.severity = Severity::Info;
                    finding.message.details.push(format!("Excepted: {}", exception.reason));
                }
            }
        }
    }

    /// A finding for each exception that matched nothing or has expired.
    pub(super) fn unneeded(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.exceptions.iter().filter_map(|&(exception, used)| unneeded(exception, used, self.today)).collect();
        number_repeats(&mut findings);
        findings
    }
}

fn unneeded(exception: &Exception, used: bool, today: &str) -> Option<Finding> {
    let Exception { rule, model, reason, .. } = exception;
    if !used {
        let message = format!("The exception from `{rule}` for `{model}` matches no finding.");
        return Some(finding(&UNUSED_EXCEPTION, exception, message));
    }
    let last = exception.expires.as_deref().filter(|last| *last < today)?;
    let message = Message::from(format!("The exception from `{rule}` for `{model}` expired after {last}."))
        .and(format!("Its reason was: {reason}"));
    Some(finding(&EXPIRED_EXCEPTION, exception, message))
}

fn finding(rule: &'static Rule, exception: &Exception, message: impl Into<Message>) -> Finding {
    configuration_finding(&rule.meta, &exception.model, exception.place.clone(), &exception.rule, message)
}

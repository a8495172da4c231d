//! Exceptions of the configuration: findings that are waived, and exceptions that are not needed or have expired.

use super::config::{Config, Exception};
use super::configuration_finding::configuration_finding;
use super::order::number_repeats;
use crate::report::{Finding, Message, Severity};
use crate::rules::{self, EXPIRED_EXCEPTION, Rule, Scope, UNUSED_EXCEPTION};
use std::collections::BTreeMap;

/// Some exceptions of a configuration, and which of them were used.
pub(super) struct Exceptions<'c> {
    today: &'c str,
    exceptions: Vec<(&'c Exception, bool)>,
    /// Where those of each model are in the list.
    of_model: BTreeMap<&'c str, Vec<usize>>,
}

impl<'c> Exceptions<'c> {
    /// Those from what only `review` finds are left out: see [`apply_to_change`].
    pub(super) fn new(config: &'c Config, today: &'c str) -> Self {
        Self::of(config, today, |exception| !is_about_change(exception))
    }

    fn of(config: &'c Config, today: &'c str, is_wanted: impl Fn(&Exception) -> bool) -> Self {
        let wanted = config.exceptions.iter().filter(|exception| is_wanted(exception));
        let exceptions: Vec<_> = wanted.map(|exception| (exception, false)).collect();
        let mut of_model: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (exception, _)) in exceptions.iter().enumerate() {
            of_model.entry(&exception.model).or_default().push(at);
        }
        Self { today, exceptions, of_model }
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
                    finding.message.details.push(format!("Waived: {}", exception.reason));
                }
            }
        }
    }

    /// Turns excepted findings, each of any model, into information.
    pub(super) fn apply_each(&mut self, findings: &mut [Finding]) {
        for finding in findings {
            let model = finding.model.clone();
            self.apply(&model, std::slice::from_mut(finding));
        }
    }

    /// A finding for each exception that matched nothing or has expired, of the models that are checked.
    pub(super) fn unneeded(mut self, is_judged: impl Fn(&str) -> bool) -> Vec<Finding> {
        self.exceptions.retain(|(exception, _)| is_judged(&exception.model));
        let unneeded = |&(exception, used): &(&Exception, bool)| {
            if used { expired(exception, self.today) } else { Some(unused(exception)) }
        };
        numbered(self.exceptions.iter().filter_map(unneeded).collect())
    }

    /// A finding for each exception that matched something and has expired.
    fn expired(self) -> Vec<Finding> {
        let used = self.exceptions.iter().filter(|(_, used)| *used);
        numbered(used.filter_map(|(exception, _)| expired(exception, self.today)).collect())
    }
}

/// Applies the exceptions from what only `review` finds to the findings on a change, and adds a finding for each that has expired.
/// One that matches none of them may match one of the next change.
pub(super) fn apply_to_change(config: &Config, today: &str, findings: &mut Vec<Finding>) {
    let mut exceptions = Exceptions::of(config, today, is_about_change);
    exceptions.apply_each(findings);
    findings.extend(exceptions.expired());
}

/// Whether an exception is from a rule of which only `review` makes findings.
fn is_about_change(exception: &Exception) -> bool {
    rules::ALL.iter().any(|rule| rule.meta.id == exception.rule && matches!(rule.scope, Scope::Change))
}

fn unused(exception: &Exception) -> Finding {
    let message = format!(
        "The exception from `{}` for `{}` matches no finding.",
        rules::name_of(&exception.rule),
        exception.model
    );
    finding(&UNUSED_EXCEPTION, exception, message)
}

fn expired(exception: &Exception, today: &str) -> Option<Finding> {
    let Exception { rule, model, reason, .. } = exception;
    let rule = rules::name_of(rule);
    let last = exception.expires.as_deref().filter(|last| *last < today)?;
    let message = Message::from(format!("The exception from `{rule}` for `{model}` expired after {last}."))
        .and(format!("Its reason was: {reason}"));
    Some(finding(&EXPIRED_EXCEPTION, exception, message))
}

fn numbered(mut findings: Vec<Finding>) -> Vec<Finding> {
    number_repeats(&mut findings);
    findings
}

fn finding(rule: &'static Rule, exception: &Exception, message: impl Into<Message>) -> Finding {
    configuration_finding(&rule.meta, &exception.model, exception.place.clone(), &exception.rule, message)
}

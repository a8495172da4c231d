//! What `explain` prints of one rule or one license.

use super::facts;
use super::words::{exception, fit, looks_at, rests_on, waiver};
use crate::policy::{self, Permissive, Policy};
use crate::rules::{self, Rule, Scope};
use std::fmt::Write;

/// What a rule checks, which licenses require it, and how to waive it.
pub(super) fn rule(rule: &Rule) -> String {
    let meta = &rule.meta;
    let looks_at = looks_at(rule);
    let mut text = format!(
        "{} ({})\n\n{}\n\nLooks at: {looks_at}.\nWhy it matters: {}\nHow to fix it: {}\nWhat it cannot see: {}\n",
        meta.name(),
        meta.severity().word(),
        meta.summary,
        meta.why,
        meta.fix,
        meta.cannot_see
    );
    let asked = policy::all().iter().filter_map(|policy| Some((policy, policy.obligation(meta.id)?)));
    for (at, (policy, duty)) in asked.enumerate() {
        if at == 0 {
            text.push_str("\nRequired by (`explain LICENSE` shows the duties of each):\n");
        }
        _ = writeln!(text, "  {:<34}{} ({})", policy.license, duty.document.unwrap_or(duty.clause), rests_on(duty));
    }
    // What a configuration gets wrong is fixed there.
    if matches!(rule.scope, Scope::Configuration) {
        return text;
    }
    text.push_str("\nTo waive it for one model, write into .model-license-gate.yml:\n");
    for line in exception(meta.name()).lines() {
        _ = writeln!(text, "  {line}");
    }
    if rule.is_about_models() {
        text.push_str("\nOr write into the front matter of the card, at the line or above it (above the first key, it applies to the whole model):\n");
        _ = writeln!(text, "  {}", waiver(meta.name()));
    }
    text
}

/// What a license requires, which licenses may be declared under it, and what is not seen.
pub(super) fn policy(policy: &Policy) -> String {
    let mut text = format!("{} ({})\n\n", policy.name, policy.license);
    for (label, fact) in facts::of(policy) {
        _ = writeln!(text, "{label}: {fact}");
    }
    text.push_str("\nWhat it requires:\n");
    for duty in policy.obligations {
        _ = write!(
            text,
            "  {} ({})\n    {}\n    Checked by: {}\n",
            duty.document.unwrap_or(duty.clause),
            rests_on(duty),
            duty.asks,
            duty.rules.iter().map(|rule| rules::name_of(rule)).collect::<Vec<_>>().join(", ")
        );
    }
    text.push_str("\nWhich licenses you may declare:\n");
    for compatibility in policy.declared {
        let ids = facts::licenses(policy, compatibility).join(", ");
        _ = write!(text, "  {}: {ids}\n    {}.\n", fit(compatibility.fit), compatibility.why);
    }
    text.push_str("\nWhat the gate cannot see:\n");
    for unchecked in policy.unchecked {
        _ = writeln!(text, "  {}: {}", unchecked.clause, unchecked.reason);
    }
    text
}

/// What a permissive license requires of a model made from one under it.
pub(super) fn permissive(id: &str, license: &Permissive) -> String {
    let mut text = format!(
        "{} ({id})\n\nA permissive license: what it requires does not affect the verdict.\n\nWhat it requires:\n",
        license.name
    );
    for duty in license.asks {
        _ = write!(text, "  {}\n    {}\n", duty.clause, duty.asks);
    }
    if license.asks.is_empty() {
        text.push_str("  Nothing.\n");
    }
    text
}

//! Explains rules, licenses and patterns of descent in plain words, from the rules, the policies and the data themselves.

mod descent;
pub(crate) mod facts;
mod pattern_facts;
mod severity;
mod topic;
pub(crate) mod words;

use crate::policy;
use crate::rules;
use crate::spelling::{LOOSE, nearest};
pub(crate) use descent::descent;
pub(crate) use severity::severity;
use std::fmt::Write;

/// The address of `docs/rules.md`, as it is in this version; `#rule` is put after it.
pub(crate) const RULES_PAGE: &str =
    concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules.md");

/// What a rule or a license asks, and what the gate cannot see of it. The error says what was likely meant.
pub(crate) fn explain(topic: &str) -> Result<String, String> {
    if let Some(rule) = rules::find(topic) {
        return Ok(topic::rule(rule));
    }
    if let Some(policy) = policy::of_license(topic) {
        return Ok(topic::policy(policy));
    }
    if let Some(license) = policy::permissive(topic) {
        return Ok(topic::permissive(topic, license));
    }
    let licenses = policy::all().iter().map(|policy| policy.license);
    let permissive = policy::all_permissive().iter().flat_map(|license| license.licenses).copied();
    let known = rules::ALL.iter().map(|rule| rule.meta.id).chain(licenses).chain(permissive);
    Err(match nearest(topic, known, LOOSE) {
        Some(near) => format!("there is no rule or license `{topic}`; did you mean `{near}`?"),
        None => format!("there is no rule or license `{topic}`; `model-license-gate rules` lists them"),
    })
}

/// All rules and licenses, a line each.
pub(crate) fn list_rules() -> String {
    let mut text = "Rules:\n".to_owned();
    for rule in &rules::ALL {
        _ = writeln!(text, "  {:<26}{:<9}{}", rule.meta.id, rule.meta.severity().word(), rule.meta.summary);
    }
    text.push_str("\nLicenses:\n");
    for policy in policy::all() {
        _ = writeln!(text, "  {:<34} {}", policy.license, policy.name);
    }
    text.push_str("\nPermissive licenses, which decide no verdict:\n");
    for license in policy::all_permissive() {
        _ = writeln!(text, "  {:<34} {}", license.licenses.join(", "), license.name);
    }
    text.push_str("\n`model-license-gate explain NAME` says more of each.\n");
    text
}

//! Explains rules, licenses and patterns of lineage in plain words, from the rules, the policies and the data themselves.

pub(crate) mod facts;
mod lineage;
mod pattern_facts;
mod severity;
mod topic;
pub(crate) mod words;

use crate::policy;
use crate::render::json::indented;
use crate::report::{Meta, Severity};
use crate::rules;
use crate::spelling::{LOOSE, nearest};
pub(crate) use lineage::lineage;
use serde::Serialize;
pub(crate) use severity::severity;
use std::fmt::Write;

/// Most names that are suggested, chosen.
const MOST_NEAR: usize = 5;

/// The address of `docs/rules.md`, as it is in this version; `#rule` is put after it.
pub(crate) const RULES_PAGE: &str =
    concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules.md");

/// What a rule or a license requires, and what the gate cannot see of it. The error says what was likely meant.
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
    // A word of a name takes precedence over a name that is spelled alike.
    let with_word = |name: &&str| name.split(['-', '.']).any(|word| word == topic.to_lowercase());
    let mut near: Vec<&str> = topics().filter(with_word).take(MOST_NEAR).collect();
    if near.is_empty() {
        near.extend(nearest(topic, topics(), LOOSE));
    }
    let near: Vec<String> = near.into_iter().map(|name| format!("`{name}`")).collect();
    Err(match near.as_slice() {
        [] => format!("there is no rule or license `{topic}`; `model-license-gate rules` lists them"),
        [near] => format!("there is no rule or license `{topic}`; did you mean {near}?"),
        [first @ .., last] => {
            format!("there is no rule or license `{topic}`; did you mean {} or {last}?", first.join(", "))
        }
    })
}

/// The names of all rules and licenses.
pub(crate) fn topics() -> impl Iterator<Item = &'static str> {
    let permissive = policy::all_permissive().iter().flat_map(|license| license.licenses).copied();
    let licenses = policy::all().iter().map(|policy| policy.license);
    rules::ALL.iter().map(|rule| rule.meta.name()).chain(licenses).chain(permissive)
}

/// All rules and licenses as one object in JSON.
pub(crate) fn rules_in_json() -> String {
    let rules: Vec<RuleJson> = rules::ALL.iter().map(|rule| RuleJson::from(&rule.meta)).collect();
    let licenses: Vec<LicenseJson> = policy::all()
        .iter()
        .map(|policy| LicenseJson { id: policy.license, name: policy.name, url: policy.url })
        .collect();
    indented(&RulesJson { rules, licenses })
}

#[derive(Serialize)]
struct RulesJson {
    rules: Vec<RuleJson>,
    licenses: Vec<LicenseJson>,
}

#[derive(Serialize)]
struct RuleJson {
    id: &'static str,
    /// Its severity where nothing else is configured.
    severity: Severity,
    summary: &'static str,
    why: &'static str,
    fix: &'static str,
    unseen: &'static str,
}

impl From<&Meta> for RuleJson {
    fn from(meta: &Meta) -> Self {
        let Meta { id, summary, why, fix, cannot_see, .. } = *meta;
        Self { id, severity: meta.severity(), summary, why, fix, unseen: cannot_see }
    }
}

#[derive(Serialize)]
struct LicenseJson {
    id: &'static str,
    name: &'static str,
    url: &'static str,
}

/// All rules and licenses, a line each.
pub(crate) fn list_rules() -> String {
    let mut text = "Rules:\n".to_owned();
    for rule in &rules::ALL {
        _ = writeln!(text, "  {:<26}{:<9}{}", rule.meta.name(), rule.meta.severity().word(), rule.meta.summary);
    }
    text.push_str("\nLicenses:\n");
    for policy in policy::all() {
        _ = writeln!(text, "  {:<34} {}", policy.license, policy.name);
    }
    text.push_str("\nPermissive licenses, which do not affect the verdict:\n");
    for license in policy::all_permissive() {
        _ = writeln!(text, "  {:<34} {}", license.licenses.join(", "), license.name);
    }
    text.push_str("\n`model-license-gate explain NAME` explains each.\n");
    text
}

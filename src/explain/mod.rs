//! Explains rules and licenses in plain words, from the rules and the policies themselves.

mod facts;
mod licenses_page;
mod rules_page;
mod topic;

use crate::basis::Basis;
use crate::policy::{self, Fit, Obligation};
use crate::report::Severity;
use crate::rules::{self, Rule, Scope};
use crate::spelling::{LOOSE, nearest};
use crate::wording::sentence;
pub use licenses_page::licenses_page;
pub use rules_page::{Example, rules_page};
use std::fmt::Write;

/// The address of the page that [`rules_page`] makes, as it is in this version; `#rule` is put after it.
pub const RULES_PAGE: &str =
    concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules.md");

/// What a rule or a license asks, and what the gate cannot see of it. The error says what was likely meant.
pub fn explain(topic: &str) -> Result<String, String> {
    if let Some(rule) = rules::find(topic) {
        return Ok(topic::rule(rule));
    }
    if let Some(policy) = policy::all().iter().find(|policy| policy.license == topic) {
        return Ok(topic::policy(policy));
    }
    let known = rules::ALL.iter().map(|rule| rule.meta.id).chain(policy::all().iter().map(|policy| policy.license));
    Err(match nearest(topic, known, LOOSE) {
        Some(near) => format!("there is no rule or license `{topic}`; did you mean `{near}`?"),
        None => format!("there is no rule or license `{topic}`; `model-license-gate rules` lists them"),
    })
}

/// All rules and licenses, a line each.
pub fn list_rules() -> String {
    let mut text = "Rules:\n".to_owned();
    for rule in &rules::ALL {
        _ = writeln!(text, "  {:<24}{:<9}{}", rule.meta.id, rule.meta.severity.word(), rule.meta.summary);
    }
    text.push_str("\nLicenses:\n");
    for policy in policy::all() {
        _ = writeln!(text, "  {:<34}{}", policy.license, policy.name);
    }
    text.push_str("\n`model-license-gate explain NAME` says more of each.\n");
    text
}

fn looks_at(rule: &Rule) -> &'static str {
    match rule.scope {
        Scope::Card(_) if rule.meta.severity == Severity::Error => "the files of every model",
        Scope::Card(_) => "the card of every model. On a model that no policy applies to it only informs",
        Scope::Derived(_) => "models that descend from a family with a policy",
        Scope::NotDerived(_) => "models that do not descend from the family of the policy",
        Scope::SeveralLicenses(_) => "models that descend from several families with a policy",
        Scope::UncertainLineage(_) => "models whose descent is uncertain",
        Scope::Configuration => "the configuration",
        Scope::Change => "pull requests, next to the base commit",
    }
}

/// The lines of the configuration that except one model from a rule.
fn exception(rule: &str) -> String {
    format!(
        "exceptions:\n  - rule: {rule}\n    model: path/of/model\n    reason: why it is right here\n    expires: 2027-12-31\n"
    )
}

/// What a duty rests on.
fn rests_on(duty: &Obligation) -> String {
    let basis = |basis| match basis {
        Basis::Text => "by its words",
        Basis::Interpretation => "by interpretation",
        Basis::NeedsHuman => "doubtful: a person must decide",
    };
    match duty.basis_for_copies {
        _ if duty.unverified => "not verified: no text of the licensor was at hand".to_owned(),
        Some(copies) if copies != duty.basis => format!("{}; {} for plain copies", basis(duty.basis), basis(copies)),
        _ => basis(duty.basis).to_owned(),
    }
}

fn fit(fit: Fit) -> &'static str {
    match fit {
        Fit::Required => "fits",
        Fit::Beside => "may stand beside it",
        Fit::Ambiguous => "needs a person",
        Fit::Broadens | Fit::Conflicts => "does not fit",
        Fit::Nothing => "says nothing",
    }
}

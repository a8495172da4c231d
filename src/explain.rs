//! Explains rules and licenses in plain words, from the rules and the policies themselves.

use crate::basis::Basis;
use crate::finding::Severity;
use crate::policy::{self, Fit, Policy};
use crate::rules::{self, Look, Rule};
use crate::spelling::{LOOSE, nearest};
use std::fmt::Write;

/// The address of the page that [`rules_page`] makes, as it is in this version; `#rule` is put after it.
pub const RULES_PAGE: &str =
    concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules.md");

/// What a rule or a license asks, and what the gate cannot see of it. The error says what was likely meant.
pub fn explain(topic: &str) -> Result<String, String> {
    if let Some(rule) = rules::find(topic) {
        return Ok(explain_rule(rule));
    }
    if let Some(policy) = policy::all().iter().find(|policy| policy.license == topic) {
        return Ok(explain_policy(policy));
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

/// The page `docs/rules.md`: every rule under a heading of its name.
pub fn rules_page() -> String {
    let mut page = "# The rules\n\nMade from the rules and the policies themselves: `UPDATE_EXPECT=1 cargo test --test outputs` writes \
                    this page anew.\n\n| rule | severity | what it finds |\n| --- | --- | --- |\n"
        .to_owned();
    for Rule { meta, .. } in &rules::ALL {
        _ = writeln!(page, "| [{id}](#{id}) | {} | {} |", meta.severity.word(), meta.summary, id = meta.id);
    }
    page.push_str(
        "\nA severity can be changed in `.model-license-gate.yml`, for a rule or by `strict`: see \
         [configuration.md](configuration.md).\n",
    );
    for rule in &rules::ALL {
        let meta = &rule.meta;
        _ = write!(page, "\n## {}\n\n**{}.** {}\n\n", meta.id, sentence(meta.severity.word()), meta.summary);
        _ = writeln!(page, "- **Looks at:** {}.", looks_at(rule));
        for policy in policy::all() {
            if let Some(duty) = policy.obligation(meta.id) {
                _ = writeln!(
                    page,
                    "- **{}, clause {}** ({}): {}",
                    policy.name,
                    duty.clause,
                    basis(duty.basis),
                    duty.asks
                );
            }
        }
        _ = write!(
            page,
            "- **Why it matters:** {}\n- **How to mend it:** {}\n- **What it cannot see:** {}\n",
            meta.why, meta.mend, meta.unseen
        );
        if !matches!(rule.look, Look::Config) {
            _ = write!(page, "- **To except one model from it,** write into the configuration:\n\n  ```yaml\n");
            for line in exception(meta.id).lines() {
                _ = writeln!(page, "  {line}");
            }
            page.push_str("  ```\n");
        }
    }
    page
}

/// A word as the beginning of a sentence.
fn sentence(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn looks_at(rule: &Rule) -> &'static str {
    match rule.look {
        Look::Card(_) if rule.meta.severity == Severity::Error => "the files of every model",
        Look::Card(_) => "the card of every model. On a model that no policy applies to it only informs",
        Look::Duty(_) => "models that descend from a family with a policy",
        Look::Stranger(_) => "models that do not descend from the family of the policy",
        Look::Several(_) => "models that descend from several families with a policy",
        Look::Doubt(_) => "models whose descent is uncertain",
        Look::Config => "the configuration",
        Look::Change => "pull requests, next to the base commit",
    }
}

/// The lines of the configuration that except one model from a rule.
fn exception(rule: &str) -> String {
    format!(
        "exceptions:\n  - rule: {rule}\n    model: path/of/model\n    reason: why it is right here\n    expires: 2027-12-31\n"
    )
}

fn explain_rule(rule: &Rule) -> String {
    let meta = &rule.meta;
    let looks_at = looks_at(rule);
    let mut text = format!(
        "{} ({})\n\n{}\n\nLooks at: {looks_at}.\nWhy it matters: {}\nHow to mend it: {}\nWhat it cannot see: {}\n",
        meta.id,
        meta.severity.word(),
        meta.summary,
        meta.why,
        meta.mend,
        meta.unseen
    );
    for policy in policy::all() {
        if let Some(obligation) = policy.obligation(meta.id) {
            _ = write!(
                text,
                "\n{}, clause {} ({})\n  {}\n",
                policy.name,
                obligation.clause,
                basis(obligation.basis),
                obligation.asks
            );
        }
    }
    // What a configuration gets wrong is mended there.
    if matches!(rule.look, Look::Config) {
        return text;
    }
    text.push_str("\nTo waive it for one model, write into .model-license-gate.yml:\n");
    for line in exception(meta.id).lines() {
        _ = writeln!(text, "  {line}");
    }
    text
}

fn explain_policy(policy: &Policy) -> String {
    let mut text = format!(
        "{} ({})\n\nApplies to models that descend from {}.\nPublished at {}\n\nWhat it asks:\n",
        policy.name, policy.license, policy.family_name, policy.url
    );
    for obligation in policy.obligations {
        _ = write!(
            text,
            "  {} ({})\n    {}\n    Checked by: {}\n",
            obligation.clause,
            basis(obligation.basis),
            obligation.asks,
            obligation.rules.join(", ")
        );
    }
    if let Some(notice) = &policy.notice {
        _ = writeln!(text, "\nThe notice, in a text file `{}`:\n  {}", notice.file, notice.sentence);
    }
    text.push_str("\nWhich declared licenses fit:\n");
    for stance in policy.declared {
        let ids =
            policy::known_identifiers().filter(|(_, class)| stance.classes.contains(&class.name)).map(|(id, _)| id);
        _ = write!(text, "  {}: {}\n    {}.\n", fit(stance.fit), ids.collect::<Vec<_>>().join(", "), stance.why);
    }
    text.push_str("\nWhat the gate cannot see:\n");
    for unchecked in policy.unchecked {
        _ = writeln!(text, "  {}: {}", unchecked.clause, unchecked.reason);
    }
    text
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "by its words",
        Basis::Interpretation => "by interpretation",
        Basis::NeedsHuman => "doubtful: a person must decide",
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

//! A declared license that is not known, or declared as `other` without saying which.

use super::card_finding::MAX_PER_KIND;
use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::Item;
use crate::policy;
use crate::report::{Advice, Basis, Fault, Finding, Fix, Message, Meta, Stake};
use crate::spelling::{TIGHT, nearest};
use std::collections::BTreeSet;

/// The value is not on the Hub's list.
pub(super) const UNKNOWN: Rule = Meta {
    id: "unknown-license",
    label: "license",
    brief: "not an identifier of the Hub",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The declared license is not an identifier that the Hub knows.",
    why: "The Hub refuses the card, or shows no license.",
    fix: "Use an identifier from the Hub's list, in lower case.",
    cannot_see: "What you meant, if no known spelling is similar.",
}
.rule(Scope::Derived(unknown));

/// `license: other` without `license_name`.
pub(super) const UNNAMED: Rule = Meta {
    id: "unnamed-license",
    label: "license_name",
    brief: "missing",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The card declares `license: other` without `license_name`.",
    why: "The Hub requires a name. Without it, the card says only that the license is not a common one.",
    fix: "Add `license_name`, or declare the identifier of the license if it has one.",
    cannot_see: "A name that appears only in the text of the card.",
}
.rule(Scope::Derived(unnamed));

/// `license: other` without `license_link`.
pub(super) const UNLINKED: Rule = Meta {
    id: "unlinked-license",
    label: "license_link",
    brief: "missing",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The card declares `license: other` without `license_link`.",
    why: "The Hub requires a link. Without it, readers must search for the terms.",
    fix: "Add `license_link` with the name of the license file or its address.",
    cannot_see: "Whether a web address still works.",
}
.rule(Scope::Derived(unlinked));

/// `license_link` with the name of a file that is not there.
pub(super) const DEAD_LINK: Rule = Meta {
    id: "dead-license-link",
    label: "license_link",
    brief: "leads nowhere",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "`license_link` names a file that is not in the repository.",
    why: "Readers who follow the link find no terms.",
    fix: "Add the file, or use the address where the terms are published.",
    cannot_see: "Whether a web address still works.",
}
.rule(Scope::Derived(dead_link));

fn unknown(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let not_text = |item: &Item| {
        let message = format!("`license` is `{}`, which the Hub's client does not read as text.", item.text);
        let identifier = context.policy.identifier();
        let step = format!("Use an identifier of the Hub, such as `license: {identifier}`.");
        context.finding(meta, item.place.clone(), &item.text, message).advise(step)
    };
    let mut findings: Vec<Finding> = declaration.not_texts.iter().take(MAX_PER_KIND).map(not_text).collect();
    let mut seen = BTreeSet::new();
    let unknown = declaration.items.iter().filter(|item| !policy::is_hub_identifier(&item.text));
    let unknown = unknown.filter(|item| seen.insert(item.text.as_str())).take(MAX_PER_KIND);
    findings.extend(unknown.map(|item| unknown_identifier(meta, context, item)));
    findings
}

fn unknown_identifier(meta: &'static Meta, context: &PolicyContext<'_>, item: &Item) -> Finding {
    let policy = context.policy;
    let meant = match item.ids.as_slice() {
        [one] if policy::is_hub_identifier(&one.id) => Some(one.id.as_str()),
        [] => nearest(&item.text.to_ascii_lowercase(), policy::known_identifiers().map(|(id, _)| id), TIGHT),
        _ => None,
    };
    let is_own = item.ids.iter().any(|id| policy.is_for(&id.id));
    let fits = |id: &&str| !policy.rejects_text(id);
    let in_words = policy.declaration_in_words();
    let step = match meant {
        None if is_own => format!("The Hub has no identifier for it. Declare {in_words}."),
        None => "Use an identifier from the Hub's list, or `other` with `license_name` and `license_link`.".to_owned(),
        Some(id) if fits(&id) => format!("Did you mean `{id}`? Identifiers must match exactly."),
        Some(id) => format!(
            "Did you mean `{id}`? It is not allowed for a model derived from {}: declare {in_words}.",
            context.origin()
        ),
    };
    let fix = match meant.filter(fits) {
        // A spelling that is only near to a known one is a guess, and not written.
        Some(id) if !item.ids.is_empty() => Fix::replace_value(&item.place, &item.text, id),
        None if meant.is_none() && is_own => context.declare_in_place_of(item),
        _ => None,
    };
    let message = Message::from(format!("`{}` is not a license identifier of the Hub.", item.text))
        .and("The Hub refuses the card.");
    let finding = context.finding(meta, item.place.clone(), &item.text, message);
    Finding { advice: Advice::step(step), fix, ..finding }
}

fn unnamed(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    if !declaration.is_other() || declaration.has_name {
        return Vec::new();
    }
    let message = Message::from("`license_name` is missing.").and("The Hub requires it with `license: other`.");
    let advice = Advice::step("Add a line `license_name: …` with a short name in lower case.").then(format!(
        "If the model is only under the {}, declare {}.",
        context.policy.short,
        context.policy.declaration_in_words()
    ));
    vec![context.finding(meta, declaration.items[0].place.clone(), "license_name", message).advise(advice)]
}

fn unlinked(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    if !declaration.is_other() || declaration.has_link {
        return Vec::new();
    }
    let message = Message::from("`license_link` is missing.").and("The Hub requires it with `license: other`.");
    let own = context.model.own_texts().find(|text| !text.is_notice && !text.is_use_policy);
    let own = own.and_then(|text| text.source.path.strip_prefix(context.model.file("").as_str()));
    let step = match own {
        Some(name) => format!("If `{name}` contains the terms, add the line `license_link: {name}`."),
        None => {
            "Add a line `license_link: LICENSE` and the file with the terms, or use the address where they are published."
                .to_owned()
        }
    };
    let finding = context.finding(meta, declaration.items[0].place.clone(), "license_link", message);
    vec![finding.advise(step)]
}

fn dead_link(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some((link, place)) = &context.model.dead_link else { return Vec::new() };
    let message = format!("`license_link` names the file `{link}`, which does not exist.");
    let missing = context.model.file(link.trim_start_matches("./"));
    let step = format!("Add the file `{missing}` with the terms, or use the address where they are published.");
    vec![context.finding(meta, place.clone(), "license_link", message).advise(step)]
}

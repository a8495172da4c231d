//! A license that is not declared, not known, or declared as `other` without saying which.

use super::card_finding::MOST;
use super::policy_context::PolicyContext;
use super::policy_context::because;
use super::rule::{Rule, Scope};
use crate::policy;
use crate::report::{Advice, Fault, Finding, Fix, Meta, Severity};
use crate::source::Span;
use crate::spelling;
use std::collections::BTreeSet;

/// The Hub reads no license from the card.
pub(super) const UNDECLARED: Rule = Rule {
    meta: Meta {
        id: "undeclared-license",
        severity: Severity::Warning,
        fault: Fault::Declared,
        summary: "The card declares no license that the Hub can read.",
        why: "Whoever finds the model on the Hub sees no license, and takes it to have none.",
        mend: "Add a line `license: …` to the front matter of the card.",
        unseen: "A license that only prose states.",
    },
    scope: Scope::Derived(undeclared),
};

/// The value is not on the Hub's list.
pub(super) const UNKNOWN: Rule = Rule {
    meta: Meta {
        id: "unknown-license",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "The declared license is not an identifier that the Hub knows.",
        why: "The Hub refuses the card, or shows no license.",
        mend: "Write the identifier from the Hub's list, in lower case.",
        unseen: "What was meant, where no known spelling is near.",
    },
    scope: Scope::Derived(unknown),
};

/// `other` without a name.
pub(super) const UNNAMED: Rule = Rule {
    meta: Meta {
        id: "unnamed-license",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "The card declares `license: other` without `license_name`.",
        why: "The Hub asks for a name. Without it the card says only that the license is none of the usual ones.",
        mend: "Add `license_name`, or declare the identifier of the license if it has one.",
        unseen: "A name that only prose gives.",
    },
    scope: Scope::Derived(unnamed),
};

/// `other` without a link.
pub(super) const UNLINKED: Rule = Rule {
    meta: Meta {
        id: "unlinked-license",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "The card declares `license: other` without `license_link`.",
        why: "The Hub asks for a link. Without it readers must search for the terms.",
        mend: "Add `license_link` with the name of the license file or its address.",
        unseen: "Whether an address on the web still answers.",
    },
    scope: Scope::Derived(unlinked),
};

/// `license_link` with the name of a file that is not there.
pub(super) const DEAD_LINK: Rule = Rule {
    meta: Meta {
        id: "dead-license-link",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "`license_link` names a file that is not in the repository.",
        why: "Whoever follows the link finds no terms.",
        mend: "Add the file, or write the address where the terms are published.",
        unseen: "Whether an address on the web still answers.",
    },
    scope: Scope::Derived(dead_link),
};

fn undeclared(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let says_unknown = !declaration.items.is_empty()
        && declaration.items.iter().all(|item| item.ids.iter().any(|id| id.class == "unknown"));
    let says_nothing = declaration.items.is_empty() && declaration.not_texts.is_empty();
    if !says_nothing && !says_unknown {
        return Vec::new();
    }
    let line = context.policy.declaration();
    let placeholder = context.model.card.as_ref().and_then(super::keys::placeholder);
    let place = match (declaration.items.first(), &context.model.card, placeholder) {
        (Some(item), ..) => item.place.clone(),
        (None, Some(card), Some(span)) => card.source.place(span),
        _ => front_matter_place(context),
    };
    let message = match &context.model.card {
        _ if says_unknown => "The card declares `license: unknown`, which declares nothing.",
        Some(_) => "The card declares no license that the Hub can read.",
        None => "The model has no card, so it declares no license.",
    };
    let mut finding = context.finding(meta, place, "license", message.to_owned());
    let unread = unread(context);
    let shown = context.policy.declaration_in_words();
    let mend = match (&context.model.card, unread) {
        (_, Some(rule)) => {
            format!("Mend first what `{rule}` says of this card. Then it must declare {shown}.")
        }
        (Some(_), None) if says_unknown || placeholder.is_some() => format!("Write {shown} in place of this line."),
        (Some(card), None) if card.fence.is_some() => {
            let lines = if line.contains('\n') { "these lines" } else { "this line" };
            format!("Add {lines} to the front matter: {shown}")
        }
        _ => {
            let card = context.model.card.as_ref();
            let path = card.map_or_else(|| context.model.file("README.md"), |card| card.source.path.to_string());
            let lines: Vec<String> = line.lines().map(|line| format!("`{line}`")).collect();
            format!("Begin `{path}` with these lines: `---`, {}, `---`", lines.join(", "))
        }
    };
    finding.advice = Advice::step(mend).because(because(context));
    finding.fix = match declaration.items.first() {
        _ if !super::compatibility::is_alone(context) => None,
        Some(item) => super::compatibility::declare(context, item),
        None if unread.is_none() => add_line(context, placeholder, &line),
        None => None,
    };
    vec![finding]
}

/// The rule that says why the Hub does not read a license that the card seems to declare.
pub(super) fn unread(context: &PolicyContext<'_>) -> Option<&'static str> {
    let card = context.model.card.as_ref().filter(|_| context.declaration.items.is_empty())?;
    if card.refused.is_some() {
        Some("invalid-front-matter")
    } else if card.fence.is_none() && !card.unseen.is_empty() {
        Some("unseen-front-matter")
    } else {
        super::keys::misspells_license(card).then_some("misspelt-key")
    }
}

/// The opening fence of the card, or the card.
fn front_matter_place(context: &PolicyContext<'_>) -> crate::source::Place {
    let card = context.model.card.as_ref();
    let fence = card.and_then(|card| Some((card, card.fence?)));
    fence.map_or_else(
        || context.model.place(),
        |(card, fence)| {
            let opener = card.source.line_of(fence.block.start.saturating_sub(1));
            card.source.place(card.source.line_span(opener))
        },
    )
}

/// A new line below the opening fence; a placeholder is replaced instead; a card without front matter gets one.
fn add_line(context: &PolicyContext<'_>, placeholder: Option<Span>, line: &str) -> Option<Fix> {
    let card = context.model.card.as_ref()?;
    let path = card.source.path.to_string();
    let Some(fence) = card.fence else {
        let replacement = format!("---\n{line}\n---");
        return Some(Fix { path, line: 1, end_line: 0, replacement });
    };
    if let Some(at) = placeholder {
        let line_number = card.source.line_of(at.start);
        return Some(Fix { path, line: line_number, end_line: line_number, replacement: line.to_owned() });
    }
    let first = card.source.line_of(fence.block.start);
    Some(Fix { path, line: first, end_line: first - 1, replacement: line.to_owned() })
}

fn unknown(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let mut findings = Vec::new();
    for item in declaration.not_texts.iter().take(MOST) {
        let message = format!("`license` holds `{}`, which the Hub's client does not read as a text.", item.text);
        let mut finding = context.finding(meta, item.place.clone(), &item.text, message);
        finding.advice = Advice::step(format!(
            "Write an identifier of the Hub, such as `license: {}`.",
            context.policy.identifier()
        ));
        findings.push(finding);
    }
    let unknown = declaration.items.iter().filter(|item| !policy::is_hub_identifier(&item.text));
    let mut seen = BTreeSet::new();
    for item in unknown.filter(|item| seen.insert(item.text.as_str())).take(MOST) {
        let meant = match item.ids.as_slice() {
            [one] if policy::is_hub_identifier(&one.id) => Some(one.id.as_str()),
            [] => nearest(&item.text),
            _ => None,
        };
        let message = format!("`{}` is not a license identifier of the Hub. The Hub refuses the card.", item.text);
        let mut finding = context.finding(meta, item.place.clone(), &item.text, message);
        let is_own = item.ids.iter().any(|id| id.id == context.policy.license);
        finding.advice = Advice::step(match meant {
            None if is_own => {
                format!("The Hub has no identifier for it. Declare {}.", context.policy.declaration_in_words())
            }
            Some(id) if super::compatibility::is_unfit(context.policy, id) => format!(
                "Did you mean `{id}`? It does not fit a model that descends from {}: declare {}.",
                context.policy.family_name,
                context.policy.declaration_in_words()
            ),
            Some(id) => format!("Did you mean `{id}`? Identifiers are compared letter by letter."),
            None => {
                "Write an identifier from the Hub's list, or `other` with `license_name` and `license_link`.".to_owned()
            }
        });
        finding.fix = meant
            .filter(|id| !item.ids.is_empty() && !super::compatibility::is_unfit(context.policy, id))
            .and_then(|id| super::compatibility::replace(&item.place, &item.text, id))
            .or_else(|| if meant.is_none() && is_own { super::compatibility::declare(context, item) } else { None });
        findings.push(finding);
    }
    findings
}

/// The identifier that is spelt most alike, if one is near.
fn nearest(text: &str) -> Option<&'static str> {
    spelling::nearest(&text.to_ascii_lowercase(), policy::known_identifiers().map(|(id, _)| id), spelling::TIGHT)
}

fn unnamed(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    if !declaration.is_other() || declaration.has_name {
        return Vec::new();
    }
    let message = "`license: other` stands without `license_name`. The Hub asks for a name of the license.".to_owned();
    let mut finding = context.finding(meta, declaration.items[0].place.clone(), "license_name", message);
    finding.advice = Advice::step("Add a line `license_name: …` with a short name in lower case.").then(format!(
        "If the model is under the {} alone, declare {}.",
        context.policy.short,
        context.policy.declaration_in_words()
    ));
    vec![finding]
}

fn unlinked(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    if !declaration.is_other() || declaration.has_link {
        return Vec::new();
    }
    let place = declaration.items[0].place.clone();
    let message = "`license: other` stands without `license_link`. The Hub asks where the terms are.".to_owned();
    let mut finding = context.finding(meta, place, "license_link", message);
    let own = context.model.own_texts().find(|text| !text.is_notice && !text.is_use_policy);
    let own = own.and_then(|text| text.source.path.strip_prefix(context.model.file("").as_str()));
    finding.advice = Advice::step(match own {
        Some(name) => format!("If `{name}` holds the terms, add the line `license_link: {name}`."),
        None => {
            "Add a line `license_link: LICENSE` and the file with the terms, or the address where they are published."
                .to_owned()
        }
    });
    vec![finding]
}

fn dead_link(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some((link, place)) = context.model.dead_link.clone() else { return Vec::new() };
    let message = format!("`license_link` names the file `{link}`, which is not there.");
    let mut finding = context.finding(meta, place, "license_link", message);
    let wanted = context.model.file(link.trim_start_matches("./"));
    finding.advice =
        Advice::step(format!("Add the file `{wanted}` with the terms, or write the address where they are."));
    vec![finding]
}

//! A license that is not declared, not known, or declared as `other` without saying which.

use super::card_finding::MOST;
use super::keys::{misspells_license, placeholder};
use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::Item;
use crate::model::card::Card;
use crate::policy;
use crate::report::{Advice, Fault, Finding, Fix, Meta, Severity};
use crate::source::{Place, Span};
use crate::spelling::{TIGHT, nearest};
use std::collections::BTreeSet;

/// The Hub reads no license from the card.
pub(super) const UNDECLARED: Rule = Rule {
    meta: Meta {
        id: "undeclared-license",
        severity: Severity::Warning,
        fault: Fault::Declared,
        summary: "The card declares no license that the Hub can read.",
        why: "Whoever finds the model on the Hub sees no license, and takes it to have none.",
        fix: "Add a line `license: …` to the front matter of the card.",
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
        fix: "Write the identifier from the Hub's list, in lower case.",
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
        fix: "Add `license_name`, or declare the identifier of the license if it has one.",
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
        fix: "Add `license_link` with the name of the license file or its address.",
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
        fix: "Add the file, or write the address where the terms are published.",
        unseen: "Whether an address on the web still answers.",
    },
    scope: Scope::Derived(dead_link),
};

fn undeclared(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (declaration, card) = (context.declaration, context.model.card.as_ref());
    let is_unknown = |item: &Item| item.ids.iter().any(|id| id.class == "unknown");
    let says_unknown = !declaration.items.is_empty() && declaration.items.iter().all(is_unknown);
    let says_nothing = declaration.items.is_empty() && declaration.not_texts.is_empty();
    if !says_nothing && !says_unknown {
        return Vec::new();
    }
    let item = declaration.items.first();
    let placeholder = card.and_then(|card| Some((card, placeholder(card)?)));
    let unread = unread(context);
    let place = match (item, placeholder) {
        (Some(item), _) => item.place.clone(),
        (None, Some((card, span))) => card.source.place(span),
        (None, None) => front_matter_place(context),
    };
    let message = match card {
        _ if says_unknown => "The card declares `license: unknown`, which declares nothing.",
        Some(_) => "The card declares no license that the Hub can read.",
        None => "The model has no card, so it declares no license.",
    };
    let lines = context.policy.declaration();
    let in_words = context.policy.declaration_in_words();
    let step = match (card, unread) {
        (_, Some(rule)) => format!("Mend first what `{rule}` says of this card. Then it must declare {in_words}."),
        (Some(_), None) if says_unknown || placeholder.is_some() => format!("Write {in_words} in place of this line."),
        (Some(card), None) if card.fence.is_some() => {
            let these = if lines.contains('\n') { "these lines" } else { "this line" };
            format!("Add {these} to the front matter: {in_words}")
        }
        _ => {
            let quoted: Vec<String> = lines.lines().map(|line| format!("`{line}`")).collect();
            format!("Begin `{}` with these lines: `---`, {}, `---`", context.card_path(), quoted.join(", "))
        }
    };
    let fix = match item {
        _ if !context.is_sufficient() => None,
        Some(item) => context.declare_in_place_of(item),
        None if unread.is_some() => None,
        None => card.map(|card| add_lines(card, placeholder.map(|(_, span)| span), &lines)),
    };
    let advice = Advice::step(step).because(context.reason());
    vec![Finding { advice, fix, ..context.finding(meta, place, "license", message.to_owned()) }]
}

/// The rule that says why the Hub does not read a license that the card seems to declare.
pub(super) fn unread(context: &PolicyContext<'_>) -> Option<&'static str> {
    let card = context.model.card.as_ref().filter(|_| context.declaration.items.is_empty())?;
    if card.refused.is_some() {
        Some("invalid-front-matter")
    } else if card.fence.is_none() && !card.unseen.is_empty() {
        Some("unseen-front-matter")
    } else {
        misspells_license(card).then_some("misspelt-key")
    }
}

/// The opening fence of the card, or the card.
fn front_matter_place(context: &PolicyContext<'_>) -> Place {
    let fence = context.model.card.as_ref().and_then(|card| Some((&card.source, card.fence?)));
    fence.map_or_else(
        || context.model.place(),
        |(source, fence)| source.place(source.line_span(source.line_of(fence.block.start.saturating_sub(1)))),
    )
}

/// New lines below the opening fence; a placeholder is replaced instead; a card without front matter gets one.
fn add_lines(card: &Card, placeholder: Option<Span>, lines: &str) -> Fix {
    let path = &card.source.path;
    match (card.fence, placeholder) {
        (None, _) => Fix::insert(path, 1, format!("---\n{lines}\n---")),
        (Some(_), Some(placeholder)) => Fix::replace_line(path, card.source.line_of(placeholder.start), lines),
        (Some(fence), None) => Fix::insert(path, card.source.line_of(fence.block.start), lines),
    }
}

fn unknown(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let not_text = |item: &Item| {
        let message = format!("`license` holds `{}`, which the Hub's client does not read as a text.", item.text);
        let identifier = context.policy.identifier();
        let step = format!("Write an identifier of the Hub, such as `license: {identifier}`.");
        context.finding(meta, item.place.clone(), &item.text, message).advise(Advice::step(step))
    };
    let mut findings: Vec<Finding> = declaration.not_texts.iter().take(MOST).map(not_text).collect();
    let mut seen = BTreeSet::new();
    let unknown = declaration.items.iter().filter(|item| !policy::is_hub_identifier(&item.text));
    let unknown = unknown.filter(|item| seen.insert(item.text.as_str())).take(MOST);
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
    let is_own = item.ids.iter().any(|id| id.id == policy.license);
    let fits = |id: &&str| !policy.rejects_text(id);
    let in_words = policy.declaration_in_words();
    let step = match meant {
        None if is_own => format!("The Hub has no identifier for it. Declare {in_words}."),
        None => {
            "Write an identifier from the Hub's list, or `other` with `license_name` and `license_link`.".to_owned()
        }
        Some(id) if fits(&id) => format!("Did you mean `{id}`? Identifiers are compared letter by letter."),
        Some(id) => format!(
            "Did you mean `{id}`? It does not fit a model that descends from {}: declare {in_words}.",
            policy.family_name
        ),
    };
    let fix = match meant.filter(fits) {
        // A guess is not written.
        Some(id) if !item.ids.is_empty() => Fix::replace_value(&item.place, &item.text, id),
        None if meant.is_none() && is_own => context.declare_in_place_of(item),
        _ => None,
    };
    let message = format!("`{}` is not a license identifier of the Hub. The Hub refuses the card.", item.text);
    let finding = context.finding(meta, item.place.clone(), &item.text, message);
    Finding { advice: Advice::step(step), fix, ..finding }
}

fn unnamed(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    if !declaration.is_other() || declaration.has_name {
        return Vec::new();
    }
    let message = "`license: other` stands without `license_name`. The Hub asks for a name of the license.".to_owned();
    let advice = Advice::step("Add a line `license_name: …` with a short name in lower case.").then(format!(
        "If the model is under the {} alone, declare {}.",
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
    let message = "`license: other` stands without `license_link`. The Hub asks where the terms are.".to_owned();
    let own = context.model.own_texts().find(|text| !text.is_notice && !text.is_use_policy);
    let own = own.and_then(|text| text.source.path.strip_prefix(context.model.file("").as_str()));
    let step = match own {
        Some(name) => format!("If `{name}` holds the terms, add the line `license_link: {name}`."),
        None => {
            "Add a line `license_link: LICENSE` and the file with the terms, or the address where they are published."
                .to_owned()
        }
    };
    let finding = context.finding(meta, declaration.items[0].place.clone(), "license_link", message);
    vec![finding.advise(Advice::step(step))]
}

fn dead_link(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some((link, place)) = &context.model.dead_link else { return Vec::new() };
    let message = format!("`license_link` names the file `{link}`, which is not there.");
    let missing = context.model.file(link.trim_start_matches("./"));
    let step = format!("Add the file `{missing}` with the terms, or write the address where they are.");
    vec![context.finding(meta, place.clone(), "license_link", message).advise(Advice::step(step))]
}

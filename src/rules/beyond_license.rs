//! Declarations that contradict each other, and licenses of one's own that somebody must read.

use super::card_finding::MAX_PER_KIND;
use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::{Field, Item};
use crate::policy::{Fit, Policy};
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};
use crate::wording::capitalized;

/// Two places declare different licenses.
pub(super) const CONTRADICTORY: Rule = Meta {
    id: "contradictory-license",
    label: "license",
    brief: "two places declare different licenses",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "Two places of the repository declare different licenses.",
    why: "The Hub shows the `license` field. Readers of the other place see another license.",
    fix: "Make `license`, `license_name`, `license_link`, the text of the card, the license file and the header of the weights agree. If code and weights differ, say which license applies to which.",
    cannot_see: "Which of the two you mean.",
}
.rule(Scope::Derived(contradictory));

/// A license of one's own, which must not be wider than the base model's.
pub(super) const CUSTOM: Rule = Meta {
    id: "custom-license",
    label: "own terms",
    brief: "check that they are not broader",
    is_cause: false,
    stake: Stake::Reminder,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The model has its own license, or one by another company. You must decide whether it is stricter than the base model's license.",
    why: "You may add stricter terms to the base model's license, but not broader ones.",
    fix: "Compare the two, once. Say in your terms that they are subject to the base model's license.",
    cannot_see: "What the terms mean.",
}
.rule(Scope::Derived(custom));

fn contradictory(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let mut findings = contradicting_items(meta, context);
    findings.extend(contradicting_fields(meta, context));
    findings.extend(contradicting_headers(meta, context));
    findings.extend(contradicting_text(meta, context));
    findings.extend(files_of_code(meta, context));
    findings
}

/// Licenses in `license` next to the family's own.
fn contradicting_items(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let items = &context.declaration.items;
    let Some(own) = items.iter().find(|item| context.is_own(item)) else { return Vec::new() };
    let contradict = |item: &&Item| {
        !item.ids.is_empty()
            && !item.is_other()
            && !context.is_own(item)
            && !item.ids.iter().all(|id| context.is_of_other_parent(item, id))
            // `incompatible-license` says it already.
            && (context.is_of_code(item) || !context.rejects(item))
    };
    let finding = |item: &Item| {
        let why = if context.is_of_code(item) {
            "Its text distinguishes code and weights, but `license` does not say which license applies to which part."
        } else {
            "It does not say which license applies to which part."
        };
        let message =
            Message::from(format!("The card declares `{}` and `{}` for one model.", own.text, item.text)).and(why);
        context.finding(meta, item.place.clone(), &item.text, message).advise(format!(
            "Declare only {} for the weights. Name the licenses of other parts, such as code, in the text of the card.",
            context.policy.declaration_in_words()
        ))
    };
    items.iter().filter(contradict).take(MAX_PER_KIND).map(finding).collect()
}

/// The license in the header of weights against the declared one.
fn contradicting_headers(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let declared = declared(context);
    let Some(first) = declared.first() else { return Vec::new() };
    let mut differing: Vec<&Item> = Vec::new();
    for item in &declaration.headers {
        let is_declared = declared.iter().any(|declared| item.shares_license(declared));
        if !is_declared && differing.iter().all(|other| other.ids != item.ids) {
            differing.push(item);
        }
    }
    let license = context.policy.license;
    let card_is_right = declared.iter().all(|item| context.is_own(item));
    let finding = |item: &Item| {
        let (card, key) = (first.field.key(), item.field.key());
        let (in_card, in_header) = (quoted_items(&declared), item.quoted());
        let message = format!("`{card}` says {in_card}, but `{key}` in `{}` says {in_header}.", item.place.path);
        let header_is_right = context.is_own(item);
        let step = if header_is_right {
            format!(
                "The header has the license of {}. Correct the card: declare `license: {license}`.",
                context.origin()
            )
        } else if card_is_right {
            format!(
                "The card is right. Write `{key}` = `{license}` into the header, or convert the weights again with this card next to them."
            )
        } else {
            format!("Make both say the same. The license of {} is `{license}`.", context.origin())
        };
        let place = if header_is_right { &first.place } else { &item.place };
        context.finding(meta, place.clone(), key, message).advise(step)
    };
    differing.into_iter().take(MAX_PER_KIND).map(finding).collect()
}

/// What the text of the card states for the model against the declared license.
fn contradicting_text(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declared = declared(context);
    let Some(first) = declared.first() else { return Vec::new() };
    let agrees = |item: &Item| {
        item.ids.iter().all(|id| context.is_of_other_parent(item, id))
            || declared.iter().any(|other| item.is_alike(other) || context.is_own(item) && context.is_own(other))
    };
    let finding = |item: &Item| {
        let (key, in_key, in_text) = (first.field.key(), quoted_items(&declared), item.quoted());
        let message = format!("`{key}` says {in_key}, but the text of the card says {in_text}.");
        let step = if declared.iter().all(|item| context.is_own(item)) {
            format!("Name {in_key} in the text as well. If {in_text} is the license of the code, say so.")
        } else {
            format!("Make both say the same. The license of {} is `{}`.", context.origin(), context.policy.license)
        };
        // By its identifier, as where it is declared: what the text states is left when only the field is corrected.
        let license = item.ids.iter().map(|id| id.id.as_str()).collect::<Vec<_>>().join(", ");
        context.finding(meta, item.place.clone(), &license, message).advise(step)
    };
    context.stated_for_model().filter(|item| !agrees(item)).take(MAX_PER_KIND).map(finding).collect()
}

/// License files with another license than the family's own, which is declared: they are read as those of the code.
fn files_of_code(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if !context.declares_own() {
        return Vec::new();
    }
    let is_untold = |item: &&Item| {
        item.ids.iter().all(|id| !context.policy.is_for(&id.id) && !context.is_of_other_parent(item, id))
            && !context.is_of_code(item)
            && !context.declaration.items.iter().any(|other| item.shares_license(other))
    };
    let finding = |item: &Item| {
        let (file, license) = (&item.text, item.ids.iter().map(|id| id.id.as_str()).collect::<Vec<_>>().join(", "));
        let message = format!("`{file}` contains the text of `{license}`, but the card declares another license.");
        let mut finding = context.finding(meta, item.place.clone(), file, message);
        finding.only_inform("The gate takes it for the license of the code.");
        let card = context.card_path();
        finding.advise(Advice::step(format!("Say so in `{card}`, for example:")).verbatim(format!(
            "The code in this repository is under `{license}`. The model is under the {}.",
            context.policy.short
        )))
    };
    context.license_files().filter(is_untold).take(MAX_PER_KIND).map(finding).collect()
}

/// The licenses that the card declares and that are known: the items of `license`, or what `other` means.
fn declared<'d>(context: &'d PolicyContext<'_>) -> Vec<&'d Item> {
    let declaration = context.declaration;
    if declaration.is_other() {
        return declaration.resolved().into_iter().collect();
    }
    declaration.items.iter().filter(|item| !item.ids.is_empty()).collect()
}

/// The licenses of some items, in a row.
fn quoted_items(items: &[&Item]) -> String {
    items.iter().map(|item| item.quoted()).collect::<Vec<_>>().join(", ")
}

/// `license_name` and `license_link` against `license`; against each other where `license` is `other`.
fn contradicting_fields(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let is_other = declaration.is_other();
    let fields = || declaration.license_fields.iter().filter(|item| item.field != Field::File);
    let first = if is_other { fields().next() } else { declaration.items.first() };
    let Some(first) = first.filter(|first| !first.ids.is_empty()) else { return Vec::new() };
    let declared: Vec<&Item> = if is_other { vec![first] } else { declaration.items.iter().collect() };
    let agrees = |item: &Item| {
        // A name that no list has is a license of one's own; a link that no list has says nothing.
        if item.ids.is_empty() {
            item.field == Field::Link || !is_other && declaration.items.iter().any(Item::is_other)
        } else {
            // Two names of the license that binds the model are one.
            let are_own = || context.is_own(item) && declared.iter().all(|other| context.is_own(other));
            item.ids.iter().any(|id| id.id == "other")
                || declared.iter().any(|other| item.shares_license(other))
                || are_own()
        }
    };
    let finding = |item: &Item| {
        let field = item.field.key();
        let message =
            format!("`{}` says {}, but `{field}` says {}.", first.field.key(), quoted_items(&declared), item.quoted());
        let shown = if is_other { "" } else { "The Hub shows `license`. " };
        let step = format!("{shown}Correct the wrong field, or delete `{field}`.");
        context.finding(meta, item.place.clone(), field, message).advise(step)
    };
    fields().filter(|item| !std::ptr::eq(*item, first) && !agrees(item)).take(MAX_PER_KIND).map(finding).collect()
}

fn custom(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (declaration, policy) = (context.declaration, context.policy);
    let is_custom = |item: &&Item| {
        let mut known = item.ids.iter().filter_map(|id| policy.compatibility(id));
        known.any(|compatibility| compatibility.fit == Fit::Alongside || item.is_other())
            && !(item.is_other() && declaration.resolved().is_some())
    };
    let Some(item) = declaration.items.iter().find(is_custom) else { return Vec::new() };
    if item.is_other() {
        return vec![own_terms(meta, context, item)];
    }
    let message = Message::from(format!(
        "Whether `{}` is allowed for a model derived from {} needs your decision.",
        item.text,
        context.origin()
    ))
    .and(why(policy, item));
    let step = format!(
        "Unless you are that licensor, declare {}, or terms of your own as `license: other` with `license_name` and `license_link`.",
        policy.declaration_in_words()
    );
    vec![Finding {
        severity: context.severity(meta, Stake::Rights),
        ..context.finding(meta, item.place.clone(), &item.text, message).advise(step)
    }]
}

/// Terms of the author's own, which only some licenses allow next to them.
fn own_terms(meta: &'static Meta, context: &PolicyContext<'_>, item: &Item) -> Finding {
    let policy = context.policy;
    let message = Message::from(format!("`{}` declares your own terms.", item.text));
    let finding = |message| context.finding(meta, item.place.clone(), &item.text, message);
    if !policy.allows_own_terms() {
        let step = format!("Declare {}.", policy.declaration_in_words());
        let finding = finding(message.and(why(policy, item))).advise(step);
        return Finding { severity: context.severity(meta, Stake::Rights), ..finding };
    }
    finding(message.and(format!("They may be stricter than the {}, but not broader.", policy.short))).advise(format!(
        "Compare them, and say in your terms that what comes from {} remains subject to the {}.",
        context.origin(),
        policy.short
    ))
}

/// What the policy says of a declared license, as a sentence.
fn why(policy: &Policy, item: &Item) -> String {
    let stance = item.ids.iter().find_map(|id| policy.compatibility(id));
    stance.map(|stance| format!("{}.", capitalized(stance.why))).unwrap_or_default()
}

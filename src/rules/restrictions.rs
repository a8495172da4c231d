//! Restrictions on use that the terms of every derivative must repeat.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::Item;
use crate::policy::{Fit, Identifier};
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};
use crate::source::Span;

/// Terms of the publisher's own that do not repeat the restrictions.
pub(super) const MISSING: Rule = Meta {
    id: "missing-restrictions",
    label: "use limits",
    brief: "not passed on",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "The terms of the model do not pass on the use restrictions of the base model's license.",
    why: "The license lets you choose your own terms, as long as they contain its use restrictions and you tell users about them.",
    fix: "Name the restrictions in the card and in your terms, or add the base model's license next to the card.",
    cannot_see: "Terms that users accept elsewhere, and whether you can enforce them.",
}
.rule(Scope::Derived(missing));

fn missing(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(document) = &context.policy.restrictions else { return Vec::new() };
    // Who declares the license itself, or one that has all of its restrictions, or ships it, passes them on.
    let has_them = |id: &Identifier| context.policy.compatibility(id).is_some_and(|stance| stance.fit == Fit::Required);
    let keeps = |item: &Item| !item.ids.is_empty() && item.ids.iter().all(has_them);
    let declares = context.declaration.items.iter().any(keeps) || context.declaration.resolved().is_some_and(keeps);
    let names = |(text, _): (&str, Span)| document.is_named_in(text);
    let in_card = || context.model.card.as_ref().is_some_and(|card| card.told_texts().any(names));
    let in_file = || context.model.texts.iter().any(|file| document.is_named_in(&file.source.text));
    if declares || context.copies.has_complete() || in_card() || in_file() {
        return Vec::new();
    }
    let message = Message::from(format!("The {} are not passed on.", document.name))
        .and(format!("The {} requires that of every derivative.", context.policy.short));
    let step = format!(
        "Make the {} an enforceable provision of your terms, and say in the card that use is subject to them.",
        document.name
    );
    let finding = context.finding(meta, context.place_of_missing(), "restrictions", message);
    vec![finding.advise(Advice::step(step).because(context.reason()))]
}

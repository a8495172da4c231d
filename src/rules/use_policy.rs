//! The use policy that the license incorporates.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::report::{Advice, Basis, Fault, Finding, Meta, Stake};

/// Neither the use policy nor a pointer to it.
pub(super) const MISSING: Rule = Meta {
    id: "missing-use-policy",
    stake: Stake::Reminder,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "Nothing points at the use policy that the license of the base model incorporates.",
    why: "Those who use the model are bound by that policy and should learn of it.",
    fix: "Add the policy as USE_POLICY.md, or a link to it in the card.",
    unseen: "Whether the model is used within the policy.",
}
.rule(Scope::Derived(missing));

fn missing(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(document) = &context.policy.use_policy else { return Vec::new() };
    let card = context.model.card.as_ref();
    if context.copies.use_policy
        || card.is_some_and(|card| card.told_texts().any(|(text, _)| document.is_named_in(text)))
    {
        return Vec::new();
    }
    let message = format!("Nothing points at the {}, which is part of the {}.", document.name, context.policy.short);
    let file = context.model.file(document.file);
    let advice = match document.url {
        Some(url) => {
            Advice::step(format!("Add the licensor's policy as `{file}`, or link to it in the card:")).verbatim(url)
        }
        None => Advice::step(format!("Add the licensor's policy as `{file}`, or a link to it in the card.")),
    };
    vec![context.finding(meta, context.place_of_missing(), "use-policy", message).advise(advice)]
}

//! Parts of the world whose people and companies the license excludes.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::find_ignoring_case::has_word;
use crate::report::{Advice, Basis, Fault, Finding, Meta, Stake};

/// The card does not say whom the license excludes.
pub(super) const UNSTATED: Rule = Meta {
    id: "untold-territory",
    label: "territory",
    brief: "exclusion not stated",
    is_cause: false,
    stake: Stake::Reminder,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "The base model's license excludes a part of the world, and the card does not say so.",
    why: "People there have no right to use the model, and learn that only from the license or its use policy.",
    fix: "Say so in the card.",
    cannot_see: "Where you and your users are.",
}
.rule(Scope::Derived(unstated));

fn unstated(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(territory) = &context.policy.territory else { return Vec::new() };
    let Some(card) = &context.model.card else { return Vec::new() };
    if territory.multimodal_only && !context.model.is_multimodal() {
        return Vec::new();
    }
    if territory.words.iter().any(|words| has_word(card.shown_body(), words)) {
        return Vec::new();
    }
    let message = format!("The card does not say which part of the world the {} excludes.", context.policy.short);
    let advice = Advice::step("Write in the card:").verbatim(territory.note);
    vec![context.finding(meta, context.place_of_missing(), "territory", message).advise(advice)]
}

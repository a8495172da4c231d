//! Evidence of lineage that does not decide.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::report::{Advice, Basis, Evidence, Fault, Finding, Message, Meta, Stake};

/// The evidence of lineage does not decide.
pub(super) const UNCERTAIN: Rule = Meta {
    id: "uncertain-lineage",
    label: "base",
    brief: "may be derived",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Uncertain,
    summary: "The model may be derived from a base model whose license has duties. The evidence is not conclusive.",
    why: "If it is, the duties of that license apply. The gate does not guess.",
    fix: "State the base model in the card: `base_model: owner/name`. If the model was trained from scratch, say so. Or record the fact in the configuration.",
    cannot_see: "What was done to the weights.",
}
.rule(Scope::UncertainLineage(uncertain));

fn uncertain(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let family = context.origin();
    let best = context.evidence().find(|evidence| evidence.place.range.is_some());
    let place = best.map_or_else(|| context.model.place(), |evidence| evidence.place.clone());
    let against = context.lineage.evidence.iter().find(|evidence| !evidence.speaks_for);
    let mut message = Message::from(format!("It is uncertain whether the model is derived from {family}."));
    if let Some(evidence) = context.evidence().next() {
        message = message.and(format!("For it: {}.", described(evidence)));
    }
    if let Some(evidence) = against {
        message = message.and(format!("Against it: {}.", described(evidence)));
    }
    let advice = Advice::step("Name the base model in the front matter: `base_model: owner/name`.")
        .then("If the model was trained from scratch, say so in the card.")
        .then(format!(
            "If it is derived from {family}, the {} requires a copy of the agreement and a notice.",
            context.policy.short
        ));
    vec![context.finding(meta, place, "lineage", message).advise(advice)]
}

/// The first words of a piece of evidence and its source.
fn described(evidence: &Evidence) -> String {
    let short: String = evidence.text.chars().take(80).collect();
    let dots = if short.len() < evidence.text.len() { "…" } else { "" };
    format!("`{short}{dots}` ({})", evidence.kind.words())
}

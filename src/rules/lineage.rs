//! Evidence of descent that does not decide.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::report::{Advice, Basis, Evidence, Fault, Finding, Message, Meta, Stake};

/// The evidence of descent does not decide.
pub(super) const UNCERTAIN: Rule = Meta {
    id: "uncertain-lineage",
    label: "base",
    brief: "may be derived",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Uncertain,
    summary: "The model may descend from a base model whose license has duties. The evidence does not decide.",
    why: "If it does, the duties of that license hold. The gate does not guess.",
    fix: "State the parent in the card: `base_model: owner/name`. If it was trained from scratch, say so. Or record the fact in the configuration.",
    cannot_see: "What was done to the weights.",
}
.rule(Scope::UncertainLineage(uncertain));

fn uncertain(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let family = context.origin();
    let best = context.evidence().find(|evidence| evidence.place.range.is_some());
    let place = best.map_or_else(|| context.model.place(), |evidence| evidence.place.clone());
    let against = context.lineage.evidence.iter().find(|evidence| !evidence.speaks_for);
    let mut message = Message::from(format!("Whether the model descends from {family} is uncertain."));
    if let Some(evidence) = context.evidence().next() {
        message = message.and(format!("For it: {}.", described(evidence)));
    }
    if let Some(evidence) = against {
        message = message.and(format!("Against it: {}.", described(evidence)));
    }
    let advice = Advice::step("Name the parent in the front matter: `base_model: owner/name`.")
        .then("If the model was trained from scratch, write that in the card.")
        .then(format!(
            "If it descends from {family}, the {} asks for a copy of the agreement and a notice.",
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

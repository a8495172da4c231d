//! A derivative of a model whose license lets nobody share derivatives.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};

/// The license of the parent gives no right to share what is made from it.
pub(crate) const FORBIDDEN: Rule = Meta {
    id: "forbidden-derivative",
    label: "derivative",
    brief: "may not be shared",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The base model's license does not allow sharing derivatives.",
    why: "No declared license changes that: nobody was given the right to share what is made from the base model.",
    fix: "Ask the licensor for permission and record it as an exception in the configuration. Otherwise do not publish the model.",
    cannot_see: "Permissions that the licensor gave you. A plain copy in another format does not count as a derivative.",
}
.rule(Scope::Derived(forbidden));

fn forbidden(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let forbids_copies = context.policy.no_distribution.is_some();
    if context.is_copy() && !forbids_copies {
        return Vec::new();
    }
    let origin = context.origin();
    let message = Message::from(if forbids_copies {
        format!(
            "The {} gives no right to share {origin} or what is made from it, and this model is made from it.",
            context.policy.short
        )
    } else {
        format!(
            "The {} gives no right to share what is made from {origin}, and this model is made from it.",
            context.policy.short
        )
    });
    let place = context.evidence().next().map_or_else(|| context.model.place(), |evidence| evidence.place.clone());
    let mut advice = Advice::step(format!(
        "Ask the publisher of {origin} for permission, and record it as an exception in the configuration."
    ));
    if !forbids_copies {
        advice =
            advice.then("If the model is a plain copy in another format, say so: `base_model_relation: quantized`.");
    }
    vec![context.finding(meta, place, "derivative", message).advise(advice.because(context.reason()))]
}

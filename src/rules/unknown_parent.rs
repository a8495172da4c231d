//! A base model whose family nothing shows.

use super::card_finding::MAX_PER_KIND;
use super::rule::{Rule, Scope, UnknownParents};
use crate::model::Model;
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};

/// Neither the table nor the configuration nor the name of a base model shows what it derives from.
pub(super) const UNKNOWN: Rule = Meta {
    id: "unknown-base-model",
    label: "base",
    brief: "not known",
    is_cause: false,
    stake: Stake::Reminder,
    surest: Basis::Text,
    fault: Fault::Uncertain,
    summary: "The gate does not know the base model, so it does not know which license binds the model.",
    why: "An unknown base model may be derived from one whose license has duties. Without this finding, the result would look like a pass.",
    fix: "Run the gate with `--hub` (in the Action `hub: true`), which asks the Hugging Face Hub what the base model is made from. Or state its family in the configuration under `lineage`.",
    cannot_see: "Base models that are named by a path on someone's disk.",
}
.rule(Scope::UnknownParents(unknown));

fn unknown(meta: &'static Meta, model: &Model, unknown: &UnknownParents) -> Vec<Finding> {
    let state = "State what it is derived from in the configuration, under `lineage`.";
    let finding = |parent: &crate::lineage::UnknownParent| {
        let id = &parent.id;
        let message = Message::from(format!(
            "The gate does not know the base model `{id}`, so it does not know which license binds the model."
        ));
        let (message, advice) = if unknown.hub_was_asked {
            (message.and("The Hugging Face Hub does not show it either."), Advice::step(state))
        } else {
            let ask = "Run the gate with `--hub`, in the Action with `hub: true`: it asks the Hugging Face Hub what that model is made from.";
            (
                message.and("The Hugging Face Hub was not asked."),
                Advice::step(ask).then("Or state what it is derived from in the configuration, under `lineage`."),
            )
        };
        Finding::new(meta, model.path(), parent.place.clone(), id, message)
            .advise(advice)
            .with_clause("the gate's table of known models")
    };
    unknown.on_hub().take(MAX_PER_KIND).map(finding).collect()
}

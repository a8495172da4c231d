//! What the license requires about the publisher's own changes: a statement that there are any, and documentation of them.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::find_ignoring_case::has_word;
use crate::report::{Advice, Basis, EvidenceKind, Fault, Finding, Meta, Stake};

/// Nothing says that the model of the licensor was modified.
pub(super) const UNSTATED: Rule = Meta {
    id: "missing-change-statement",
    label: "changes",
    brief: "not stated",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "Neither the card nor a Notice file says that you modified the base model, as its license requires.",
    why: "The license requires every derivative to state that the licensor's model was modified.",
    fix: "Say in the card, and in the Notice file if there is one, that the model is a modified version of its base model.",
    cannot_see: "Whether the statement covers every change.",
}
.rule(Scope::Derived(unstated));

/// The card has no words on the model.
pub(super) const UNDOCUMENTED: Rule = Meta {
    id: "missing-documentation",
    label: "documentation",
    brief: "missing",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "The card does not describe the model, but the base model's license requires documentation of your changes.",
    why: "The license requires documentation of your changes, at least as good as that of the base model.",
    fix: "Describe in the card what you changed: the data, the training, the model's purpose and its limits.",
    cannot_see: "Whether the documentation is as good as that of the base model.",
}
.rule(Scope::Derived(undocumented));

fn unstated(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if context.policy.change_words.is_empty() || context.is_copy() {
        return Vec::new();
    }
    let card = context.model.card.as_ref().map_or("", |card| card.shown_body());
    let notices = context.model.own_texts().filter(|file| file.is_notice).map(|file| file.source.text.as_ref());
    let says_so = |text: &str| context.policy.change_words.iter().any(|word| has_word(text, word));
    // Phrases of lineage are known in more languages than these words.
    let in_words = |kind| matches!(kind, EvidenceKind::Prose | EvidenceKind::Label | EvidenceKind::ListedModel);
    if std::iter::once(card).chain(notices).any(says_so) || context.evidence().any(|evidence| in_words(evidence.kind)) {
        return Vec::new();
    }
    let base = context.lineage.via.first().cloned().unwrap_or_else(|| context.origin().replace('`', ""));
    let name = context.model.name.as_ref().map_or("This model", |(name, _)| name.as_str());
    let message = format!("Nothing says that you modified `{base}`, as the {} requires.", context.policy.short);
    let advice = Advice::step(format!("Write this into `{}`, where readers see it:", context.card_path()))
        .because(context.reason())
        .verbatim(format!("{name} is a modified version of {base}."));
    vec![context.finding(meta, context.place_of_missing(), "changes", message).advise(advice)]
}

fn undocumented(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if context.policy.obligation(meta.id).is_none() || context.is_copy() {
        return Vec::new();
    }
    let body = context.model.card.as_ref().map_or("", |card| card.shown_body());
    let is_words = |line: &str| !line.trim_start().starts_with('#') && line.contains(char::is_alphanumeric);
    if body.lines().any(is_words) {
        return Vec::new();
    }
    let message = format!("Nothing documents what you changed, as the {} requires.", context.policy.short);
    let advice =
        Advice::step(format!("Describe in `{}` what you changed.", context.card_path())).because(context.reason());
    vec![context.finding(meta, context.place_of_missing(), "documentation", message).advise(advice)]
}

//! What the license wants said of the publisher's own changes: that there are any, and documentation of them.

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
    summary: "Nothing in the card or in a Notice file says that the base model was changed, as its license asks.",
    why: "The license asks every derivative for a statement that you modified the licensor's model.",
    fix: "Say in the card, and in the Notice file where there is one, that the model is a modified version of its base model.",
    cannot_see: "Whether the statement tells every change.",
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
    summary: "The card says nothing of the model, and the license of the base model asks for documentation of your changes.",
    why: "The license asks that documentation of your changes goes with the model, as good as that of the base model or better.",
    fix: "Describe in the card what you changed: the data, the training, what the model is for and where it fails.",
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
    // Phrases of descent are known in more languages than these words.
    let in_words = |kind| matches!(kind, EvidenceKind::Prose | EvidenceKind::Label | EvidenceKind::ListedModel);
    if std::iter::once(card).chain(notices).any(says_so) || context.evidence().any(|evidence| in_words(evidence.kind)) {
        return Vec::new();
    }
    let base = context.lineage.via.first().cloned().unwrap_or_else(|| context.origin().replace('`', ""));
    let name = context.model.name.as_ref().map_or("This model", |(name, _)| name.as_str());
    let message = format!("Nothing says that you modified `{base}`, as the {} asks.", context.policy.short);
    let advice = Advice::step(format!("Write into `{}`, where it is seen:", context.card_path()))
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
    let message = format!("No words document what you changed, as the {} asks.", context.policy.short);
    let advice =
        Advice::step(format!("Describe in `{}` what you changed.", context.card_path())).because(context.reason());
    vec![context.finding(meta, context.place_of_missing(), "documentation", message).advise(advice)]
}

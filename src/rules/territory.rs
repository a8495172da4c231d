//! Parts of the world for which the license grants nothing.

use super::{Duty, Look, Meta, Rule};
use crate::finding::{Finding, Severity};
use crate::sought::position;

/// The card does not tell of it.
pub(super) const UNTOLD: Rule = Rule {
    meta: Meta {
        id: "untold-territory",
        severity: Severity::Info,
        summary: "The license of the base model grants nothing in a part of the world, and the card does not say so.",
        why: "Who lives there has no right to use the model, and learns of it only by reading the license or its use policy.",
        mend: "Say so in the card.",
        unseen: "Where you and your users are.",
    },
    look: Look::Duty(untold),
};

fn untold(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let Some(territory) = &duty.policy.territory else { return Vec::new() };
    let Some(card) = &duty.model.card else { return Vec::new() };
    if territory.multimodal_only && !duty.model.is_multimodal() {
        return Vec::new();
    }
    if territory.words.iter().any(|words| position(card.body(), 0, words).is_some()) {
        return Vec::new();
    }
    let message = format!("The card does not say where the {} grants nothing.", duty.policy.short);
    let mut finding = duty.finding(meta, duty.place(), "territory", message);
    finding.help = format!("Write in the card:\n{}", territory.note);
    vec![finding]
}

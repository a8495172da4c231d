//! Restrictions on use that the terms of every derivative have to repeat.

use super::duty::because;
use super::fit::is_required;
use super::{Duty, Look, Meta, Rule};
use crate::declaration::Item;
use crate::finding::{Finding, Severity};
use crate::papers::names;
use crate::texts::Verdict;

/// Terms of one's own without them.
pub(super) const MISSING: Rule = Rule {
    meta: Meta {
        id: "missing-restrictions",
        severity: Severity::Warning,
        summary: "The terms of the model do not hand on the restrictions on use that the license of the base model asks every derivative to repeat.",
        why: "The license lets you choose your own terms, as long as its restrictions on use stand in them and users are told of them.",
        mend: "Name the restrictions in the card and in your terms, or put the base model's license beside the card.",
        unseen: "Terms that users accept in another place, and whether they can be enforced.",
    },
    look: Look::Duty(missing),
};

fn missing(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let Some(document) = &duty.policy.restrictions else { return Vec::new() };
    let items = &duty.declaration.items;
    let is_own = |item: &Item| is_required(duty, item);
    // Who declares the license itself, or ships it, hands its restrictions on.
    let declares = items.iter().any(is_own) || duty.declaration.resolved().is_some_and(is_own);
    let ships = duty.papers.agreements.iter().any(|text| text.verdict == Verdict::Complete);
    let card = duty.model.card.as_ref().map(|card| card.source.text.as_ref());
    let texts = duty.model.texts.iter().map(|file| file.source.text.as_ref());
    if declares || ships || card.into_iter().chain(texts).any(|text| names(text, document)) {
        return Vec::new();
    }
    let message =
        format!("Nothing hands on the {}. Every derivative must, under the {}.", document.name, duty.policy.short);
    let mut finding = duty.finding(meta, duty.place(), "restrictions", message);
    finding.help = format!(
        "{}\nWrite in the card and in your terms that use is subject to the {}, or add them as `{}`.",
        because(duty),
        document.name,
        duty.model.file(document.file)
    );
    vec![finding]
}

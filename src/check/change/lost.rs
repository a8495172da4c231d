//! Models whose descent was known at the base commit and is not seen at the head.

use crate::basis::Basis;
use crate::check::configuration_finding::configuration_finding;
use crate::policy;
use crate::report::lineage::{Derived, Lineage, Strength};
use crate::report::{Finding, Message, Related};
use crate::report::{ModelReport, Report};
use crate::rules::LOST_LINEAGE;
use crate::source::Place;

/// Most pieces of lost evidence that are shown, chosen.
const MAX_SHOWN: usize = 3;

/// Findings on models that descended from a family at the base commit, and of which the head says nothing any more.
pub(crate) fn lost_lineage(head: &Report, base: &Report) -> Vec<Finding> {
    let mut out = Vec::new();
    for model in &head.models {
        let Some(before) = base.models.iter().find(|before| before.path == model.path) else { continue };
        for lineage in before.lineage.iter().filter(|lineage| lineage.derived == Derived::Yes) {
            let now = model.lineage.iter().find(|now| now.family == lineage.family);
            if now.is_none_or(|now| now.derived == Derived::No && !is_denied(now)) {
                out.push(finding(model, lineage));
            }
        }
    }
    out
}

/// Whether better evidence speaks against the descent now, such as another parent.
fn is_denied(lineage: &Lineage) -> bool {
    lineage.evidence.iter().any(|evidence| !evidence.speaks_for && evidence.strength == Strength::Decisive)
}

fn finding(model: &ModelReport, before: &Lineage) -> Finding {
    let policy = policy::of_family(&before.family);
    let family = policy.map_or(before.family.as_str(), |policy| policy.family_name);
    let evidence = before.evidence.iter().filter(|evidence| evidence.speaks_for).take(MAX_SHOWN);
    let shown: Vec<String> = evidence
        .clone()
        .map(|evidence| match evidence.place.line() {
            Some(line) => format!("{} in `{}`, line {line}", evidence.kind.words(), evidence.place.path),
            None => format!("{} in `{}`", evidence.kind.words(), evidence.place.path),
        })
        .collect();
    let message = Message::from(format!("The change takes away what shows that the model descends from {family}."))
        .and(format!("The base commit shows it: {}.", shown.join("; ")));
    let place = Place::file(model.card.clone().unwrap_or_else(|| model.path.clone()));
    let mut found = configuration_finding(&LOST_LINEAGE.meta, &model.path, place, &before.family, message);
    if let Some(policy) = policy {
        let clause = policy.obligation("uncertain-lineage").map_or("", |obligation| obligation.clause);
        found.clause = format!("{} {clause}", policy.short).trim_end().to_owned();
        found.advice = crate::report::Advice::step(format!(
            "If the weights are still made from {family}, keep saying so, and keep what the {} asks for.",
            policy.short
        ))
        .then("If they are others, name their parent: `base_model: owner/name`.")
        .then("If they were trained from scratch, write that in the card.");
    }
    found.basis = Basis::NeedsHuman;
    found.related = evidence
        .map(|evidence| Related {
            // The place is one of the base commit: its lines are no longer there to be shown.
            place: Place::file(evidence.place.path.to_string()),
            label: format!("showed descent at the base commit ({})", evidence.kind.words()),
        })
        .collect();
    found
}

//! Models whose descent was known at the base commit and is not seen at the head.

use super::same_weights::{Kept, WeightsChange};
use super::weights_file::WeightsFile;
use crate::basis::Basis;
use crate::check::configuration_finding::configuration_finding;
use crate::policy;
use crate::report::lineage::{Derived, Lineage, Strength};
use crate::report::{Advice, Finding, Message, Related, Report, Stake};
use crate::rules::{LOST_LINEAGE, severity_under};
use crate::source::Place;
use crate::wording::counted_as;

/// Most pieces of lost evidence that are shown, chosen.
const MAX_SHOWN: usize = 3;

/// Findings on models that descended from a family at the base commit, and of which the head does not say so any more: those that keep
/// the weights, by errors, and others of which it says nothing, by warnings.
pub(crate) fn lost_lineage(head: &Report, base: &Report, weights: Option<&WeightsChange<'_>>) -> Vec<Finding> {
    let mut out = lost_with_weights(head, weights);
    for model in &head.models {
        let Some(before) = base.models.iter().find(|before| before.path == model.path) else { continue };
        for lineage in before.lineage.iter().filter(|lineage| lineage.derived == Derived::Yes) {
            let now = model.lineage.iter().find(|now| now.family == lineage.family);
            let is_lost = now.is_none_or(|now| now.derived == Derived::No && !is_denied(now));
            let is_lost = is_lost && !has_moved(head, base, &model.path, lineage);
            if is_lost && !out.iter().any(|told| told.model == model.path && told.subject == lineage.family) {
                let place = Place::file(model.card.clone().unwrap_or_else(|| model.path.clone()));
                out.push(finding(&model.path, place, lineage, None));
            }
        }
    }
    out
}

/// Whether the model went into a folder below: one that is new there states the same parent. Its weights are compared apart.
fn has_moved(head: &Report, base: &Report, path: &str, before: &Lineage) -> bool {
    let is_new = |path: &str| base.models.iter().all(|before| before.path != path);
    let is_below = |other: &str| path == "." || other.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    let states = |now: &Lineage| now.family == before.family && now.derived == Derived::Yes && now.via == before.via;
    let moved = head.models.iter().filter(|model| is_new(&model.path) && is_below(&model.path));
    moved.into_iter().any(|model| model.lineage.iter().any(states))
}

/// The findings on models that keep the weights alone.
pub(crate) fn lost_with_weights(head: &Report, weights: Option<&WeightsChange<'_>>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for kept in weights.map(WeightsChange::kept).unwrap_or_default() {
        let model = head.models.iter().find(|model| model.path == kept.model);
        let file = kept.same.first().map(|(file, _)| *file).or_else(|| kept.unread.first().copied());
        let card = model.and_then(|model| model.card.as_deref());
        let place = Place::file(card.or_else(|| file.map(|file| file.path)).unwrap_or(kept.model));
        out.push(finding(kept.model, place, kept.lineage, Some(&kept)));
    }
    out
}

/// Whether better evidence speaks against the descent now, such as another parent.
fn is_denied(lineage: &Lineage) -> bool {
    lineage.evidence.iter().any(|evidence| !evidence.speaks_for && evidence.strength == Strength::Decisive)
}

/// The finding on one model of the head and one lineage of the base commit; `kept` are the weights that show that they belong together.
fn finding(model: &str, place: Place, before: &Lineage, kept: Option<&Kept<'_, '_>>) -> Finding {
    let policy = policy::of_key(&before.family);
    let family = policy.map_or(before.family.as_str(), |policy| policy.family_name);
    let evidence = before.evidence.iter().filter(|evidence| evidence.speaks_for).take(MAX_SHOWN);
    let shown: Vec<String> = evidence
        .clone()
        .map(|evidence| match evidence.place.line() {
            Some(line) => format!("{} in `{}`, line {line}", evidence.kind.words(), evidence.place.path),
            None => format!("{} in `{}`", evidence.kind.words(), evidence.place.path),
        })
        .collect();
    let headline = match kept {
        None => format!("The change takes away what shows that the model descends from {family}."),
        Some(kept) if kept.same.is_empty() => {
            format!(
                "The gate cannot tell whether this model has weights that descend from {family} at the base commit."
            )
        }
        Some(_) => {
            format!("These weights descend from {family} at the base commit, and the head no longer says so.")
        }
    };
    let mut message = Message::from(headline);
    if let Some(kept) = kept {
        if let [(now, before), more @ ..] = kept.same.as_slice() {
            message.details.push(same(now, before));
            if !more.is_empty() {
                let count = counted_as(more.len(), "more file of weights is", "more files of weights are");
                message.details.push(format!("{count} the same, too."));
            }
        }
        if let Some(first) = kept.unread.first() {
            let count = counted_as(kept.unread.len(), "file of weights", "files of weights");
            message.details.push(format!("The gate could not read {count} to compare them, such as `{}`.", first.path));
        }
    }
    let message = message.and(format!("The base commit shows it: {}.", shown.join("; ")));
    let mut found = configuration_finding(&LOST_LINEAGE.meta, model, place, &before.family, message);
    if let Some(policy) = policy {
        let clause = policy.obligation("uncertain-lineage").map_or("", |obligation| obligation.clause);
        found.clause = format!("{} {clause}", policy.short).trim_end().to_owned();
        found.advice = match kept {
            None => advice_on_evidence(family, policy.short),
            Some(_) => advice_on_weights(family, policy.short, model, before.via.first()),
        };
        if kept.is_some() {
            // Under a license whose faults only warn or inform, this warns.
            found.severity = severity_under(policy.severity_cap, Stake::Rights, Basis::Text).max(found.severity);
        }
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

/// Which weights are the same.
fn same(now: &WeightsFile<'_>, before: &WeightsFile<'_>) -> String {
    let model =
        if before.model == "." { "the model at the root".to_owned() } else { format!("the model `{}`", before.model) };
    if now.path == before.path && now.model == before.model {
        format!("`{}` is the same file as at the base commit.", now.path)
    } else {
        format!("`{}` is the same file as `{}` of {model} at the base commit.", now.path, before.path)
    }
}

fn advice_on_evidence(family: &str, license: &str) -> Advice {
    Advice::step(format!(
        "If the weights are still made from {family}, keep saying so, and keep what the {license} asks for."
    ))
    .then("If they are others, name their parent: `base_model: owner/name`.")
    .then("If they were trained from scratch, write that in the card.")
}

fn advice_on_weights(family: &str, license: &str, model: &str, parent: Option<&String>) -> Advice {
    let parent = parent.map_or("owner/name", String::as_str);
    Advice::step(format!(
        "Say in the card of this model that it descends from {family}, such as `base_model: {parent}`, and keep what the {license} asks for."
    ))
    .then(format!(
        "If the base commit is wrong and the weights do not descend from {family}, a maintainer must say so first: add an exception from \
         `lost-lineage` for `{model}` to the configuration, in a pull request of its own. It applies once that is merged."
    ))
}

//! Models whose descent was known at the base commit and is not seen at the head.

use super::same_weights::{Kept, WeightsChange};
use super::side::ChangeSide;
use super::weights_file::WeightsFile;
use crate::basis::Basis;
use crate::check::configuration_finding::configuration_finding;
use crate::decode::decode;
use crate::model::files::{Role, role};
use crate::policy;
use crate::report::lineage::{Derived, Lineage, Strength};
use crate::report::{Advice, Finding, Message, Related, Report, Stake};
use crate::rules::{LOST_LINEAGE, severity_under};
use crate::source::Place;
use crate::tree::{Entry, Tree};
use crate::wording::counted_as;
use std::cell::LazyCell;
use std::collections::HashSet;

/// What a moved card has at least of the lines that were in it: how many, and per cent of its bytes, as where Git finds renamed files.
const FEWEST_LINES: usize = 2;
const LEAST_SHARE: usize = 50;

/// Most pieces of lost evidence that are shown, chosen.
const MAX_SHOWN: usize = 3;

/// Findings on models that derived from a family at the base commit, and of which the head does not say so any more: those that keep
/// the weights, by errors, and others of which it says nothing, by warnings. A model whose card was moved is still that model.
pub(crate) fn lost_lineage(
    head: ChangeSide<'_>,
    base: ChangeSide<'_>,
    weights: Option<&WeightsChange<'_>>,
) -> Vec<Finding> {
    let mut out = lost_with_weights(head.report, weights);
    let new_cards = LazyCell::new(|| new_cards(head, base.tree));
    for before in &base.report.models {
        let mut known = before.lineage.iter().filter(|lineage| lineage.derived == Derived::Yes).peekable();
        if known.peek().is_none() {
            continue;
        }
        let is_there = head.report.models.iter().any(|model| model.path == before.path);
        let gone = before.card.as_deref().filter(|card| !is_there && !head.tree.files.contains_key(*card));
        let moved = gone.and_then(|gone| Some((gone, moved_to(&text(base.tree, gone), &new_cards)?)));
        let path = match moved {
            Some((_, card)) => card.rsplit_once('/').map_or(".", |(folder, _)| folder),
            None if is_there => &before.path,
            None => continue,
        };
        let model = head.report.models.iter().find(|model| model.path == path);
        let card = moved.map(|(_, card)| card).or_else(|| model.and_then(|model| model.card.as_deref()));
        for lineage in known {
            let now = model.and_then(|model| model.lineage.iter().find(|now| now.family == lineage.family));
            let is_lost = now.is_none_or(|now| now.derived == Derived::No && !is_denied(now));
            let is_lost = is_lost && !has_moved(head.report, base.report, path, lineage);
            if is_lost && !out.iter().any(|told| told.model == path && told.subject == lineage.family) {
                let mut told = finding(path, Place::file(card.unwrap_or(path)), lineage, None);
                let stood = |(gone, _)| format!("At least half of this card was in `{gone}`, which is gone.");
                told.message.details.splice(0..0, moved.map(stood));
                out.push(told);
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

/// The cards of the head that the base commit did not have, of models that derive from no family; each with its text.
fn new_cards<'h>(head: ChangeSide<'h>, base: &Tree) -> Vec<(&'h str, String)> {
    let new = head.tree.files.keys().filter(|path| role(path) == Some(Role::Card) && !base.files.contains_key(*path));
    let descends = |path: &str| {
        let models = head.report.models.iter().filter(|model| model.card.as_deref() == Some(path));
        models.flat_map(|model| &model.lineage).any(|lineage| lineage.derived == Derived::Yes)
    };
    new.filter(|path| !descends(path)).map(|path| (path.as_str(), text(head.tree, path))).collect()
}

/// Of some cards, the one that is most like one that is gone. As where Git finds renamed files, at least half of it was there.
fn moved_to<'h>(gone: &str, cards: &[(&'h str, String)]) -> Option<&'h str> {
    let before: HashSet<&str> = lines(gone).collect();
    let share = |text: &str| {
        let kept: Vec<&str> = lines(text).filter(|line| before.contains(line)).collect();
        let kept_bytes: usize = kept.iter().map(|line| line.len()).sum();
        let share = kept_bytes * 100 / lines(text).map(str::len).sum::<usize>().max(1);
        (kept.len() >= FEWEST_LINES && share >= LEAST_SHARE).then_some(share)
    };
    let alike = cards.iter().filter_map(|(path, text)| Some((share(text)?, *path)));
    alike.max_by_key(|(share, _)| *share).map(|(_, path)| path)
}

/// The text of a file that was read.
fn text(tree: &Tree, path: &str) -> String {
    match tree.files.get(path) {
        Some(Entry::Read(bytes)) => decode(bytes).text.into_owned(),
        _ => String::new(),
    }
}

/// The lines of a text that hold more than a mark.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| line.len() > 3)
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

/// Whether better evidence is against the lineage now, such as another parent.
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
        None => format!("The change removes the evidence that the model is derived from {family}."),
        Some(kept) if kept.same.is_empty() => {
            format!(
                "The gate cannot tell whether this model has weights that are derived from {family} at the base commit."
            )
        }
        Some(_) => {
            format!("These weights are derived from {family} at the base commit, but the head no longer says so.")
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
            label: format!("showed the lineage at the base commit ({})", evidence.kind.words()),
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
        "If the weights are still derived from {family}, keep saying so, and keep what the {license} requires."
    ))
    .then("If they are other weights, name their base model: `base_model: owner/name`.")
    .then("If they were trained from scratch, say so in the card.")
}

fn advice_on_weights(family: &str, license: &str, model: &str, parent: Option<&String>) -> Advice {
    let parent = parent.map_or("owner/name", String::as_str);
    Advice::step(format!(
        "Say in the card of this model that it is derived from {family}, such as `base_model: {parent}`, and keep what the {license} requires."
    ))
    .then(format!(
        "If the base commit is wrong and the weights are not derived from {family}, a maintainer must say so first: add an exception from \
         `lost-lineage` for `{model}` to the configuration, in a pull request of its own. It applies once that is merged."
    ))
}

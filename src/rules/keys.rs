//! Keys of the front matter that appear twice, or are not spelled as the Hub spells them.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::model::Model;
use crate::model::card::{BASE_MODEL, Card, PARENT_KEYS};
use crate::report::{Advice, Basis, Fault, Finding, Fix, Message, Meta, Related, Stake};
use crate::source::Span;
use crate::spelling::is_slip_of;
use crate::yaml::{Duplicate, Node};

/// A key that appears twice.
pub(super) const DUPLICATE: Rule = Meta {
    id: "duplicate-key",
    label: "key",
    brief: "appears twice",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A key appears twice in the front matter.",
    why: "The Hub's client takes the last value. The Hub's site refuses the card.",
    fix: "Delete one of the two.",
    cannot_see: "Which of the two you mean.",
}
.rule(Scope::Card(duplicate));

/// A key with another spelling.
pub(super) const MISSPELLED: Rule = Meta {
    id: "misspelt-key",
    label: "key",
    brief: "misspelled",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A key of the front matter looks like one that the Hub knows, but is misspelled.",
    why: "The Hub takes it for another key and does not read the value.",
    fix: "Write the key as the Hub does, such as `license` or `base_model`.",
    cannot_see: "Misspellings that the gate does not know.",
}
.rule(Scope::Card(misspelled));

/// The keys that appear twice.
pub(super) fn duplicates(card: &Card) -> Vec<Duplicate<'_>> {
    card.document.as_ref().map(|document| document.duplicates(document.root())).unwrap_or_default()
}

fn duplicate(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let Some(document) = &card.document else { return Vec::new() };
    let value = |node: &Node| -> String { node.span.of(&card.source.text).chars().take(60).collect() };
    duplicates(card)
        .into_iter()
        .take(MAX_PER_KIND)
        .map(|twice| {
            let key = document.string(twice.again.key).map(|(key, _)| key).unwrap_or_default();
            let (first, last) = (value(twice.first.value), value(twice.again.value));
            let message = Message::from(format!("`{key}` appears twice: `{}` and `{}`.", first.trim(), last.trim()))
                .and("The Hub's client takes the last value, the Hub's site refuses the card.");
            let finding = card_finding(meta, model, card.source.place(twice.again.key.span), key, message);
            let first = Related { place: card.source.place(twice.first.key.span), label: "the first one".to_owned() };
            Finding { related: vec![first], ..finding }
        })
        .collect()
}

/// What a key is most likely meant to be.
fn intended_key(key: &str) -> Option<&'static str> {
    const KEYS: [(&str, &[&str]); 4] = [
        ("license", &["license", "licence", "licenses", "licences"]),
        ("license_name", &["licensename", "licencename"]),
        ("license_link", &["licenselink", "licencelink", "licenseurl", "licenceurl"]),
        ("base_model", &["basemodel", "modelbase", "basemodels"]),
    ];
    let letters: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let known = KEYS.iter().find(|(_, spellings)| spellings.contains(&letters.as_str())).map(|(right, _)| *right);
    let slip = || Some(BASE_MODEL).filter(|name| !PARENT_KEYS.contains(&key) && is_slip_of(key, name));
    known.or_else(slip).filter(|right| *right != key)
}

/// A line of a misspelled key with the value `license`, which a training library writes as a placeholder.
pub(super) fn placeholder(card: &Card) -> Option<Span> {
    let (key, span) = card.keys().find(|(key, _)| intended_key(key) == Some("license"))?;
    let value = card.written_licenses(key);
    value.iter().all(|declared| declared.text == "license").then_some(span)
}

/// Whether a license is under a key that the Hub does not read.
pub(super) fn misspells_license(card: &Card) -> bool {
    placeholder(card).is_none() && card.keys().any(|(key, _)| intended_key(key) == Some("license"))
}

fn misspelled(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let keys = card.keys().filter_map(|(key, span)| Some((intended_key(key)?, key, span)));
    keys.take(MAX_PER_KIND)
        .map(|(right, key, span)| {
            let is_set = card.field(right).is_some();
            let is_placeholder = placeholder(card) == Some(span);
            let message = if is_set {
                Message::from(format!("There is both `{key}` and `{right}`.")).and(format!("The Hub reads only `{right}`."))
            } else {
                Message::from(format!("`{key}` is not a key of the Hub."))
                    .and(format!("The Hub reads `{right}`, so it does not see this value."))
            };
            let place = card.source.place(span);
            let (step, fix) = match (is_placeholder, is_set) {
                (true, true) => (
                    "This line is a placeholder that a training library writes. Delete it.".to_owned(),
                    delete_placeholder(card, span),
                ),
                (true, false) => (
                    "This line is a placeholder that a training library writes. Replace it with `license:` and the identifier of the license."
                        .to_owned(),
                    None,
                ),
                (false, true) => (format!("Delete `{key}`, or move its value to `{right}`."), None),
                (false, false) => {
                    (format!("Write `{right}` instead of `{key}`."), Fix::replace_value(&place, key, right))
                }
            };
            Finding { advice: Advice::step(step), fix, ..card_finding(meta, model, place, key, message) }
        })
        .collect()
}

/// A fix that deletes the line of a placeholder, where nothing else is on it.
fn delete_placeholder(card: &Card, key: Span) -> Option<Fix> {
    let line = card.source.line_of(key.start);
    let text = card.source.line_span(line).of(&card.source.text);
    let is_alone = text.split_once(':').is_some_and(|(_, value)| value.trim() == "license");
    is_alone.then(|| Fix::replace_line(&card.source.path, line, ""))
}

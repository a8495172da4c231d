//! Keys of the front matter that stand twice, or are not spelt as the Hub spells them.

use super::card_finding::{MOST, card_finding};
use super::rule::{Rule, Scope};
use crate::model::Model;
use crate::model::card::Card;
use crate::report::{Advice, Fault, Finding, Fix, Meta, Severity};
use crate::source::Span;
use crate::yaml::{Duplicate, Node};

/// A key that stands twice.
pub(super) const DUPLICATE: Rule = Rule {
    meta: Meta {
        id: "duplicate-key",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "A key stands twice in the front matter.",
        why: "The Hub's client takes the last value. The Hub's site refuses the card.",
        mend: "Delete one of the two.",
        unseen: "Which of the two is meant.",
    },
    scope: Scope::Card(duplicate),
};

/// A key that is spelt in another way.
pub(super) const MISSPELT: Rule = Rule {
    meta: Meta {
        id: "misspelt-key",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "A key of the front matter looks like one that the Hub knows, but is spelt in another way.",
        why: "To the Hub it is simply another key. The value is not read.",
        mend: "Write the key as the Hub does, such as `license` or `base_model`.",
        unseen: "Keys that are spelt in ways nobody has met yet.",
    },
    scope: Scope::Card(misspelt),
};

/// The keys that stand twice.
pub(super) fn duplicates(card: &Card) -> Vec<Duplicate<'_>> {
    card.document.as_ref().map(|document| document.duplicates(document.root())).unwrap_or_default()
}

fn duplicate(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let Some(document) = &card.document else { return Vec::new() };
    let value = |node: &Node| -> String { node.span.of(&card.source.text).chars().take(60).collect() };
    duplicates(card)
        .into_iter()
        .take(MOST)
        .map(|twice| {
            let key = document.string(twice.again.key).map(|(key, _)| key).unwrap_or_default();
            let message = format!(
                "`{key}` stands twice: `{}` and `{}`. The Hub's client takes the last value, the Hub's site refuses the card.",
                value(twice.first.value).trim(),
                value(twice.again.value).trim()
            );
            let mut finding = card_finding(meta, model, card.source.place(twice.again.key.span), &key, message);
            finding.related = vec![crate::report::Related { place: card.source.place(twice.first.key.span), label: "the first one".to_owned() }];
            finding
        })
        .collect()
}

/// What a key is most likely meant to be.
fn meant(key: &str) -> Option<&'static str> {
    const KEYS: [(&str, &[&str]); 4] = [
        ("license", &["license", "licence", "licenses", "licences"]),
        ("license_name", &["licensename", "licencename"]),
        ("license_link", &["licenselink", "licencelink", "licenseurl", "licenceurl"]),
        ("base_model", &["basemodel", "modelbase", "basemodels"]),
    ];
    let letters: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let (right, _) = KEYS.iter().find(|(_, spellings)| spellings.contains(&letters.as_str()))?;
    (*right != key).then_some(*right)
}

/// A `licence: license` line, which a training library writes as a placeholder.
pub(super) fn placeholder(card: &Card) -> Option<Span> {
    let (key, span) = card.keys().into_iter().find(|(key, _)| meant(key) == Some("license"))?;
    let value = card.written_licenses(&key);
    value.iter().all(|declared| declared.text == "license").then_some(span)
}

/// Whether a license stands under a key that the Hub does not read.
pub(super) fn misspells_license(card: &Card) -> bool {
    placeholder(card).is_none() && card.keys().iter().any(|(key, _)| meant(key) == Some("license"))
}

fn misspelt(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let keys = card.keys().into_iter().filter_map(|(key, span)| Some((meant(&key)?, key, span)));
    keys.take(MOST)
        .map(|(right, key, span)| {
            let is_set = card.field(right).is_some();
            let message = if is_set {
                format!("`{key}` stands beside `{right}`. The Hub reads only `{right}`.")
            } else {
                format!("`{key}` is not a key of the Hub. The Hub reads `{right}`, so it does not see this value.")
            };
            let mut finding = card_finding(meta, model, card.source.place(span), &key, message);
            finding.advice = Advice::step(if placeholder(card) == Some(span) && is_set {
                "This line is a placeholder that a training library writes. Delete it.".to_owned()
            } else if placeholder(card) == Some(span) {
                "This line is a placeholder that a training library writes. Replace it by `license:` and the identifier of the license.".to_owned()
            } else if is_set {
                format!("Delete `{key}`, or move its value to `{right}`.")
            } else {
                format!("Write `{right}` instead of `{key}`.")
            });
            if placeholder(card) != Some(span) && !is_set {
                finding.fix = super::compatibility::replace(&finding.place, &key, right);
            } else if is_set && placeholder(card) == Some(span) {
                finding.fix = whole_line(card, span);
            }
            finding
        })
        .collect()
}

/// A fix that deletes the line of a placeholder, where nothing else stands on it.
fn whole_line(card: &Card, key: Span) -> Option<Fix> {
    let line = card.source.line_of(key.start);
    let text = card.source.line_span(line).of(&card.source.text);
    let is_alone = text.split_once(':').is_some_and(|(_, value)| value.trim() == "license");
    let path = card.source.path.to_string();
    is_alone.then(|| Fix { path, line, end_line: line, replacement: String::new() })
}

//! The base model that an adapter configuration proves, as a line for a card that names none.

use super::plan::StatedParent;
use crate::budget;
use crate::check::config::Config;
use crate::lineage::known;
use crate::model::{self, Model, TextCache};
use crate::report::{Derived, EvidenceKind, Fix, Report, Strength};
use crate::tree::Tree;
use std::collections::BTreeMap;

/// The models whose cards could name their base model: the model's path, what is stated, and the line to add.
pub(super) fn provable(tree: &Tree, config: &Config, report: &Report) -> Vec<(String, StatedParent, Fix)> {
    let proven: Vec<(&str, StatedParent)> = report
        .models
        .iter()
        .filter_map(|model| {
            let mut proofs = model
                .lineage
                .iter()
                .filter(|lineage| lineage.derived == Derived::Yes)
                .flat_map(|lineage| &lineage.evidence)
                .filter(|evidence| {
                    evidence.speaks_for
                        && evidence.kind == EvidenceKind::AdapterConfig
                        && evidence.strength == Strength::Decisive
                });
            let first = proofs.next().filter(|first| is_known(&first.text))?;
            let (card, proof) = (model.card.clone()?, first.place.path.to_string());
            let id = first.text.clone();
            proofs.all(|other| other.text == id).then_some((model.path.as_str(), StatedParent { card, id, proof }))
        })
        .collect();
    if proven.is_empty() {
        return Vec::new();
    }
    let mut proven: BTreeMap<&str, StatedParent> = proven.into_iter().collect();
    let mut with_line = Vec::new();
    let plan = model::plan(tree, config.repository.as_deref(), &budget::TREE);
    for model in plan.models(&mut TextCache::default()) {
        if let Some(stated) = proven.remove(model.path())
            && let Some(fix) = line(&model, &stated.id)
        {
            with_line.push((model.path().to_owned(), stated, fix));
        }
    }
    with_line
}

/// Whether an identifier is that of a model on the Hub, and not a folder on somebody's disk that reads like one.
fn is_known(id: &str) -> bool {
    known::look_up(id).is_some_and(|known| known.id.eq_ignore_ascii_case(id))
}

/// The line below the opening fence; nothing where the card names a base model in any spelling, or cannot be read.
fn line(model: &Model, id: &str) -> Option<Fix> {
    let card = model.card.as_ref().filter(|card| card.refused.is_none())?;
    let fence = card.fence?;
    let names_base = |key: &str| key.to_lowercase().contains("base") && key.to_lowercase().contains("model");
    if card.document.is_none() || card.keys().any(|(key, _)| names_base(key)) {
        return None;
    }
    let first = card.source.line_of(fence.block.start);
    Some(Fix::insert(&card.source.path, first, format!("base_model: {id}")))
}

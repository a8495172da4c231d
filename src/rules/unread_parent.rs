//! A field that names the base model, in a form that shows no model.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::lineage::parents_in;
use crate::model::Model;
use crate::model::card::MOST_BYTES;
use crate::report::{Basis, Fault, Finding, Message, Meta, Stake};
use crate::yaml::{Level, ScalarBelow, Value};

/// A value from which the gate cannot tell the base model.
pub(super) const UNREAD: Rule = Meta {
    id: "unread-base-model",
    label: "base",
    brief: "names no model",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A field for the base model contains something other than names of models.",
    why: "The Hub then shows no base model, and the gate cannot tell which license binds the model. It does not pass what it has not seen.",
    fix: "Write the identifier of the base model as text, `base_model: owner/name`, or several of them as a list.",
    cannot_see: "Which model you mean.",
}
.rule(Scope::Unread(unread));

fn unread(meta: &'static Meta, model: &Model, _is_bound: bool) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let of_values = card.parent_entries().filter_map(|(key, entry, scalars)| {
        let message = Message::from(format!("`{key}` contains {}, which names no model.", what_is_unread(&scalars)?))
            .and("The gate cannot tell which license binds the model.");
        Some(card_finding(meta, model, card.source.place(entry.key.span), key, message))
    });
    let of_blocks = card.unseen.iter().filter(|block| block.block.end - block.block.start > MOST_BYTES).map(|block| {
        let message = format!("This block of metadata has more than {MOST_BYTES} bytes. The gate reads no further.");
        let first = card.source.line_span(card.source.line_of(block.block.start));
        card_finding(meta, model, card.source.place(first), "block", message).advise("Shorten the block.")
    });
    of_values.chain(of_blocks).take(MAX_PER_KIND).collect()
}

/// What a value holds in place of names of models, if it does.
fn what_is_unread(scalars: &[ScalarBelow<'_>]) -> Option<String> {
    let set = || scalars.iter().filter(|found| found.value != Value::Null);
    if set().any(|found| found.is_binary) {
        return Some("binary data".to_owned());
    }
    // Deeper in a mapping, a number may be next to a name.
    let is_other = |found: &&ScalarBelow<'_>| !matches!(found.value, Value::String(_));
    if let Some(found) = set().filter(is_other).find(|found| found.level != Level::Deeper) {
        return Some(found.value.describe());
    }
    let names_parent = |found: &ScalarBelow<'_>| match found.value {
        Value::String(text) => !parents_in(text, found.level != Level::Deeper).is_empty(),
        _ => false,
    };
    let names_none = set().next().is_some() && !scalars.iter().any(names_parent);
    names_none.then(|| "a mapping or a list of lists".to_owned())
}

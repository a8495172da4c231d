//! Identifiers in the front matter that the Hub refuses.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::lineage::{hub_id_in_address, is_hub_id};
use crate::model::Model;
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};
use crate::wording::shortened;

/// A path, an address or a sentence where the Hub takes an identifier.
pub(super) const REFUSED: Rule = Meta {
    id: "refused-id",
    label: "base",
    brief: "not an id of the Hub",
    is_cause: false,
    stake: Stake::Reminder,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "`base_model` or `datasets` contains a value that is not an identifier of the Hub.",
    why: "In these fields, the Hub accepts `owner/name` or a bare name. For anything else it warns or refuses the card, and shows no link to the base model.",
    fix: "Use the identifier from the address on the Hub: `owner/name`.",
    cannot_see: "Whether the Hub has a model or dataset of that name.",
}
.rule(Scope::Card(refused));

/// Most characters of a value that are shown, chosen.
const MOST_SHOWN: usize = 120;

/// The fields that hold identifiers, and what these name.
const FIELDS: [(&str, &str); 2] = [("base_model", "model"), ("datasets", "dataset")];

fn refused(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let of_field = |(key, kind): (&'static str, &'static str)| {
        let values = card.texts(key).filter(|(text, _)| !text.trim().is_empty() && !is_hub_id(text));
        values.take(MAX_PER_KIND).map(move |(text, span)| {
            let shown = shortened(text, MOST_SHOWN);
            let message = Message::from(format!("`{shown}` in `{key}` is not an identifier of the Hub."))
                .and(format!("The Hub accepts `owner/name` there, and does not know which {kind} you mean."));
            let finding = card_finding(meta, model, card.source.place(span), &format!("{key} {shown}"), message);
            match hub_id_in_address(text) {
                Some(id) => finding.advise(Advice::step(format!("Write `{id}` instead."))),
                None => finding,
            }
        })
    };
    FIELDS.into_iter().flat_map(of_field).collect()
}

//! Findings about a card, and the most of one kind that are reported.

use crate::model::Model;
use crate::report::{Finding, Message, Meta};
use crate::source::Place;

/// Most findings of one kind about one card; a number that was chosen.
pub(super) const MAX_PER_KIND: usize = 10;

/// A finding about a card, which rests on how the Hub reads cards.
pub(super) fn card_finding(
    meta: &'static Meta,
    model: &Model,
    place: Place,
    subject: &str,
    message: impl Into<Message>,
) -> Finding {
    Finding::new(meta, model.path(), place, subject, message)
        .advise(meta.fix)
        .with_clause("Hub documentation, model cards")
}

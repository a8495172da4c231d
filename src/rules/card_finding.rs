//! How findings about a card begin, and how many of one kind are told.

use super::rule::Meta;
use crate::basis::Basis;
use crate::model::Model;
use crate::report::Finding;
use crate::source::Place;

/// Most findings of one kind about one card.
pub(super) const MOST: usize = 10;

/// A finding about a card, which rests on how the Hub reads cards.
pub(super) fn card_finding(meta: &Meta, model: &Model, place: Place, subject: &str, message: String) -> Finding {
    Finding {
        rule: meta.id,
        severity: meta.severity,
        model: model.path().to_owned(),
        place,
        message,
        help: meta.mend.to_owned(),
        clause: "Hub documentation, model cards".to_owned(),
        basis: Basis::Text,
        fix: None,
        also: Vec::new(),
        wanted: None,
        related: Vec::new(),
        subject: subject.to_owned(),
    }
}

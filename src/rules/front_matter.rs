//! Front matter that the Hub does not see, or cannot read.

use super::card_finding::card_finding;
use super::rule::{Rule, Scope};
use crate::model::Model;
use crate::model::card::Card;
use crate::model::card::unseen::{Unseen, UnseenReason};
use crate::report::{Advice, Basis, Fault, Finding, Fix, Meta, Related, Stake};
use crate::wording::full_stop;
use crate::yaml::ErrorKind;

/// A block that only people see.
pub(super) const UNSEEN: Rule = Meta {
    id: "unseen-front-matter",
    label: "front matter",
    brief: "ignored by the Hub",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A block looks like front matter, but the Hub ignores it.",
    why: "The Hub takes such a card to have no license and no base model, whatever the block says.",
    fix: "Put the block at the very start of README.md, between two lines of exactly `---`.",
    cannot_see: "Blocks without any of the usual keys of a card.",
}
.rule(Scope::Card(unseen));

/// A block that the Hub sees and cannot read.
pub(super) const INVALID: Rule = Meta {
    id: "invalid-front-matter",
    label: "front matter",
    brief: "the Hub cannot read it",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The Hub cannot read the front matter of the card.",
    why: "The Hub refuses such a card, or takes it to have no license and no base model.",
    fix: "Correct the YAML at the place in the message.",
    cannot_see: "Errors after the first one.",
}
.rule(Scope::Card(invalid));

fn unseen(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let blocks = card.unseen.iter().filter(|block| block.block.end > block.block.start);
    blocks
        .map(|block| {
            let (why, help) = reason_and_help(block.why);
            let message = format!("This block looks like front matter, but the Hub ignores it: {why}.");
            let first = card.source.line_span(card.source.line_of(block.block.start));
            let in_the_way = card.source.place(block.span);
            // A fence is in the way itself; of text before the block, the block is what is meant.
            let is_fence = in_the_way.line() != Some(card.source.line_of(block.block.start))
                && !matches!(block.why, UnseenReason::TextBefore | UnseenReason::Second);
            let place = if is_fence { in_the_way.clone() } else { card.source.place(first) };
            let mut finding = card_finding(meta, model, place, &format!("{:?}", block.why), message);
            finding.advice = Advice::step(help);
            finding.fix = fix_fence(card, block);
            if block.why == UnseenReason::TextBefore {
                finding.related = vec![Related { place: in_the_way, label: "this comes before it".to_owned() }];
            }
            if block.why == UnseenReason::Second {
                finding = finding.at_stake(Stake::Reminder);
            }
            finding
        })
        .collect()
}

/// The fence that is missing or wrong, as a fix.
fn fix_fence(card: &Card, block: &Unseen) -> Option<Fix> {
    let (first, last) =
        (card.source.line_of(block.block.start), card.source.line_of(block.block.end.saturating_sub(1)));
    let at = card.source.place(block.span).range.filter(|range| range.line == range.end_line).map(|range| range.line);
    let path = &card.source.path;
    match block.why {
        UnseenReason::OpenerMarks | UnseenReason::OpenerBlanks if at == Some(first - 1) => {
            Some(Fix::replace_line(path, first - 1, "---"))
        }
        UnseenReason::CloserMarks if at == Some(last + 1) => Some(Fix::replace_line(path, last + 1, "---")),
        UnseenReason::NoOpener if first == 1 => Some(Fix::insert(path, 1, "---")),
        UnseenReason::NoCloser => Some(Fix::insert(path, last + 1, "---")),
        _ => None,
    }
}

fn reason_and_help(why: UnseenReason) -> (&'static str, &'static str) {
    match why {
        UnseenReason::TextBefore => ("other text comes before it", "Move the block to the very start of README.md."),
        UnseenReason::InvisibleBefore => {
            ("invisible characters come before it", "Delete the invisible characters before the first `---`.")
        }
        UnseenReason::Second => (
            "the card has front matter already, and only the first block counts",
            "Move what is needed into the first block and delete this one.",
        ),
        UnseenReason::OpenerMarks => {
            ("it does not open with a line of exactly `---`", "Write exactly `---` on the line before the block.")
        }
        UnseenReason::OpenerBlanks => ("blanks follow the `---` that opens it", "Delete the blanks after the `---`."),
        UnseenReason::NoOpener => ("there is no line of `---` before it", "Write `---` on the line before the block."),
        UnseenReason::CloserMarks => {
            ("it does not close with a line of exactly `---`", "Write exactly `---` on the line after the block.")
        }
        UnseenReason::CloserReturn => {
            ("the line of its closing `---` ends with a carriage return alone", "Use ordinary line endings.")
        }
        UnseenReason::NoCloser => ("there is no line of `---` after it", "Write `---` on the line after the block."),
        UnseenReason::Adjacent => (
            "a second `---` comes right after the first, so the Hub reads on to the next `---` of the card",
            "Delete one of the two `---` lines.",
        ),
    }
}

fn invalid(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let card = model.card.as_ref();
    let Some((card, error)) = card.and_then(|card| Some((card, card.refused.as_ref()?))) else { return Vec::new() };
    let message =
        format!("The Hub cannot read the front matter of this card: {}{}", error.message, full_stop(&error.message));
    let mut finding = card_finding(meta, model, card.source.place(error.span), "client", message);
    finding.advice = Advice::step(
        "Correct the front matter here. Until then, the Hub reads no license and no base model from the card.",
    );
    // What is too large or too deep to read may hide anything: such a card is not let through.
    if !matches!(error.kind, ErrorKind::Syntax | ErrorKind::Refused | ErrorKind::SecondDocument) {
        finding = finding.at_stake(Stake::Verdict);
    }
    vec![finding]
}

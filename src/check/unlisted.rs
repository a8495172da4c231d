//! Findings in place of those that a report does not list.

use crate::report::{Advice, Finding, Message, Severity};
use crate::rules::OVERSIZED;
use crate::source::Place;
use crate::wording::counted;

/// The finding in place of those that the report does not list, as severe as the worst of them.
pub(super) fn unlisted(count: usize, worst: Severity, model: &str) -> Finding {
    let message = Message::from(format!("The report does not list {}.", counted(count, "more finding")))
        .and("They are checked like the others, and count.");
    let advice = Advice::step("Fix the findings that are listed, or check the folders of the repository one by one.");
    let subject = format!("{count} findings");
    let found = Finding::new(&OVERSIZED.meta, model, Place::file(model), &subject, message)
        .with_clause("the gate's own bounds")
        .advise(advice);
    Finding { severity: worst, ..found }
}

/// The finding in place of more of the same rule in the same model.
pub(super) fn unlisted_alike(first: &Finding, count: usize, worst: Severity) -> Finding {
    let noun = if count == 1 { "finding" } else { "findings" };
    Finding {
        severity: worst,
        message: Message::from(format!("The report does not list {count} more {noun} of this rule on this model.")),
        subject: format!("{count} more"),
        nth: 1,
        fix: None,
        also: Vec::new(),
        missing_text: None,
        related: Vec::new(),
        ..first.clone()
    }
}

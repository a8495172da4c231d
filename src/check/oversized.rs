//! Findings about a tree that is larger than the gate reads, or of which there is more to say than a report lists.

use crate::budget::Exceeded;
use crate::report::{Advice, Finding, Message, Severity};
use crate::rules::OVERSIZED;
use crate::source::Place;
use crate::wording::counted;

/// The finding on what is not read; `model` is the path of the checked folder.
pub(super) fn oversized(exceeded: &Exceeded, model: &str) -> Finding {
    let Exceeded { bound, path } = exceeded;
    let message = Message::from(format!("The repository is larger than the gate reads: {bound}."))
        .and(format!("`{path}` is the first that is left out. What is left out is not judged."));
    let advice = Advice::step("Check its folders one by one: give the path of each.")
        .then("To leave out what holds no model, name it under `skip` in `.model-license-gate.yml`.");
    about(model, Place::file(path.as_str()), "size", message).advise(advice)
}

/// The finding that stands for those that the report does not list, as severe as the worst of them.
pub(super) fn unlisted(count: usize, worst: Severity, model: &str) -> Finding {
    let message = Message::from(format!("The report does not list {}.", counted(count, "more finding")))
        .and("They are judged like the others, and count.");
    let advice = Advice::step("Fix the findings that are listed, or check the folders of the repository one by one.");
    let found = about(model, Place::file(model), &format!("{count} findings"), message).advise(advice);
    Finding { severity: worst, ..found }
}

/// The finding that stands for more of the same rule in the same model.
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

fn about(model: &str, place: Place, subject: &str, message: Message) -> Finding {
    Finding::new(&OVERSIZED.meta, model, place, subject, message).with_clause("the gate's own bounds")
}

//! Findings about the configuration, from the check itself or from the comparison with the base commit.

use crate::report::{Advice, Finding, Message, Meta};
use crate::source::Place;

/// A finding that rests on the gate's configuration.
pub(crate) fn configuration_finding(
    meta: &'static Meta,
    model: &str,
    place: Place,
    subject: &str,
    message: impl Into<Message>,
) -> Finding {
    Finding {
        advice: Advice::step(meta.fix),
        clause: "the gate's configuration".to_owned(),
        ..Finding::new(meta, model, place, subject, message)
    }
}

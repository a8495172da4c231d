//! Findings about the configuration, from the check itself or from the comparison with the base commit.

use crate::report::{Finding, Message, Meta};
use crate::source::Place;

/// A finding that rests on the gate's configuration.
pub(crate) fn configuration_finding(
    meta: &'static Meta,
    model: &str,
    place: Place,
    subject: &str,
    message: impl Into<Message>,
) -> Finding {
    Finding::new(meta, model, place, subject, message).advise(meta.fix).with_clause("the gate's configuration")
}

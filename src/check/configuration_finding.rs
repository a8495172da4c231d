//! How findings about the configuration begin, whether the check makes them or the comparison with the base commit.

use crate::report::{Advice, Finding, Meta};
use crate::source::Place;

/// A finding that rests on the gate's configuration.
pub(crate) fn configuration_finding(
    meta: &'static Meta,
    model: &str,
    place: Place,
    subject: &str,
    message: String,
) -> Finding {
    Finding {
        advice: Advice::step(meta.mend),
        clause: "the gate's configuration".to_owned(),
        ..Finding::new(meta, model, place, subject, message)
    }
}

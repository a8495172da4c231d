//! What each verdict on descent rests on: every piece of evidence, the pattern that made it and the words that matched.

use super::visible::{inert_text, one_line};
use crate::report::{Derived, Report};
use std::fmt::Write;

/// What to do about a piece of evidence that is wrong.
const REPORT: &str = "Wrong? Report the pattern by its name; `explain descent NAME` says what it looks for.";

/// The evidence of every model, a family and a piece a line.
pub(crate) fn render(report: &Report) -> String {
    let mut out = String::new();
    for model in &report.models {
        for lineage in model.lineage.iter().filter(|lineage| !lineage.evidence.is_empty()) {
            let word = match lineage.derived {
                Derived::Yes => "yes",
                Derived::No => "no",
                Derived::Uncertain => "uncertain",
            };
            _ = writeln!(out, "{}: descent from {}: {word}", one_line(&model.path), one_line(&lineage.family));
            for one in &lineage.evidence {
                let side = if one.speaks_for { '+' } else { '-' };
                let (place, words) = (one.place.to_string(), one_line(&one.words));
                _ = writeln!(out, "  {side} {} {}, {}: {words}", one.strength.word(), one.pattern, one_line(&place));
            }
        }
    }
    if !out.is_empty() {
        _ = writeln!(out, "{REPORT}\n");
    }
    inert_text(&out).into_owned()
}

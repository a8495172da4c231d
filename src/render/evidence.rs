//! What each verdict on lineage rests on: every piece of evidence, the pattern that made it and the words that matched. And what the
//! permissive licenses of parents require, which decides no verdict.

use super::visible::{inert_text, one_line};
use crate::policy;
use crate::report::{Derived, PermissiveParent, Report};
use std::fmt::Write;

/// What to do about a piece of evidence that is wrong.
const REPORT: &str = "Wrong? Report the pattern by its name; `explain lineage NAME` says what it looks for.";

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
            _ = writeln!(out, "{}: derived from {}: {word}", one_line(&model.path), one_line(&lineage.family));
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
    for model in &report.models {
        for parent in &model.permissive_parents {
            out.push_str(&permissive(&model.path, parent));
        }
    }
    inert_text(&out).into_owned()
}

/// What the permissive license of a parent requires.
fn permissive(path: &str, parent: &PermissiveParent) -> String {
    let PermissiveParent { id, place, license, source } = parent;
    let (path, id, place) = (one_line(path), one_line(id), place.to_string());
    let (license, source) = (one_line(license), source.words());
    let mut text =
        format!("{path}: {id} is under {license} ({}; {source}), which decides no verdict\n", one_line(&place));
    for duty in policy::permissive(&parent.license).map_or(&[][..], |license| license.asks) {
        _ = writeln!(text, "  {} {}: {}", license, duty.clause, duty.asks);
    }
    _ = writeln!(text);
    text
}

//! What `identify` says of one file, as a line of text or of JSON.

use super::json;
use super::visible::{inert_text, one_line};
use crate::texts::{Found, Identified, Verdict};
use serde::Serialize;
use std::fmt::Write;

/// One line for a person.
pub fn text(file: &str, identified: &Identified) -> String {
    let mut out = format!("{}: ", one_line(file));
    if identified.licenses.is_empty() {
        out.push_str("no known license");
    }
    for (at, found) in identified.licenses.iter().enumerate() {
        if at > 0 {
            out.push_str("; ");
        }
        out.push_str(found.license);
        if !found.edition.is_empty() {
            _ = write!(out, " ({})", found.edition);
        }
        _ = write!(out, " {}", word(found.verdict));
        if !matches!(found.verdict, Verdict::Mention | Verdict::Complete) {
            _ = write!(out, ", {:.1} % of its text", found.coverage * 100.0);
        }
        list(&mut out, "missing", &found.missing);
        list(&mut out, "altered", &found.altered);
    }
    if identified.other_text && !identified.licenses.is_empty() {
        out.push_str("; and other text");
    }
    out.push('\n');
    inert_text(&out).into_owned()
}

/// One line for a program.
pub fn json(file: &str, identified: &Identified) -> String {
    let licenses = identified.licenses.iter().map(|found: &Found| IdentifiedLicense {
        license: found.license,
        edition: found.edition,
        verdict: word(found.verdict),
        coverage: (found.coverage * 10_000.0).round() / 10_000.0,
        missing: &found.missing,
        altered: &found.altered,
    });
    json::line(&IdentifiedFile { file, licenses: licenses.collect(), other_text: identified.other_text })
}

#[derive(Serialize)]
struct IdentifiedFile<'a> {
    file: &'a str,
    licenses: Vec<IdentifiedLicense<'a>>,
    other_text: bool,
}

#[derive(Serialize)]
struct IdentifiedLicense<'a> {
    license: &'a str,
    edition: &'a str,
    verdict: &'static str,
    coverage: f64,
    missing: &'a [&'static str],
    altered: &'a [&'static str],
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Complete => "complete",
        Verdict::Partial => "partial",
        Verdict::Altered => "altered",
        Verdict::Mention => "mention",
    }
}

fn list(out: &mut String, word: &str, clauses: &[&str]) {
    if !clauses.is_empty() {
        _ = write!(out, ", {word}: {}", clauses.join(", "));
    }
}

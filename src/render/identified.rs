//! What `identify` says of one file, as a line of text or of JSON.

use super::json::line;
use super::visible::{inert_text, one_line};
use crate::license_texts::{Completeness, FoundLicense, Identified};
use serde::Serialize;
use std::fmt::Write;

/// One line for a person.
pub(crate) fn text(file: &str, identified: &Identified) -> String {
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
        _ = write!(out, " {}", word(found.completeness));
        if !matches!(found.completeness, Completeness::Mention | Completeness::Complete) {
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
pub(crate) fn json(file: &str, identified: &Identified) -> String {
    let licenses = identified.licenses.iter().map(|found: &FoundLicense| IdentifiedLicense {
        license: found.license,
        edition: found.edition,
        verdict: word(found.completeness),
        coverage: (found.coverage * 10_000.0).round() / 10_000.0,
        missing: &found.missing,
        altered: &found.altered,
    });
    line(&IdentifiedFile { file, licenses: licenses.collect(), other_text: identified.other_text })
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

const fn word(completeness: Completeness) -> &'static str {
    match completeness {
        Completeness::Complete => "complete",
        Completeness::Partial => "partial",
        Completeness::Altered => "altered",
        Completeness::Mention => "mention",
    }
}

fn list(out: &mut String, word: &str, clauses: &[&str]) {
    if !clauses.is_empty() {
        _ = write!(out, ", {word}: {}", clauses.join(", "));
    }
}

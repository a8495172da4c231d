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
        let (edition, nearest) = editions(found);
        if !edition.is_empty() {
            _ = write!(out, " ({edition})");
        }
        _ = write!(out, " {}", found.completeness.word());
        if !matches!(found.completeness, Completeness::Mention | Completeness::Complete) {
            _ = write!(out, ", {:.1} % of its text", found.coverage * 100.0);
        }
        if let Some(nearest) = nearest {
            _ = write!(out, ", nearest to {nearest}");
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
    let licenses = identified.licenses.iter().map(|found| {
        let (edition, nearest) = editions(found);
        IdentifiedLicense {
            license: found.license,
            edition,
            verdict: found.completeness.word(),
            coverage: (found.coverage * 10_000.0).round() / 10_000.0,
            missing: &found.missing,
            altered: &found.altered,
            nearest,
        }
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
    /// The known edition with which an unknown one is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
}

/// The edition of a text, and the one that it is nearest to where its own is not known.
fn editions(found: &FoundLicense) -> (&str, Option<&str>) {
    match found.completeness {
        Completeness::UnknownEdition => ("", Some(found.edition)),
        _ => (found.edition, None),
    }
}

fn list(out: &mut String, word: &str, clauses: &[&str]) {
    if !clauses.is_empty() {
        _ = write!(out, ", {word}: {}", clauses.join(", "));
    }
}

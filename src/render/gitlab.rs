//! The report as GitLab reads it for its code quality widget: `--format gitlab`.

use super::sarif::spot;
use super::text::basis;
use super::visible::{inert_json, one_line};
use crate::report::{Finding, Severity};
use crate::report::{ModelReport, Report};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most characters of a description.
const DESCRIPTION: usize = 4_000;

/// All findings as one JSON list, indented, with a line end; an empty list where nothing was found.
///
/// GitLab itself compares the list with that of the target branch. It keeps one entry of each fingerprint, so those of this list differ.
/// Fields: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
pub fn render(report: &Report) -> String {
    let mut seen = BTreeMap::new();
    let entries: Vec<Entry> = report
        .findings
        .iter()
        .chain(&report.earlier)
        .map(|finding| {
            let print = finding.fingerprint();
            let before: &mut usize = seen.entry(print.clone()).or_default();
            *before += 1;
            entry(finding, if *before == 1 { print } else { format!("{print}-{before}") }, &report.models)
        })
        .collect();
    // Writing plain structures to memory cannot fail; were it to, an empty text is no valid report.
    let mut text = serde_json::to_string_pretty(&entries).unwrap_or_default();
    text.push('\n');
    inert_json(text)
}

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

fn entry<'a>(finding: &'a Finding, fingerprint: String, models: &'a [ModelReport]) -> Entry<'a> {
    let (path, range) = spot(finding, models);
    let (begin, end) = range.map_or((1, 1), |range| (range.line, range.end_line));
    Entry {
        description: description(finding, path),
        check_name: finding.rule.id,
        fingerprint,
        severity: match finding.severity {
            Severity::Info => "info",
            Severity::Warning => "minor",
            Severity::Error => "critical",
        },
        location: Location { path, lines: Lines { begin, end } },
    }
}

/// What is wrong, where it is not at the place that is shown, by which clause, and what to do: on one line, as the widget shows it.
fn description(finding: &Finding, path: &str) -> String {
    let mut text = one_line(&finding.message).into_owned();
    if *finding.place.path != *path {
        _ = write!(text, " It is about {}.", one_line(&finding.place.path));
    }
    if !finding.clause.is_empty() {
        _ = write!(text, " {} ({}).", one_line(&finding.clause), basis(finding.basis));
    }
    for line in finding.advice.text().lines() {
        _ = write!(text, " {}", one_line(line));
    }
    match text.char_indices().nth(DESCRIPTION) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text,
    }
}

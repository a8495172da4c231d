//! The report as GitLab reads it for its code quality widget: `--format gitlab`.

use super::json::indented;
use super::location::shown_at;
use super::visible::one_line;
use crate::report::{Finding, ModelReport, Report, Severity};
use crate::wording::shortened;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most characters of a description, chosen.
const MAX_DESCRIPTION: usize = 4_000;

/// All findings as one JSON list, indented, with a line end; an empty list where nothing was found.
///
/// GitLab itself compares the list with that of the target branch. It keeps one entry of each fingerprint, so those of this list differ.
/// Fields: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
pub fn render(report: &Report) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let entries = report.findings.iter().chain(&report.earlier).map(|finding| {
        let mut fingerprint = finding.fingerprint();
        let count = seen.entry(fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            _ = write!(fingerprint, "-{count}");
        }
        entry(finding, &fingerprint, &report.models)
    });
    indented(&entries.collect::<Value>())
}

fn entry(finding: &Finding, fingerprint: &str, models: &[ModelReport]) -> Value {
    let (path, range) = shown_at(finding, models);
    let (begin, end) = range.map_or((1, 1), |range| (range.line, range.end_line));
    let severity = match finding.severity {
        Severity::Info => "info",
        Severity::Warning => "minor",
        Severity::Error => "critical",
    };
    json!({
        "description": description(finding, path),
        "check_name": finding.rule.id,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": begin, "end": end } },
    })
}

/// What is wrong, where it is not at the place that is shown, by which clause, and what to do: on one line, as the widget shows it.
fn description(finding: &Finding, path: &str) -> String {
    let mut text = one_line(&finding.message.to_string()).into_owned();
    if *finding.place.path != *path {
        _ = write!(text, " It is about {}.", one_line(&finding.place.path));
    }
    if !finding.clause.is_empty() {
        _ = write!(text, " {} ({}).", one_line(&finding.clause), finding.basis.words());
    }
    for line in finding.advice.text().lines() {
        _ = write!(text, " {}", one_line(line));
    }
    shortened(&text, MAX_DESCRIPTION).into_owned()
}

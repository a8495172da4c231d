//! The report for programs, and how any JSON of the gate is written.

use super::visible::inert_json;
use super::wire::{FindingJson, ReportJson};
use crate::report::Report;
use serde::Serialize;

/// The whole report, indented, with a line end.
pub fn render(report: &Report) -> String {
    indented(&ReportJson::from(report))
}

/// The findings, one a line, each with the fields that it has in the whole report.
pub(crate) fn lines(report: &Report) -> String {
    report.findings.iter().map(|finding| line(&FindingJson::from(finding))).collect()
}

/// JSON over many lines, with a line end.
pub(crate) fn indented(value: &impl Serialize) -> String {
    // Writing plain structures to memory cannot fail; were it to, an empty text is no valid report.
    inert_json(serde_json::to_string_pretty(value).unwrap_or_default() + "\n")
}

/// JSON on one line, with a line end.
pub(crate) fn line(value: &impl Serialize) -> String {
    inert_json(serde_json::to_string(value).unwrap_or_default() + "\n")
}

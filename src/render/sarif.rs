//! The report as SARIF 2.1.0, as the code scanning of GitHub reads it: `--format sarif`.

use super::json::indented;
use super::location::shown_at;
use super::percent::percent_encoded;
use super::sarif_text::literal;
use crate::report::{Fault, Finding, Fix, Meta, ModelReport, Report, Severity, left_out_sentence};
use crate::source::Range;
use crate::wording::{capitalized, shortened};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::fmt::Write;

/// Most results that GitHub's code scanning keeps of one run, by its documentation of SARIF.
const MAX_RESULTS: usize = 5_000;

/// Most secondary places of one result, chosen.
const MAX_PLACES: usize = 8;

/// Most characters of a message, chosen.
const MAX_MESSAGE: usize = 4_000;

/// The whole report, indented, with a line end; at most 5,000 results, errors first where there are more. `rules` are all that could
/// have found something; `#rule` is put after `rules_page`, the address of a page.
///
/// Findings of before a change are results too, marked `unchanged`: code scanning knows by their fingerprints that the base has
/// them and does not show them on the pull request. Were they left out or suppressed, it would take them for fixed.
pub fn render(report: &Report, rules: &[&Meta], rules_page: &str) -> String {
    let new = if report.earlier.is_empty() { None } else { Some("new") };
    let new = report.findings.iter().map(|finding| (finding, new));
    let mut all: Vec<_> = new.chain(report.earlier.iter().map(|finding| (finding, Some("unchanged")))).collect();
    if all.len() > MAX_RESULTS {
        all.sort_by_key(|(finding, _)| Reverse(finding.severity));
        all.truncate(MAX_RESULTS);
    }
    let results = all.into_iter().map(|(finding, state)| result(finding, state, rules, &report.models));
    let mut invocation = json!({ "executionSuccessful": true });
    let left_out = left_out_sentence(&report.left_out).map(|sentence| format!("Left out: {sentence}"));
    if !report.unchecked.is_empty() || left_out.is_some() {
        let notes = report
            .unchecked
            .iter()
            .map(ToString::to_string)
            .chain(left_out)
            .map(|sentence| json!({ "level": "note", "message": { "text": literal(&sentence) } }));
        invocation["toolExecutionNotifications"] = notes.collect();
    }
    indented(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|rule| descriptor(rule, rules_page)).collect::<Value>(),
            } },
            "automationDetails": { "id": concat!(env!("CARGO_PKG_NAME"), "/") },
            "invocations": [invocation],
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "The folder that was checked." } } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Value>(),
            "properties": { "conclusion": report.conclusion().words() },
        }],
    }))
}

fn descriptor(rule: &Meta, rules_page: &str) -> Value {
    let Meta { id, why, fix, cannot_see, .. } = rule;
    let name = rule.name();
    let uri = format!("{rules_page}#{name}");
    json!({
        "id": id,
        "name": name.split('-').map(capitalized).collect::<String>(),
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": why },
        "help": {
            "text": format!("{why}\n\nHow to fix it: {fix}\nWhat it cannot see: {cannot_see}"),
            "markdown": format!(
                "{why}\n\n**How to fix it:** {fix}\n\n**What it cannot see:** {cannot_see}\n\n[About this rule]({uri})"
            ),
        },
        "helpUri": uri,
        "defaultConfiguration": { "level": level(rule.severity()) },
        "properties": {
            "tags": ["license", "model-card"],
            "precision": if rule.fault == Fault::Uncertain { "medium" } else { "high" },
            "problem.severity": match rule.severity() {
                Severity::Info => "recommendation",
                other => other.word(),
            },
        },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        other => other.word(),
    }
}

fn result(finding: &Finding, state: Option<&str>, rules: &[&Meta], models: &[ModelReport]) -> Value {
    let (path, range) = shown_at(finding, models);
    let mut result = json!({
        "ruleId": finding.rule.id,
        "level": level(finding.severity),
        "message": { "text": message(finding, path) },
        "locations": [{ "physicalLocation": physical_location(path, range) }],
        "partialFingerprints": { "primaryLocationLineHash": format!("{}:1", finding.fingerprint()) },
    });
    if let Some(index) = rules.iter().position(|rule| rule.id == finding.rule.id) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(state) = state {
        result["baselineState"] = json!(state);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().take(MAX_PLACES).zip(1..).map(|(related, id)| {
            let place = physical_location(&related.place.path, related.place.range);
            json!({ "id": id, "physicalLocation": place, "message": { "text": literal(&related.label) } })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([replacement(fix)]);
    }
    result
}

/// What is wrong, where it is not at the place that is shown, by which clause, and what to do.
fn message(finding: &Finding, path: &str) -> String {
    let mut text = finding.message.to_string();
    if *finding.place.path != *path {
        _ = write!(text, " It is about {}.", finding.place.path);
    }
    if !finding.clause.is_empty() {
        _ = write!(text, "\n{}", finding.clause);
    }
    if !finding.advice.is_empty() {
        _ = write!(text, "\n{}", finding.advice.text());
    }
    literal(&shortened(&text, MAX_MESSAGE)).into_owned()
}

/// A place. Code scanning wants a line; a file as a whole is shown at its first.
fn physical_location(path: &str, range: Option<Range>) -> Value {
    let region = match range {
        None => json!({ "startLine": 1, "endLine": 1 }),
        Some(Range { line, column, end_line, end_column }) => {
            json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
        }
    };
    json!({ "artifactLocation": artifact_location(path), "region": region })
}

fn artifact_location(path: &str) -> Value {
    json!({ "uri": percent_encoded(path, b"/"), "uriBaseId": "%SRCROOT%" })
}

/// A fix as a replacement: of whole lines without the last line end, of lines with it where they go, or of nothing.
fn replacement(fix: &Fix) -> Value {
    let line = fix.line.max(1);
    let between = |end_line| json!({ "startLine": line, "startColumn": 1, "endLine": end_line, "endColumn": 1 });
    let (words, deleted, inserted) = if fix.end_line < line {
        ("Add these lines.", between(line), Some(format!("{}\n", fix.replacement)))
    } else if fix.replacement.is_empty() {
        ("Change these lines.", between(fix.end_line + 1), None)
    } else {
        let lines = json!({ "startLine": line, "endLine": fix.end_line });
        ("Change these lines.", lines, Some(fix.replacement.clone()))
    };
    let mut replacement = json!({ "deletedRegion": deleted });
    if let Some(text) = inserted {
        replacement["insertedContent"] = json!({ "text": text });
    }
    json!({
        "description": { "text": words },
        "artifactChanges": [{ "artifactLocation": artifact_location(&fix.path), "replacements": [replacement] }],
    })
}

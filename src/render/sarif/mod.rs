//! The report as SARIF 2.1.0, as the code scanning of GitHub reads it: `--format sarif`.

mod format;

use super::visible::inert_json;
use crate::explain::RULES_PAGE;
use crate::report::{Finding, Fix, Severity};
use crate::report::{ModelReport, Report};
use crate::rules::{self, Rule, Scope};
use crate::source::{Place, Range};
use format::{
    Artifact, Automation, Base, Bases, Change, Descriptor, Driver, Help, Invocation, Location, Log, Mend, Notification,
    Outcome, Physical, Prints, Region, Replacement, Run, SeverityCap, Tool, Traits, Words,
};
use std::borrow::Cow;
use std::fmt::Write;

/// Results that GitHub keeps of one run.
const MOST: usize = 5_000;

/// Secondary places of one result.
const PLACES: usize = 8;

/// Most characters of a message.
const MESSAGE: usize = 4_000;

const ROOT: &str = "%SRCROOT%";

/// The whole report, indented, with a line end; at most 5,000 results, errors first where there are more.
///
/// Findings of before a change are results too, marked `unchanged`: code scanning knows by their fingerprints that the base has
/// them and does not show them on the pull request. Were they left out or suppressed, it would take them for mended.
pub fn render(report: &Report) -> String {
    let compared = !report.earlier.is_empty();
    let new = report.findings.iter().map(|finding| (finding, compared.then_some("new")));
    let mut all: Vec<_> = new.chain(report.earlier.iter().map(|finding| (finding, Some("unchanged")))).collect();
    if all.len() > MOST {
        all.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
        all.truncate(MOST);
    }
    let unchecked = report.unchecked.iter().map(|sentence| Notification { level: "note", message: words(sentence) });
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver() },
            automation_details: Automation { id: concat!(env!("CARGO_PKG_NAME"), "/") },
            invocations: [Invocation { execution_successful: true, tool_execution_notifications: unchecked.collect() }],
            original_uri_base_ids: Bases { root: Base { description: words("The folder that was checked.") } },
            column_kind: "unicodeCodePoints",
            results: all.into_iter().map(|(finding, state)| outcome(finding, state, &report.models)).collect(),
        }],
    };
    // Writing plain structures to memory cannot fail; were it to, an empty text is no valid report.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    inert_json(text)
}

fn words(text: &str) -> Words<'_> {
    Words { text: Cow::Borrowed(text) }
}

fn driver() -> Driver {
    Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules::ALL.iter().map(descriptor).collect(),
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let meta = &rule.meta;
    let uri = format!("{RULES_PAGE}#{}", meta.id);
    Descriptor {
        id: meta.id,
        name: meta.id.split('-').map(capital).collect(),
        short_description: words(meta.summary),
        full_description: words(meta.why),
        help: Help {
            text: format!("{}\n\nHow to mend it: {}\nWhat it cannot see: {}", meta.why, meta.fix, meta.unseen),
            markdown: format!(
                "{}\n\n**How to mend it:** {}\n\n**What it cannot see:** {}\n\n[About this rule]({uri})",
                meta.why, meta.fix, meta.unseen
            ),
        },
        help_uri: uri,
        default_configuration: SeverityCap { level: level(meta.severity) },
        properties: Traits {
            tags: ["license", "model-card"],
            precision: if matches!(rule.scope, Scope::UncertainLineage(_)) { "medium" } else { "high" },
            severity: match meta.severity {
                Severity::Info => "recommendation",
                other => other.word(),
            },
        },
    }
}

/// A word with a capital letter.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn outcome<'a>(finding: &'a Finding, state: Option<&'static str>, models: &[ModelReport]) -> Outcome<'a> {
    let (path, range) = spot(finding, models);
    let related = finding.related.iter().take(PLACES).zip(1..);
    let related = related.map(|(related, id)| Location {
        id: Some(id),
        physical_location: physical(&related.place.path, related.place.range),
        message: Some(words(&related.label)),
    });
    Outcome {
        rule_id: finding.rule.id,
        rule_index: rules::ALL.iter().position(|rule| rule.meta.id == finding.rule.id),
        level: level(finding.severity),
        message: Words { text: Cow::Owned(message(finding, path)) },
        locations: [Location { id: None, physical_location: physical(path, range), message: None }],
        related_locations: related.collect(),
        partial_fingerprints: Prints { primary_location_line_hash: format!("{}:1", finding.fingerprint()) },
        baseline_state: state,
        fixes: finding.fix.iter().map(mend).collect(),
    }
}

/// What is wrong, where it is not at the place that is shown, by which clause, and what to do.
fn message(finding: &Finding, path: &str) -> String {
    let mut text = finding.message.clone();
    if *finding.place.path != *path {
        _ = write!(text, " It is about {}.", finding.place.path);
    }
    if !finding.clause.is_empty() {
        _ = write!(text, "\n{}", finding.clause);
    }
    if !finding.advice.is_empty() {
        _ = write!(text, "\n{}", finding.advice.text());
    }
    match text.char_indices().nth(MESSAGE) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text,
    }
}

/// Where a result is shown. GitHub and GitLab show only what stands in a file that exists. A place without lines may be a file that is
/// not there, or a folder: then the card of the model stands for it, or a place of the evidence.
pub(super) fn spot<'a>(finding: &'a Finding, models: &'a [ModelReport]) -> (&'a str, Option<Range>) {
    let place = &finding.place;
    if place.range.is_some() {
        return (&place.path, place.range);
    }
    // The models are sorted by path.
    let at = models.partition_point(|model| model.path < finding.model);
    let card = models.get(at).filter(|model| model.path == finding.model).and_then(|model| model.card.as_deref());
    if let Some(card) = card {
        return (card, None);
    }
    let seen = finding.related.iter().map(|related| &related.place).find(|place| place.range.is_some());
    seen.map_or((&place.path, None), |place: &Place| (&place.path, place.range))
}

/// A place. Code scanning wants a line; a file as a whole is shown at its first.
fn physical(path: &str, range: Option<Range>) -> Physical {
    let region =
        range.map_or(Region { start_line: 1, start_column: None, end_line: 1, end_column: None }, |range| Region {
            start_line: range.line,
            start_column: Some(range.column),
            end_line: range.end_line,
            end_column: Some(range.end_column),
        });
    Physical { artifact_location: artifact(path), region: Some(region) }
}

fn artifact(path: &str) -> Artifact {
    Artifact { uri: encoded(path), uri_base_id: ROOT }
}

/// A path as a relative reference: every byte but letters, digits and `/-._~` stands as `%XX`.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A fix as a replacement: of whole lines without the last line end, of lines with it where they go, or of nothing.
fn mend(fix: &Fix) -> Mend<'_> {
    let line = fix.line.max(1);
    let between = |end_line| Region { start_line: line, start_column: Some(1), end_line, end_column: Some(1) };
    let (deleted_region, inserted) = if fix.end_line < line {
        (between(line), Some(Cow::Owned(format!("{}\n", fix.replacement))))
    } else if fix.replacement.is_empty() {
        (between(fix.end_line + 1), None)
    } else {
        let lines = Region { start_line: line, start_column: None, end_line: fix.end_line, end_column: None };
        (lines, Some(Cow::Borrowed(fix.replacement.as_str())))
    };
    Mend {
        description: words(if fix.end_line < line { "Add these lines." } else { "Change these lines." }),
        artifact_changes: [Change {
            artifact_location: artifact(&fix.path),
            replacements: [Replacement { deleted_region, inserted_content: inserted.map(|text| Words { text }) }],
        }],
    }
}

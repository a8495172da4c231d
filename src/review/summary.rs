//! The summary comment: the verdict, the models, what to fix in full where no remark says it, and what was not checked.

use super::marker::{self, Marker, State};
use super::options::ReviewOptions;
use super::own::OwnComments;
use super::plan::Summary;
use super::remark;
use super::remarks::OpenFinding;
use crate::render::markdown::{finding, summary as markdown};
use crate::report::{Finding, Report, Severity};
use crate::wording::counted;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Most bytes of the parts; together, with the words between them, they stay below the 65,536 characters that GitHub takes in one body.
const MAX_MODELS: usize = 6_000;
const MAX_GRAPHS: usize = 5_000;
const MAX_IN_FULL: usize = 22_000;
const MAX_LISTED: usize = 6_000;
const MAX_INFORMING: usize = 3_000;
const MAX_EARLIER: usize = 5_000;
const MAX_UNCHECKED: usize = 3_000;

/// Most bytes of one line of a list; of a longer one only the rule and the place are shown.
const MAX_LINE: usize = 1_500;

/// What to do with the summary comment; nothing where it says already what it should, or where there is nothing to say.
pub(super) fn summary(
    report: &Report,
    findings: &[OpenFinding<'_>],
    reported: &BTreeSet<String>,
    own: &OwnComments<'_>,
    options: &ReviewOptions,
) -> Option<Summary> {
    let text = match (&own.summary, findings) {
        (None, []) => return None,
        (None, _) if own.by_unknown_author.contains(marker::SUMMARY) => return None,
        (Some((_, marker)), []) => all_fixed(report, marker.findings, options),
        (_, findings) => open(report, findings, reported, options),
    };
    match &own.summary {
        Some((post, _)) if remark::as_written(&post.body) == text => None,
        Some((post, _)) => Some(Summary::Edit(post.id, text)),
        None => Some(Summary::Post(text)),
    }
}

/// The comment for a workflow that posts it by itself: all findings in full, and no mark, by which the gate would take it for its own.
pub(crate) fn comment(report: &Report, options: &ReviewOptions) -> String {
    let findings = OpenFinding::all(report);
    if !findings.is_empty() {
        let text = open(report, &findings, &BTreeSet::new(), options);
        return text.split_once('\n').map_or_else(String::new, |(_, rest)| format!("{rest}\n"));
    }
    joined(&[
        "## Model licenses: nothing to fix".to_owned(),
        markdown::models_table(report, MAX_MODELS),
        informing(report, options),
        markdown::earlier(report, options.pages(), MAX_EARLIER),
        markdown::unchecked(report, MAX_UNCHECKED),
    ]) + "\n"
}

fn mark(state: State, findings: Option<usize>, options: &ReviewOptions) -> Marker {
    Marker { findings, ..Marker::new(&options.folder, marker::SUMMARY, state) }
}

/// What the comment says when nothing is left of what it reported.
pub(super) fn all_fixed(report: &Report, findings: Option<usize>, options: &ReviewOptions) -> String {
    let what = match findings {
        None => "What this comment reported is fixed, or no longer counts.".to_owned(),
        Some(1) => "The finding that this comment reported is fixed, or no longer counts.".to_owned(),
        Some(count) => format!("The {count} findings that this comment reported are fixed, or no longer count."),
    };
    let text = format!("{}\n## Model licenses: everything is fixed\n\n{what}\n", mark(State::Fixed, findings, options));
    joined(&[text, markdown::earlier(report, options.pages(), MAX_EARLIER)])
}

/// What the comment says of findings that are still there.
pub(super) fn open(
    report: &Report,
    findings: &[OpenFinding<'_>],
    reported: &BTreeSet<String>,
    options: &ReviewOptions,
) -> String {
    let (at_place, here): (Vec<_>, Vec<_>) = findings.iter().partition(|one| reported.contains(&one.fingerprint));
    let (at_place, here): (Vec<_>, Vec<_>) =
        (at_place.iter().map(|one| one.finding).collect(), here.iter().map(|one| one.finding).collect());
    joined(&[
        head(report, findings.len(), options),
        markdown::models_table(report, MAX_MODELS),
        in_full(&here, options),
        list("### Commented inline\n\n", &at_place, MAX_LISTED, options),
        if options.is_on_hub() { String::new() } else { markdown::graphs(report, MAX_GRAPHS) },
        informing(report, options),
        markdown::earlier(report, options.pages(), MAX_EARLIER),
        markdown::unchecked(report, MAX_UNCHECKED),
        foot(options),
    ])
}

/// Parts with an empty line between them.
fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// The mark, and a heading of how much there is to fix.
fn head(report: &Report, findings: usize, options: &ReviewOptions) -> String {
    let counts = [(report.count(Severity::Error), "error"), (report.count(Severity::Warning), "warning")];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(*count, word));
    let counts: Vec<String> = counts.collect();
    let mark = mark(State::Open, Some(findings), options);
    let mut text = format!("{mark}\n## Model licenses: {}\n", counts.join(" and "));
    match report.untouched {
        0 => {}
        1 => text.push_str("\nOne more model is unchanged and not shown.\n"),
        several => _ = writeln!(text, "\n{several} more models are unchanged and not shown."),
    }
    text
}

/// How to go on.
fn foot(options: &ReviewOptions) -> String {
    format!(
        "Push a fix, and this comment is updated. \
         To waive a finding, write the reason into `.model-license-gate.yml`. [The list of rules]({}) says how.",
        options.rules_page
    )
}

/// What no remark says: as much of it in full as there is room for, then a line each.
fn in_full(findings: &[&Finding], options: &ReviewOptions) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text = "### What to fix\n\n".to_owned();
    let mut rest = Vec::new();
    let before = std::iter::once(None).chain(findings.iter().copied().map(Some));
    for (&finding, before) in findings.iter().zip(before) {
        let piece = finding::section(finding, before, options.pages());
        if text.len() + piece.len() <= MAX_IN_FULL { text.push_str(&piece) } else { rest.push(finding) }
    }
    text.push_str(&list("", &rest, MAX_LISTED, options));
    text
}

/// Findings as a list of at most `most` bytes below a heading; nothing where there are none.
fn list(heading: &str, findings: &[&Finding], most: usize, options: &ReviewOptions) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text = heading.to_owned();
    let mut more = 0;
    for found in findings {
        let mut line = format!("- {}\n", finding::line(found, options.pages()).trim_end());
        if line.len() > MAX_LINE {
            line = format!("- {}\n", finding::short_line(found, options.pages()));
        }
        if text.len() + line.len() <= most { text.push_str(&line) } else { more += 1 }
    }
    if more > 0 {
        let place = if options.is_on_hub() { "log" } else { "summary" };
        _ = writeln!(text, "- and {}: see the job {place}", counted(more, "more finding"));
    }
    text
}

/// What only informs, folded.
fn informing(report: &Report, options: &ReviewOptions) -> String {
    let infos: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity == Severity::Info).collect();
    if infos.is_empty() {
        return String::new();
    }
    let title = format!("{}, for information only", counted(infos.len(), "note"));
    format!("<details>\n<summary>{title}</summary>\n\n{}\n</details>\n", list("", &infos, MAX_INFORMING, options))
}

//! The summary comment: the verdict, the models, what to mend in full where no remark says it, and what is not seen.

use super::marker::{self, Marker, State};
use super::own::Own;
use super::plan::Summary;
use super::remarks::Standing;
use super::{Wishes, remark};
use crate::finding::{Finding, Severity};
use crate::lineage::Derived;
use crate::policy;
use crate::render::markdown::{escape, finding as markdown, mermaid};
use crate::report::{ModelReport, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Most characters of the parts; together, with the words between them, they stay below [`super::plan::MOST_CHARACTERS`].
const MODELS: usize = 8_000;
const GRAPHS: usize = 6_000;
const IN_FULL: usize = 26_000;
const LINES: usize = 8_000;
const EARLIER: usize = 5_000;
const UNCHECKED: usize = 3_000;

/// Most rows of the table of models.
const ROWS: usize = 50;

/// What to do with the summary comment; nothing where it says already what it should, or where there is nothing to say.
pub(super) fn summary(
    report: &Report,
    standing: &[Standing<'_>],
    told: &BTreeSet<String>,
    own: &Own<'_>,
    wishes: &Wishes,
) -> Option<Summary> {
    let text = match (&own.summary, standing) {
        (None, []) => return None,
        (Some((_, marker)), []) => mended(report, marker.findings, wishes),
        (_, standing) => open(report, standing, told, wishes),
    };
    match &own.summary {
        Some((post, _)) if remark::as_written(&post.body) == text => None,
        Some((post, _)) => Some(Summary::Edit(post.id, text)),
        None => Some(Summary::Post(text)),
    }
}

fn mark(state: State, findings: Option<usize>, wishes: &Wishes) -> Marker {
    let fingerprint = marker::SUMMARY.to_owned();
    Marker { folder: marker::folder(&wishes.folder), fingerprint, state, findings }
}

/// What the comment says when nothing is left of what it told.
fn mended(report: &Report, findings: Option<usize>, wishes: &Wishes) -> String {
    let mut text = format!("{}\n## License check: nothing left to mend\n\n", mark(State::Mended, findings, wishes));
    text.push_str(&match findings {
        None => "What stood here is mended, or does not count any more.".to_owned(),
        Some(1) => "The finding that stood here is mended, or does not count any more.".to_owned(),
        Some(count) => format!("The {count} findings that stood here are mended, or do not count any more."),
    });
    earlier(report, &mut text);
    text.trim_end().to_owned()
}

fn open(report: &Report, standing: &[Standing<'_>], told: &BTreeSet<String>, wishes: &Wishes) -> String {
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    let counts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let mark = mark(State::Open, Some(standing.len()), wishes);
    let mut text = format!("{mark}\n## License check: {}\n\n", counts.join(" and "));
    models(report, &mut text);
    graphs(report, standing, &mut text);
    findings(standing, told, wishes, &mut text);
    let infos = report.findings.iter().filter(|finding| finding.severity == Severity::Info);
    folded("Only for information", infos, &mut text);
    earlier(report, &mut text);
    unchecked(report, &mut text);
    let rules = escape::plain(&wishes.rules_page);
    let page = if wishes.rules_page.contains(['(', ')', '<', '>', ' ', '\n']) {
        format!("the page of rules, {rules}, says how")
    } else {
        format!("[the page of rules]({}) says how", wishes.rules_page)
    };
    _ = write!(
        text,
        "Push a change that mends this, and this comment is brought up to date. \
         To except a finding, write the reason into `.model-license-gate.yml`: {page}."
    );
    text
}

/// A number with its word.
fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Pieces as long as they fit into some characters; the number of those that do not.
fn bounded(pieces: impl IntoIterator<Item = String>, most: usize, text: &mut String) -> usize {
    let (mut left, mut more) = (most, 0);
    for piece in pieces {
        let length = piece.chars().count();
        if more == 0 && length <= left {
            left -= length;
            text.push_str(&piece);
        } else {
            more += 1;
        }
    }
    more
}

/// The table of models, those with findings first.
fn models(report: &Report, text: &mut String) {
    let (worst, earlier) = (worst(&report.findings), worst(&report.earlier));
    let weight = |model: &ModelReport| worst.get(model.path.as_str()).copied();
    let mut sorted: Vec<&ModelReport> = report.models.iter().collect();
    sorted.sort_by_key(|model| std::cmp::Reverse(weight(model)));
    text.push_str("| model | verdict | declared license | descent |\n| --- | --- | --- | --- |\n");
    let rows = sorted.iter().take(ROWS).map(|model| {
        let verdict = match (weight(model), earlier.get(model.path.as_str())) {
            (Some(worst), _) => worst.word().to_owned(),
            (None, Some(worst)) => format!("ok, an older {}", worst.word()),
            (None, None) => "ok".to_owned(),
        };
        let declared: Vec<String> = model.declared.iter().take(5).map(|license| escape::code(license)).collect();
        let declared = if declared.is_empty() { "none".to_owned() } else { declared.join(", ") };
        format!("| {} | {verdict} | {declared} | {} |\n", escape::code(&model.path), descent(model))
    });
    let more = bounded(rows, MODELS, text) + sorted.len().saturating_sub(ROWS);
    text.push('\n');
    if more > 0 {
        _ = write!(text, "And {}. ", counted(more, "more model"));
    }
    if report.untouched > 0 {
        let is = if report.untouched == 1 { "is" } else { "are" };
        _ = write!(text, "{} {is} as before and not shown. ", counted(report.untouched, "model"));
    }
    if more > 0 || report.untouched > 0 {
        text.push_str("\n\n");
    }
}

/// The worst warning or error of each model.
fn worst(findings: &[Finding]) -> BTreeMap<&str, Severity> {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Info) {
        let known = worst.entry(&finding.model).or_insert(finding.severity);
        *known = finding.severity.max(*known);
    }
    worst
}

/// What a model descends from, in words.
fn descent(model: &ModelReport) -> String {
    let lines = model.lineage.iter().filter(|lineage| lineage.derived != Derived::No).map(|lineage| {
        let policy = policy::all().iter().find(|policy| *policy.family == *lineage.family);
        let family = escape::plain(policy.map_or(lineage.family.as_str(), |policy| policy.family_name));
        if lineage.derived == Derived::Yes { family } else { format!("{family}, uncertain") }
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "none that binds it".to_owned() } else { lines.join("; ") }
}

/// The descent of the first models with findings, as graphs.
fn graphs(report: &Report, standing: &[Standing<'_>], text: &mut String) {
    let mut by_model: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for one in standing {
        by_model.entry(&one.finding.model).or_default().push(one.finding);
    }
    let graphs = report.models.iter().filter_map(|model| {
        let findings = by_model.get(model.path.as_str())?;
        let graph = mermaid::lineage(model, findings)?;
        Some(format!("Descent of {}:\n\n{}\n\n", escape::code(&model.path), graph.trim_end()))
    });
    // Each graph is laid out by the reader's browser.
    bounded(graphs.take(3), GRAPHS, text);
}

/// What to mend: in full where no remark says it, a line each for the rest.
fn findings(standing: &[Standing<'_>], told: &BTreeSet<String>, wishes: &Wishes, text: &mut String) {
    let (at_place, here): (Vec<_>, Vec<_>) = standing.iter().partition(|one| told.contains(&one.fingerprint));
    let mut lines: Vec<String> = Vec::new();
    if !here.is_empty() {
        text.push_str("### What to mend\n\n");
        let mut left = IN_FULL;
        for one in here {
            let piece = in_full(one.finding, wishes);
            let length = piece.chars().count();
            if lines.is_empty() && length <= left {
                left -= length;
                text.push_str(&piece);
            } else {
                lines.push(item(one.finding));
            }
        }
    }
    let more = bounded(lines, LINES, text);
    tail(more, "more finding", text);
    if !at_place.is_empty() {
        text.push_str("### With a comment at its place\n\n");
        let more = bounded(at_place.iter().map(|one| item(one.finding)), LINES, text);
        tail(more, "more finding", text);
    }
}

/// A finding with its place, all that a remark would say, and the lines to change.
fn in_full(finding: &Finding, wishes: &Wishes) -> String {
    let mut piece = format!("#### {}\n\n", markdown::at(&finding.place));
    piece.push_str(markdown::body(finding, &wishes.rules_page).trim_end());
    if let Some(change) = markdown::change(finding) {
        _ = write!(piece, "\n\n{}", change.trim_end());
    }
    piece.push_str("\n\n");
    piece
}

/// A finding as an item of a list.
fn item(finding: &Finding) -> String {
    format!("- {}\n", markdown::line(finding).trim_end())
}

/// Ends a list and says how much of it is left out.
fn tail(more: usize, word: &str, text: &mut String) {
    if more > 0 {
        _ = writeln!(text, "- and {}; the summary of the job shows them", counted(more, word));
    }
    if text.ends_with("\n\n") {
        return;
    }
    text.push('\n');
}

/// The findings that the base commit had already.
fn earlier(report: &Report, text: &mut String) {
    if !report.earlier.is_empty() && !text.ends_with("\n\n") {
        text.push_str("\n\n");
    }
    folded("Was there before this change, and does not fail it", report.earlier.iter(), text);
}

fn folded<'f>(title: &str, findings: impl Iterator<Item = &'f Finding>, text: &mut String) {
    let lines: Vec<String> = findings.map(item).collect();
    if lines.is_empty() {
        return;
    }
    _ = write!(text, "<details><summary>{title}: {}</summary>\n\n", counted(lines.len(), "finding"));
    let more = bounded(lines, EARLIER, text);
    tail(more, "more finding", text);
    text.push_str("</details>\n\n");
}

/// What the gate cannot see.
fn unchecked(report: &Report, text: &mut String) {
    if report.unchecked.is_empty() {
        return;
    }
    text.push_str("<details><summary>What this check cannot see</summary>\n\n");
    let lines = report.unchecked.iter().map(|sentence| format!("- {}\n", escape::prose(sentence)));
    let more = bounded(lines, UNCHECKED, text);
    tail(more, "more sentence", text);
    text.push_str("</details>\n\n");
}

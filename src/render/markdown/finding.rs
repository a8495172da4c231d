//! One finding as Markdown: in full for a comment, or on one line for a list.

use super::escape::{code, fenced, plain, prose};
use super::pages::Pages;
use crate::render::excerpt::replaced_lines;
use crate::report::{Basis, Fault, Finding, Fix, Severity};
use crate::source::Place;
use crate::wording::shortened;
use std::fmt::Write;

/// Most secondary places that are shown; like the other bounds here, chosen.
const MAX_PLACES: usize = 8;

/// Most characters of the words of a secondary place.
const MAX_WORDS: usize = 120;

/// Most lines of help that are shown.
const MAX_LINES: usize = 40;

/// Most characters of a message on one line.
const MAX_LINE: usize = 600;

/// Most bytes of a finding in full; what the rules say is far shorter.
const MAX_BODY: usize = 30_000;

/// A finding in full, at most 30 kB: what is wrong, by which clause and how certain, the evidence of lineage, what to do, the exact text of a
/// file to create, and a link to the rule.
pub(crate) fn body(finding: &Finding, pages: Pages<'_>) -> String {
    let mut out = format!("**{}:** {}\n\n", severity_label(finding.severity), prose(&finding.message.to_string()));
    if !finding.clause.is_empty() {
        _ = write!(out, "**Clause:** {} ({})\n\n", plain(&finding.clause), certainty(finding.basis));
    }
    write_evidence(finding, pages, &mut out);
    let shown = write_help(finding, &mut out);
    if let Some(fix) = added_elsewhere(finding).filter(|fix| shown != Some(fix.replacement.as_str())) {
        _ = write!(out, "{}\n\n{}\n", place_of_fix(fix), fenced(&fix.replacement, "text"));
    }
    let rules_page = pages.rules;
    let about = if rules_page.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>\\".contains(c)) {
        format!("About the rule {}: {}\n", finding.rule.name(), plain(rules_page))
    } else {
        format!("[About the rule {}]({rules_page}#{})\n", finding.rule.name(), finding.rule.name())
    };
    if out.len() > MAX_BODY { format!("{}\n\n{about}", line(finding, pages)) } else { out + &about }
}

/// A finding in full below a heading, with the lines that its fix changes: for a list. Evidence that the one before has shown is not
/// shown again.
pub(crate) fn section(finding: &Finding, before: Option<&Finding>, pages: Pages<'_>) -> String {
    let mut shown = finding.clone();
    if before.is_some_and(|before| before.model == finding.model && before.related == finding.related) {
        shown.related.clear();
    }
    // Where a file is missing, no line is to be changed.
    let place = match (&*finding.model, finding.rule.fault == Fault::Absent) {
        (".", true) => String::new(),
        (model, true) => format!(" in {}", code(model)),
        (_, false) => format!(" at {}", pages.place(&finding.place)),
    };
    let mut out = format!("#### {}{place}\n\n{}\n\n", finding.rule.name(), body(&shown, pages).trim_end());
    if let Some(change) = fix_diff(finding) {
        _ = write!(out, "{}\n\n", change.trim_end());
    }
    out
}

/// A finding on one line, at most 6 kB, without a sign of a list: severity, rule, place and what is wrong.
pub(crate) fn line(finding: &Finding, pages: Pages<'_>) -> String {
    let severity = finding.severity.word();
    format!(
        "{severity} {} at {}: {}",
        code(finding.rule.name()),
        pages.place(&finding.place),
        prose(&shortened(&finding.message.to_string(), MAX_LINE))
    )
}

/// The lines that a fix changes, as a fenced difference with a line that says where; nothing where there is no fix, or where
/// the fix writes into another file than the one that the finding is about, which [`body`] shows.
pub(crate) fn fix_diff(finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|_| added_elsewhere(finding).is_none())?;
    let mut text = String::new();
    for old in replaced_lines(finding, fix).unwrap_or_default() {
        _ = writeln!(text, "- {old}");
    }
    for new in fix.replacement.lines() {
        _ = writeln!(text, "+ {new}");
    }
    Some(format!("{}\n\n{}", place_of_fix(fix), fenced(&text, "diff")))
}

/// A finding in a few words: severity, rule and place.
pub(crate) fn short_line(finding: &Finding, pages: Pages<'_>) -> String {
    format!("{} {} at {}", finding.severity.word(), finding.rule.id, pages.place(&finding.place))
}

/// How certain a finding is, in words.
const fn certainty(basis: Basis) -> &'static str {
    match basis {
        Basis::Interpretation => "our reading: others may read it differently",
        other => other.words(),
    }
}

const fn severity_label(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}

/// The secondary places, with what each of them shows.
fn write_evidence(finding: &Finding, pages: Pages<'_>, out: &mut String) {
    if finding.related.is_empty() {
        return;
    }
    out.push_str("**Evidence:**\n\n");
    for related in finding.related.iter().take(MAX_PLACES) {
        _ = write!(out, "- {}", pages.place(&related.place));
        if let Some(words) = excerpt_words(&related.place) {
            _ = write!(out, ": {}", code(&words));
        }
        if !related.label.is_empty() {
            _ = write!(out, " {}", prose(&related.label));
        }
        out.push('\n');
    }
    if let Some(more) = finding.related.len().checked_sub(MAX_PLACES + 1) {
        _ = writeln!(out, "- and {} more", more + 1);
    }
    out.push('\n');
}

/// The words of a place: its first line, or the part of a long one around it.
fn excerpt_words(place: &Place) -> Option<String> {
    let line = place.excerpt.lines().next()?.trim_end();
    let letters = line.chars().count();
    let column = place.range.map_or(0, |range| range.column.saturating_sub(1));
    let from = if letters <= MAX_WORDS { 0 } else { column.saturating_sub(MAX_WORDS / 3).min(letters - MAX_WORDS) };
    let shown: String = line.chars().skip(from).take(MAX_WORDS).collect();
    let shown = shown.trim();
    if shown.is_empty() {
        return None;
    }
    let (before, after) = (if from > 0 { "…" } else { "" }, if letters > from + MAX_WORDS { "…" } else { "" });
    Some(format!("{before}{shown}{after}"))
}

/// What to do. The text to copy is in a fence, and is returned.
fn write_help<'f>(finding: &'f Finding, out: &mut String) -> Option<&'f str> {
    let advice = &finding.advice;
    if advice.is_empty() {
        return None;
    }
    out.push_str("**What to do:**\n\n");
    for sentence in advice.sentences().flat_map(str::lines).take(MAX_LINES) {
        _ = writeln!(out, "- {}", prose(sentence));
    }
    out.push('\n');
    let text = advice.verbatim.as_deref()?;
    _ = writeln!(out, "{}", fenced(text, "text"));
    Some(text)
}

/// The fix that only adds text, to another file than the one that the finding is about.
fn added_elsewhere(finding: &Finding) -> Option<&Fix> {
    finding.fix.as_ref().filter(|fix| fix.end_line < fix.line && *fix.path != *finding.place.path)
}

/// Where a fix writes, and whether it replaces anything.
fn place_of_fix(fix: &Fix) -> String {
    let path = code(&fix.path);
    match (fix.line, fix.end_line) {
        (0 | 1, 0) => format!("The file {path} must begin with exactly this text:"),
        (line, end) if end < line => format!("Add this to {path} before line {line}:"),
        (line, end) if end == line => format!("Line {line} of {path} becomes:"),
        (line, end) => format!("Lines {line} to {end} of {path} become:"),
    }
}

//! The report for a person, in the manner of rustc.

use super::color::painted;
use super::counts::{NO_MODEL, counts};
use super::excerpt::{Mark, elements};
use super::fix;
use super::headline::headline;
use super::visible::{inert_text, one_line, visible};
use crate::report::{Derived, Finding, ModelReport, Related, Report, Severity, Verdict, left_out_sentence};
use crate::wording::counted;
use annotate_snippets::{Level, Renderer};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Columns of the output, chosen for terminals: longer lines of source are cut.
const WIDTH: usize = 100;

/// Most passing models that get a line each, chosen; of more, only their number is shown.
const MAX_PASSING_LINES: usize = 20;

/// Secondary places shown for one finding; the JSON has them all.
const MAX_PLACES: usize = 8;

/// The whole report. Colors are written only where `color` asks for them.
pub fn render(report: &Report, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut out = String::new();
    let mut shown: &[Related] = &[];
    for finding in &report.findings {
        // What the finding before has shown is not shown again.
        let related = if finding.related == shown { &[] } else { finding.related.as_slice() };
        shown = &finding.related;
        for line in render_finding(finding, related, &renderer, color).lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    write_passing(report, color, &mut out);
    write_earlier(report, &mut out);
    for sentence in &report.unchecked {
        _ = writeln!(out, "Not checked: {}", one_line(sentence));
    }
    if let Some(sentence) = left_out_sentence(&report.left_out) {
        _ = writeln!(out, "Left out: {}", one_line(&sentence));
    }
    write_verdict(report, color, &mut out);
    inert_text(&out).into_owned()
}

fn render_finding(finding: &Finding, related: &[Related], renderer: &Renderer, color: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut marks = vec![Mark { place: &finding.place, label: "", primary: true }];
    marks.extend(related.iter().take(MAX_PLACES).map(|related| Mark {
        place: &related.place,
        label: &related.label,
        primary: false,
    }));
    let (title, more) = headline(finding);
    let mut group = level.primary_title(title).id(finding.rule.id).elements(elements(&marks));
    if !more.is_empty() {
        group = group.element(Level::NOTE.message(wrapped(&more)));
    }
    if let Some(hidden) = related.len().checked_sub(MAX_PLACES + 1) {
        let note = format!("{} more in the JSON report", counted(hidden + 1, "place"));
        group = group.element(Level::NOTE.message(note));
    }
    if !finding.clause.is_empty() {
        let note = format!("{} ({})", one_line(&finding.clause), finding.basis.words());
        group = group.element(Level::NOTE.message(note));
    }
    let Some(fix) = &finding.fix else {
        let help = finding.advice.text();
        let help = visible(&help);
        if !help.is_empty() {
            group = group.element(Level::HELP.message(help));
        }
        return renderer.render(&[group]);
    };
    renderer.render(&[group]) + &fix::render(finding, fix, color)
}

/// Lines of at most [`WIDTH`] columns, broken at blanks.
fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// One line for each model that has nothing above `info`; one for all of them where they are many.
fn write_passing(report: &Report, color: bool, out: &mut String) {
    let failing: BTreeSet<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| finding.model.as_str())
        .collect();
    let passing: Vec<&ModelReport> =
        report.models.iter().filter(|model| !failing.contains(model.path.as_str())).collect();
    let ok = painted("ok", "32", color);
    if passing.len() > MAX_PASSING_LINES {
        _ = writeln!(out, "{ok}  {} models", passing.len());
        return;
    }
    for model in passing {
        _ = write!(out, "{ok}  {}", one_line(&model.path));
        let families: Vec<String> = model
            .lineage
            .iter()
            .map(|lineage| {
                let word = match lineage.derived {
                    Derived::Yes => "derived",
                    Derived::No if lineage.evidence.is_empty() => "no evidence",
                    Derived::No => "not derived",
                    Derived::Uncertain => "uncertain",
                };
                format!("{}: {word}", one_line(&lineage.family))
            })
            .collect();
        if !families.is_empty() {
            _ = write!(out, "  ({})", families.join(", "));
        }
        out.push('\n');
    }
}

/// What was there before, a line each.
fn write_earlier(report: &Report, out: &mut String) {
    if report.untouched > 0 {
        _ = writeln!(out, "{} as before", counted(report.untouched, "more model"));
    }
    if report.earlier.is_empty() {
        return;
    }
    out.push_str("Found before this change already, and no reason to fail it:\n");
    for finding in &report.earlier {
        let (title, _) = headline(finding);
        let place = finding.place.to_string();
        _ = writeln!(out, "  {}[{}] {} {title}", finding.severity.word(), finding.rule.id, one_line(&place));
    }
}

fn write_verdict(report: &Report, color: bool, out: &mut String) {
    if report.models.is_empty() && report.untouched == 0 {
        _ = writeln!(out, "{NO_MODEL}");
    }
    let verdict = report.verdict();
    let code = match verdict {
        Verdict::Pass => "1;32",
        Verdict::Warn => "1;33",
        Verdict::Fail => "1;31",
    };
    _ = writeln!(out, "{}: {}", painted(verdict.word(), code, color), counts(report, "info"));
}

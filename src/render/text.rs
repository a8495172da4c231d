//! The report for a person, in the manner of rustc.

use super::excerpt::{Mark, elements};
use super::fix;
use super::visible::{inert_text, one_line, visible};
use crate::report::lineage::Derived;
use crate::report::{Basis, Finding, Related, Severity};
use crate::report::{ModelReport, Report, Verdict};
pub(crate) use crate::wording::counted;
use annotate_snippets::{Level, Renderer};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Columns that a line of source is cut to.
const WIDTH: usize = 100;

/// Passing models up to which each gets a line of its own.
const FEW: usize = 20;

/// Secondary places shown for one finding; the JSON has them all.
const PLACES: usize = 8;

/// The whole report. Colors are written only where `color` asks for them.
pub fn render(report: &Report, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut out = String::new();
    let mut shown: &[Related] = &[];
    for finding in &report.findings {
        // What the finding before has shown is not shown again.
        let related = if finding.related == shown { &[] } else { finding.related.as_slice() };
        shown = &finding.related;
        for line in show(finding, related, &renderer, color).lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    passing(report, color, &mut out);
    earlier(report, &mut out);
    for sentence in &report.unchecked {
        _ = writeln!(out, "Not checked: {}", one_line(sentence));
    }
    closing(report, color, &mut out);
    inert_text(&out).into_owned()
}

fn show(finding: &Finding, related: &[Related], renderer: &Renderer, color: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut marks = vec![Mark { place: &finding.place, label: "", primary: true }];
    marks.extend(related.iter().take(PLACES).map(|related| Mark {
        place: &related.place,
        label: &related.label,
        primary: false,
    }));
    let message = one_line(&finding.message);
    let (title, more) = first_sentence(&message);
    let mut group = level.primary_title(title).id(finding.rule.id).elements(elements(&marks));
    if !more.is_empty() {
        group = group.element(Level::NOTE.message(wrapped(more)));
    }
    if let Some(hidden) = related.len().checked_sub(PLACES + 1) {
        let note = format!("{} more in the JSON report", counted(hidden + 1, "place"));
        group = group.element(Level::NOTE.message(note));
    }
    if !finding.clause.is_empty() {
        let note = format!("{} ({})", one_line(&finding.clause), basis(finding.basis));
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

/// The first sentence without its full stop, and the rest. A full stop between back-ticks ends nothing.
pub(crate) fn first_sentence(message: &str) -> (&str, &str) {
    let mut quoted = false;
    let stop = message.as_bytes().windows(2).position(|pair| {
        quoted ^= pair[0] == b'`';
        pair == b". " && !quoted
    });
    let end = stop.unwrap_or_else(|| message.strip_suffix('.').map_or(message.len(), str::len));
    (&message[..end], message[end..].trim_start_matches('.').trim())
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
fn passing(report: &Report, color: bool, out: &mut String) {
    let failing: BTreeSet<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| finding.model.as_str())
        .collect();
    let passing: Vec<&ModelReport> =
        report.models.iter().filter(|model| !failing.contains(model.path.as_str())).collect();
    let ok = painted("ok", "32", color);
    if passing.len() > FEW {
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
fn earlier(report: &Report, out: &mut String) {
    if report.untouched > 0 {
        _ = writeln!(out, "{} as before", counted(report.untouched, "more model"));
    }
    if report.earlier.is_empty() {
        return;
    }
    out.push_str("Found before this change already, and no reason to fail it:\n");
    for finding in &report.earlier {
        let message = one_line(&finding.message);
        let (title, _) = first_sentence(&message);
        _ = write!(out, "  {}[{}] {}", finding.severity.word(), finding.rule.id, one_line(&finding.place.path));
        if let Some(line) = finding.place.line() {
            _ = write!(out, ":{line}");
        }
        _ = writeln!(out, " {title}");
    }
}

fn closing(report: &Report, color: bool, out: &mut String) {
    if report.models.is_empty() && report.untouched == 0 {
        out.push_str("No model found: no model card, adapter, merge recipe or weights stand here.\n");
    }
    let verdict = match report.verdict() {
        Verdict::Pass => painted("pass", "1;32", color),
        Verdict::Warn => painted("warn", "1;33", color),
        Verdict::Fail => painted("fail", "1;31", color),
    };
    _ = writeln!(
        out,
        "{verdict}: {}, {}, {} in {}",
        counted(report.count(Severity::Error), "error"),
        counted(report.count(Severity::Warning), "warning"),
        counted(report.count(Severity::Info), "info"),
        counted(report.models.len(), "model"),
    );
}

/// What a finding rests on, in words.
pub(super) const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "by its words",
        Basis::Interpretation => "by interpretation",
        Basis::NeedsHuman => "doubtful: a person must decide",
    }
}

fn painted(word: &str, code: &str, color: bool) -> String {
    if color { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
}

//! The findings of a report in their lines of source, in the manner of rustc.

use super::excerpt::{Mark, elements};
use super::fix;
use super::headline::headline;
use super::visible::{inert_text, one_line, visible};
use crate::report::{Finding, Related, Report, Severity};
use crate::wording::counted;
use annotate_snippets::{Level, Renderer};
use std::fmt::Write;

/// Columns of the output, chosen for terminals: longer lines of source are cut.
const WIDTH: usize = 100;

/// Secondary places shown for one finding; the JSON has them all.
const MAX_PLACES: usize = 8;

/// The findings with the lines of source that they are about. Colors are written only where `color` asks for them.
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
    for one in &report.unchecked {
        _ = writeln!(out, "Not checked: {}", one_line(&one.to_string()));
    }
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
    let mut group = level.primary_title(title).id(finding.rule.name()).elements(elements(&marks));
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

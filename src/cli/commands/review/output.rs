//! What a run writes without the network: annotations, job summary, outputs, report files.

use super::judged::Judged;
use super::post::review_options;
use super::session::ReviewRun;
use crate::cli::arguments::ReviewArguments;
use crate::cli::commands::NO_MODEL;
use crate::cli::console;
use crate::disk;
use crate::explain::RULES_PAGE;
use crate::render::{self, Target, TextOptions, inert_text};
use crate::report::{Report, Severity};
use crate::review::{self, Mode};
use crate::rules;
use anyhow::{Error, Result};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The report's name in the runner's folder for temporary files.
const REPORT_FILE: &str = "model-license-gate.json";

/// The name of the comment's text in the runner's folder for temporary files.
const COMMENT_FILE: &str = "model-license-gate.md";

/// Annotations of one kind that a step may have; the runner drops the rest.
const MAX_ANNOTATIONS: usize = 10;

/// Writes everything; `targets` are the places that the commands in the text name. What cannot be written is reported, and changes
/// nothing else.
pub(super) fn write(arguments: &ReviewArguments, run: &ReviewRun, judged: &Judged, targets: &[Target]) {
    let report = &judged.report;
    let shown = if console::in_workflow() {
        render::github::render(report)
    } else {
        let options = TextOptions { is_verbose: true, targets, ..TextOptions::default() };
        render::annotated::render(report, false) + "\n" + &render::text::render(report, &options)
    };
    complain_on_error(console::print(&shown));
    for note in &judged.notes {
        print_note(report, note);
    }
    let saved = arguments.report.clone().or_else(|| Some(console::temporary()?.join(REPORT_FILE)));
    let saved = saved.filter(|_| arguments.from_report.is_none());
    if let Some(path) = &saved {
        complain_on_error(disk::write_past_links(path, &run.workspace, &render::json::render(report)));
    }
    let comment = saved.as_ref().and_then(|_| Some(console::temporary()?.join(COMMENT_FILE)));
    if let Some(path) = &comment {
        let text = review::comment(report, &review_options(arguments, run, Mode::Comment));
        complain_on_error(disk::write_past_links(path, &run.workspace, &text));
    }
    if let Some(path) = &arguments.sarif {
        let sarif = render::sarif::render(report, &rules::metas(), RULES_PAGE);
        complain_on_error(disk::write_past_links(path, &run.workspace, &sarif));
    }
    if let Some(path) = not_empty(arguments.place.summary_file.as_ref()) {
        let mut summary = render::markdown::summary::summary(report, &arguments.rules_page);
        for note in &judged.notes {
            summary.push_str(&summary_note(note));
        }
        complain_on_error(disk::append(path, &summary));
    }
    if let Some(path) = not_empty(arguments.place.output_file.as_ref()) {
        complain_on_error(disk::append(
            path,
            &outputs(report, [saved.as_deref(), arguments.sarif.as_deref(), comment.as_deref()]),
        ));
    }
}

/// Says why there is no verdict, where people look for it; on standard error the program says it anyway.
pub(super) fn failed(arguments: &ReviewArguments, error: &Error) {
    let why = format!("{error:#}");
    if console::in_workflow() {
        complain_on_error(console::print(&render::github::failure(&why)));
    }
    if let Some(path) = not_empty(arguments.place.summary_file.as_ref()) {
        let lines: Vec<String> = why.lines().map(summary_note).collect();
        complain_on_error(disk::append(path, &format!("## Model licenses: not checked\n{}", lines.concat())));
    }
}

/// Says that there is no model, where people look for it.
pub(super) fn no_model(arguments: &ReviewArguments) {
    if console::in_workflow() {
        complain_on_error(console::print(&render::github::failure(NO_MODEL)));
    } else {
        console::complain(NO_MODEL);
    }
    if let Some(path) = not_empty(arguments.place.summary_file.as_ref()) {
        complain_on_error(disk::append(path, &summary_note(NO_MODEL)));
    }
}

/// Says why nothing was posted, or not all of it; once, in the log and at the end of the job summary.
pub(super) fn missed(arguments: &ReviewArguments, report: &Report, why: Option<&str>) {
    let Some(why) = why else { return };
    print_note(report, why);
    if let Some(path) = not_empty(arguments.place.summary_file.as_ref()) {
        complain_on_error(disk::append(path, &summary_note(why)));
    }
}

/// A sentence as an annotation, or as a plain line where the report has used up the annotations of its kind.
fn print_note(report: &Report, sentence: &str) {
    let line = if console::in_workflow() && report.count(Severity::Info) + 2 < MAX_ANNOTATIONS {
        render::github::notice(sentence)
    } else {
        inert_text(&format!("note: {}\n", render::one_line(sentence))).into_owned()
    };
    complain_on_error(console::print(&line));
}

/// A sentence at the end of the job summary.
fn summary_note(sentence: &str) -> String {
    format!("\n> {}\n", render::markdown::escape::plain(sentence))
}

/// The outputs of the step: fixed words, numbers, and paths that the workflow's author gave.
fn outputs(report: &Report, paths: [Option<&Path>; 3]) -> String {
    let verdict = report.verdict().word();
    let errors = report.count(Severity::Error);
    let warnings = report.count(Severity::Warning);
    let conclusion = report.conclusion().words();
    let mut out = format!("verdict={verdict}\nconclusion={conclusion}\nerrors={errors}\nwarnings={warnings}\n");
    for (name, path) in ["report", "sarif", "comment"].into_iter().zip(paths) {
        // A line end in a path would begin an output of its own.
        if let Some(path) = path.map(Path::to_string_lossy).filter(|path| !path.contains(['\n', '\r'])) {
            _ = writeln!(out, "{name}={path}");
        }
    }
    out
}

fn not_empty(path: Option<&PathBuf>) -> Option<&PathBuf> {
    path.filter(|path| !path.as_os_str().is_empty())
}

fn complain_on_error(result: Result<()>) {
    if let Err(error) = result {
        console::complain(&format!("{error:#}"));
    }
}

//! The report as commands of a GitHub workflow, which show findings at their lines: `--format github`.

use super::counts::counts;
use super::visible::{inert_text, one_line, visible};
use crate::report::{Finding, Report, Severity};
use crate::wording::{counted, shortened};
use std::fmt::Write;

/// Most annotations of one kind that GitHub shows for one step, by its documentation of workflows.
const MAX_ANNOTATIONS: usize = 10;

/// Most characters of a message that GitHub shows.
const MAX_MESSAGE: usize = 4_096;

/// Most characters of a path, chosen.
const MAX_PATH: usize = 1_000;

/// Annotations for the findings that the change brings, at most ten of a kind, then counts and the verdict in plain lines.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")]
    {
        for finding in report.findings.iter().filter(|finding| finding.severity == severity).take(MAX_ANNOTATIONS) {
            annotation(command, finding, &mut out);
        }
        match report.count(severity).saturating_sub(MAX_ANNOTATIONS) {
            0 => {}
            more => {
                _ = writeln!(out, "... and {}: see the report", counted(more, &format!("more {command}")));
            }
        }
    }
    if !report.earlier.is_empty() {
        let were = counted(report.earlier.len(), "more finding");
        _ = writeln!(out, "{were} from before this change, which do not fail it: see the report");
    }
    _ = writeln!(out, "{} ({}): {}", report.verdict().word(), report.conclusion().words(), counts(report));
    out
}

/// A sentence of the gate itself as an annotation without a place, with a line end.
pub(crate) fn notice(sentence: &str) -> String {
    disarmed(&format!("::notice::{}\n", data(&one_line(sentence))))
}

/// Why the gate could not do its work, as an annotation without a place, with a line end.
pub(crate) fn failure(why: &str) -> String {
    let lines: Vec<_> = why.lines().map(one_line).collect();
    disarmed(&format!("::error title=Model license gate::{}\n", data(&lines.join("\n"))))
}

/// One command on one line.
fn annotation(command: &str, finding: &Finding, out: &mut String) {
    let path: String = finding.place.path.chars().take(MAX_PATH).collect();
    let mut line = format!("::{command} file={}", property(&visible(&path)));
    if let Some(range) = finding.place.range {
        _ = write!(line, ",line={},endLine={}", range.line, range.end_line);
        // The runner drops columns where there is more than one line.
        if range.line == range.end_line {
            _ = write!(line, ",col={},endColumn={}", range.column, range.end_column);
        }
    }
    _ = write!(line, ",title={}::{}", property(finding.rule.name()), data(&message(finding)));
    out.push_str(&disarmed(&line));
    out.push('\n');
}

/// What is wrong, by which clause, and what to do.
fn message(finding: &Finding) -> String {
    let mut message = visible(finding.message.to_string().trim_end()).into_owned();
    if !finding.clause.is_empty() {
        _ = write!(message, "\n{} ({})", one_line(&finding.clause), finding.basis.words());
    }
    if !finding.advice.is_empty() {
        _ = write!(message, "\n{}", visible(&finding.advice.text()));
    }
    if message.chars().count() > MAX_MESSAGE { shortened(&message, MAX_MESSAGE - 3).into_owned() } else { message }
}

/// The older form `##[command]` acts anywhere in a line, after another command too.
fn disarmed(line: &str) -> String {
    let (command, rest) = line.split_at(2);
    format!("{command}{}", inert_text(rest))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value among the properties of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

//! The whole report as Markdown, for the summary of a job, made of pieces that keep to a limit and can be used alone.

use super::escape::{code, prose};
use super::finding::{line, section};
use super::mermaid;
use super::pages::Pages;
use crate::policy;
use crate::render::counts::{NO_MODEL, counts};
use crate::render::visible::inert_text;
use crate::report::{Conclusion, Derived, Finding, Lineage, ModelReport, Report, Severity, Verdict, left_out_sentence};
use crate::wording::shortened;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most findings that are shown in full; like the other bounds here, chosen so that a summary stays readable.
const MAX_IN_FULL: usize = 50;

/// Most graphs of lineage.
const MAX_GRAPHS: usize = 10;

/// Most licenses and most models of one lineage that a row of the table names.
const MAX_NAMED: usize = 3;

/// Most characters of a model's name in the table.
const MAX_NAME: usize = 60;

/// The end of a part that is folded.
const DETAILS_END: &str = "\n</details>\n";

/// The summary of a job, and `--format markdown`: at most 900,000 bytes, for GitHub drops a summary above 1 MiB whole.
pub fn summary(report: &Report, rules_page: &str) -> String {
    let pages = Pages::of_rules(rules_page);
    let pieces = [
        headline(report),
        models_table(report, 150_000),
        findings(&report.findings, pages, 500_000),
        graphs(report, 80_000),
        earlier(report, pages, 130_000),
        unchecked(report, 30_000),
        left_out_sentence(&report.left_out)
            .map(|sentence| format!("Left out: {}", prose(&sentence)))
            .unwrap_or_default(),
    ];
    let pieces: Vec<&str> = pieces.iter().map(|piece| piece.trim_end()).filter(|piece| !piece.is_empty()).collect();
    inert_text(&(pieces.join("\n\n") + "\n")).into_owned()
}

/// The verdict as a heading, with the counts below it.
pub(crate) fn headline(report: &Report) -> String {
    let mut out = format!("## Model licenses: {}\n\n", heading(report));
    if report.models.is_empty() && report.untouched == 0 {
        _ = writeln!(out, "{NO_MODEL}");
        return out;
    }
    _ = writeln!(out, "{}.", counts(report));
    match report.untouched {
        0 => {}
        1 => out.push_str("One more model is unchanged and not shown.\n"),
        several => _ = writeln!(out, "{several} more models are unchanged and not shown."),
    }
    out
}

/// What the report comes to, and the verdict where it is milder: findings from before a change do not fail it.
fn heading(report: &Report) -> String {
    let conclusion = report.conclusion();
    let is_before = report.verdict() == Verdict::Pass && conclusion <= Conclusion::MayNotComply;
    format!("{}{}", conclusion.words(), if is_before { ", as before this change" } else { "" })
}

/// A table of the models, the worst first; at most `limit` bytes.
pub(crate) fn models_table(report: &Report, limit: usize) -> String {
    if report.models.is_empty() {
        return String::new();
    }
    let mut models: Vec<(&ModelReport, Conclusion)> = report.models.iter().zip(report.conclusions()).collect();
    models.sort_by_key(|(_, conclusion)| *conclusion);
    let rows = models.iter().map(|(model, conclusion)| {
        let words = conclusion.words();
        format!("| {} | {words} | {} | {} |\n", named(model), declared(model), descent(model))
    });
    let mut bounded =
        Bounded::new("| Model | Conclusion | Declared license | Base |\n| --- | --- | --- | --- |\n", limit);
    let left = bounded.fill(rows);
    bounded.finish(left, |more| format!("| and {more} more | | | |\n"))
}

/// Findings, errors first: some in full, then a line each, then a count; at most `limit` bytes.
pub(crate) fn findings(findings: &[Finding], pages: Pages<'_>, limit: usize) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.rank());
    let mut bounded = Bounded::new("### Findings\n\n", limit / 2);
    let shown = sorted.len().min(MAX_IN_FULL);
    let before = std::iter::once(None).chain(sorted.iter().copied().map(Some));
    let sections = sorted[..shown].iter().zip(before).map(|(finding, before)| section(finding, before, pages));
    let left = bounded.fill(sections);
    let rest = &sorted[shown - left..];
    bounded.limit = limit;
    let left = bounded.fill(rest.iter().map(|finding| format!("- {}\n", line(finding, pages))));
    bounded.finish(left, |more| format!("\nand {more} more: see the JSON report.\n"))
}

/// The lineage of models with errors or warnings as graphs; at most `limit` bytes.
pub(crate) fn graphs(report: &Report, limit: usize) -> String {
    const HEADING: &str = "### Lineage\n\n";
    let mut of: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.severity > Severity::Info) {
        of.entry(&finding.model).or_default().push(finding);
    }
    let drawn = report.models.iter().filter_map(|model| {
        let graph = mermaid::lineage(model, of.get(model.path.as_str())?)?;
        // One model needs no name: the graph has it.
        let of = if report.models.len() > 1 { format!("Of {}:\n\n", code(&model.path)) } else { String::new() };
        Some(format!("{of}{graph}\n"))
    });
    let mut bounded = Bounded::new(HEADING, limit);
    bounded.fill(drawn.take(MAX_GRAPHS));
    if bounded.out == HEADING { String::new() } else { bounded.out }
}

/// What was there before the change, folded; at most `limit` bytes.
pub(crate) fn earlier(report: &Report, pages: Pages<'_>, limit: usize) -> String {
    let title = match report.earlier.len() {
        0 => return String::new(),
        1 => "One finding from before this change, which does not fail it".to_owned(),
        several => format!("{several} findings from before this change, which do not fail it"),
    };
    let limit = limit.saturating_sub(DETAILS_END.len());
    let mut bounded = Bounded::new(&format!("<details>\n<summary>{title}</summary>\n\n"), limit);
    let mut sorted: Vec<&Finding> = report.earlier.iter().collect();
    sorted.sort_by_key(|finding| finding.rank());
    let left = bounded.fill(sorted.iter().map(|finding| format!("- {}\n", line(finding, pages))));
    bounded.finish(left, |more| format!("- and {more} more\n")) + DETAILS_END
}

/// What was not checked; at most `limit` bytes.
pub(crate) fn unchecked(report: &Report, limit: usize) -> String {
    if report.unchecked.is_empty() {
        return String::new();
    }
    let start = "<details>\n<summary>Not checked</summary>\n\n";
    let mut bounded = Bounded::new(start, limit.saturating_sub(DETAILS_END.len()));
    let left = bounded.fill(report.unchecked.iter().map(|one| format!("- {}\n", prose(&one.to_string()))));
    bounded.finish(left, |more| format!("- and {more} more\n")) + DETAILS_END
}

/// A model by its folder, and by its name where it gives itself one.
fn named(model: &ModelReport) -> String {
    let folder = code(&model.path);
    model.name.as_ref().map_or(folder.clone(), |name| format!("{folder} {}", code(&shortened(name, MAX_NAME))))
}

/// The licenses that a model declares.
fn declared(model: &ModelReport) -> String {
    if model.declared.is_empty() {
        return "none".to_owned();
    }
    first_few(&model.declared)
}

/// The lineage of a model in words.
fn descent(model: &ModelReport) -> String {
    let words = |lineage: &Lineage| {
        let policy = policy::of_key(&lineage.family);
        let family = policy.map_or_else(|| code(&lineage.family), |policy| lineage.origin(policy.family_name));
        match lineage.derived {
            Derived::Yes if lineage.via.is_empty() => format!("derived from {family}"),
            Derived::Yes => format!("derived from {family} by way of {}", first_few(&lineage.way())),
            Derived::Uncertain => format!("possibly derived from {family}"),
            Derived::No if lineage.evidence.is_empty() => format!("no sign of {family}"),
            Derived::No => format!("not derived from {family}"),
        }
    };
    let shown = model.lineage.iter().filter(|lineage| lineage.derived != Derived::No || !lineage.evidence.is_empty());
    let shown: Vec<String> = shown.map(words).collect();
    match (shown.as_slice(), model.lineage.as_slice()) {
        ([], [one]) => words(one),
        ([], [_, ..]) => "no sign of a family that the gate knows".to_owned(),
        _ => shown.join("; "),
    }
}

/// The first few texts as code spans, and how many more there are.
fn first_few<T: AsRef<str>>(texts: &[T]) -> String {
    let shown = texts.iter().take(MAX_NAMED).map(|text| code(text.as_ref())).collect::<Vec<_>>().join(", ");
    match texts.len().saturating_sub(MAX_NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Bytes that are kept free for the last line, which counts what found no room.
const COUNT_LINE: usize = 80;

/// A text that grows to a limit of bytes.
struct Bounded {
    out: String,
    limit: usize,
}

impl Bounded {
    fn new(start: &str, limit: usize) -> Self {
        Self { out: start.to_owned(), limit }
    }

    /// Takes pieces as long as there is room for them; gives how many are left over.
    fn fill(&mut self, pieces: impl Iterator<Item = String>) -> usize {
        let mut pieces = pieces.peekable();
        while let Some(piece) = pieces.next_if(|piece| self.out.len() + piece.len() + COUNT_LINE <= self.limit) {
            self.out.push_str(&piece);
        }
        // Of slices and maps of them, the lower bound is how many there are.
        pieces.size_hint().0
    }

    /// The text, with a last line on how many are left over.
    fn finish(mut self, left: usize, line: impl Fn(usize) -> String) -> String {
        if left > 0 {
            self.out.push_str(&line(left));
        }
        self.out
    }
}

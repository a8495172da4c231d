//! How many findings each rule has: `--statistics`.

use super::json::indented;
use crate::report::{Finding, Report, Severity};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The findings of one rule.
#[derive(Serialize)]
struct Count {
    rule: &'static str,
    #[serde(skip)]
    name: &'static str,
    /// The worst among them.
    severity: Severity,
    count: usize,
    summary: &'static str,
}

/// A line for each rule, the most findings first; nothing where nothing was found.
pub(crate) fn text(report: &Report) -> String {
    counts(report).iter().fold(String::new(), |mut out, count| {
        _ = writeln!(out, "{:>6}  {:<8} {:<24} {}", count.count, count.severity.word(), count.name, count.summary);
        out
    })
}

/// The same as one list in JSON.
pub(crate) fn json(report: &Report) -> String {
    indented(&counts(report))
}

fn counts(report: &Report) -> Vec<Count> {
    let mut of_rule: BTreeMap<&str, Count> = BTreeMap::new();
    for Finding { rule, severity, .. } in &report.findings {
        let first = || Count { rule: rule.id, name: rule.name(), severity: *severity, count: 0, summary: rule.summary };
        let count = of_rule.entry(rule.id).or_insert_with(first);
        count.count += 1;
        count.severity = count.severity.max(*severity);
    }
    let mut counts: Vec<Count> = of_rule.into_values().collect();
    counts.sort_by_key(|count| (Reverse(count.count), Reverse(count.severity)));
    counts
}

//! What an audit counts, and the table that it ends with. Of fixed size, however many repositories there are.

use super::conclusion::per_model;
use super::faults::Faults;
use super::verdict::possible_families;
use crate::policy;
use crate::render::one_line;
use crate::report::{Conclusion, Derived, Report, Severity, Verdict};
use crate::rules;
use crate::wording::{counted, counted_as};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The limit on problems of family trees that are named; chosen.
const MAX_FAULTS: usize = 5;

/// The limit on licenses in the table; chosen.
const MAX_LICENSES: usize = 10;

/// A declared license that is in no list, and none at all.
const OTHER: &str = "(another one)";
const NONE: &str = "(none declared)";

/// Counts over repositories; two of them can be added up in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Repositories that pass, that have warnings, and that fail.
    pub(crate) verdicts: [usize; 3],
    /// Models in them.
    pub(crate) models: usize,
    /// Models by what they come to, and repositories without a model.
    pub(crate) conclusions: [usize; Conclusion::ALL.len()],
    /// Lines, folders or models that could not be checked.
    pub(crate) skipped: usize,
    /// Something was not checked: the audit stopped before its end.
    pub(crate) is_incomplete: bool,
    /// Files and folders that Git ignores and that were left out.
    pub(crate) left_out: usize,
    /// By family: models that are derived from it, and models that may be.
    pub(crate) families: BTreeMap<Cow<'static, str>, [usize; 2]>,
    /// By rule: errors, warnings and notes.
    pub(crate) rules: BTreeMap<Cow<'static, str>, [usize; 3]>,
    /// Models by declared license, known identifiers only.
    pub(crate) licenses: BTreeMap<String, usize>,
}

impl Counts {
    /// How many repositories were checked.
    pub(crate) fn repositories(&self) -> usize {
        self.verdicts.iter().sum()
    }

    /// The worst verdict on a repository.
    pub(crate) fn worst(&self) -> Verdict {
        match self.verdicts {
            [_, 0, 0] => Verdict::Pass,
            [_, _, 0] => Verdict::Warn,
            _ => Verdict::Fail,
        }
    }

    /// Counts one repository.
    pub(crate) fn add(&mut self, report: &Report) {
        self.verdicts[report.verdict() as usize] += 1;
        self.models += report.models.len();
        for concluded in per_model(report) {
            self.conclusions[concluded.conclusion as usize] += 1;
        }
        for model in &report.models {
            for lineage in possible_families(&model.lineage) {
                let Some(policy) = policy::of_key(&lineage.family) else {
                    continue;
                };
                let [yes, uncertain] = self.families.entry(policy.family.unwrap_or(policy.license).into()).or_default();
                *(if lineage.derived == Derived::Yes { yes } else { uncertain }) += 1;
            }
            self.add_licenses(&model.declared);
        }
        for finding in &report.findings {
            let [errors, warnings, infos] = self.rules.entry(finding.rule.id.into()).or_default();
            *match finding.severity {
                Severity::Error => errors,
                Severity::Warning => warnings,
                Severity::Info => infos,
            } += 1;
        }
    }

    fn add_licenses(&mut self, declared: &[String]) {
        let mut names: Vec<String> = declared
            .iter()
            .flat_map(|text| match policy::identify(text) {
                known if known.is_empty() => vec![OTHER.to_owned()],
                known => known.into_iter().map(|known| known.id).collect(),
            })
            .collect();
        if names.is_empty() {
            names.push(NONE.to_owned());
        }
        names.sort();
        names.dedup();
        for name in names {
            *self.licenses.entry(name).or_default() += 1;
        }
    }

    /// Adds the counts of another part of the stream.
    pub(crate) fn merge(&mut self, other: Self) {
        self.models += other.models;
        self.skipped += other.skipped;
        self.is_incomplete |= other.is_incomplete;
        self.left_out += other.left_out;
        add_all(&mut self.verdicts, other.verdicts);
        add_all(&mut self.conclusions, other.conclusions);
        for (family, counts) in other.families {
            add_all(self.families.entry(family).or_default(), counts);
        }
        for (rule, counts) in other.rules {
            add_all(self.rules.entry(rule).or_default(), counts);
        }
        for (license, count) in other.licenses {
            *self.licenses.entry(license).or_default() += count;
        }
    }

    /// The declared licenses, most frequent first.
    fn top_licenses(&self) -> Vec<(&str, usize)> {
        let mut top: Vec<(&str, usize)> = self.licenses.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        top.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        top
    }

    /// The summary for people.
    pub(crate) fn table(&self) -> String {
        let [pass, warn, fail] = self.verdicts;
        let mut out = format!(
            "{} checked ({}): {fail} fail, {warn} warn, {pass} pass",
            counted_as(self.repositories(), "repository", "repositories"),
            counted(self.models, "model"),
        );
        if self.skipped > 0 {
            _ = write!(out, "; {} could not be checked", self.skipped);
        }
        if self.is_incomplete {
            out.push_str("; the audit stopped before its end");
        }
        out.push('\n');
        let conclusions = Conclusion::ALL.map(|of| (of.words(), self.conclusions[of as usize]));
        let conclusions = conclusions.iter().filter(|(_, count)| *count > 0);
        write_table(&mut out, &["conclusion", "models"], conclusions.map(|(words, count)| row(words, &[*count])));
        if self.left_out > 0 {
            let paths = counted(self.left_out, "path");
            _ = writeln!(
                out,
                "left out: {paths} that Git ignores or the configuration skips (`--no-ignore` checks what Git ignores)"
            );
        }
        let families = self.families.iter().map(|(family, counts)| row(family, counts));
        write_table(&mut out, &["family", "derived", "uncertain"], families);
        let rules = self.rules.iter().map(|(rule, counts)| row(rules::name_of(rule), counts));
        write_table(&mut out, &["rule", "errors", "warnings", "notes"], rules);
        let top = self.top_licenses();
        write_table(
            &mut out,
            &["declared license", "models"],
            top.iter().take(MAX_LICENSES).map(|(name, count)| row(name, &[*count])),
        );
        if let more @ 1.. = top.len().saturating_sub(MAX_LICENSES) {
            _ = writeln!(out, "... and {}", counted(more, "other"));
        }
        out
    }
}

/// The cells of a row: a name and numbers.
fn row(name: &str, counts: &[usize]) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(counts.iter().map(usize::to_string)).collect()
}

/// What the family trees of a dump leave open, for people: how many cycles and missing parents, and the first of each.
pub(crate) fn trees_table(described: usize, faults: &Faults) -> String {
    let mut out = format!("\nfamily trees of {}", counted(described, "model"));
    _ = write!(
        out,
        ": {}",
        counted_as(faults.missing.len(), "parent is not in the dump", "parents are not in the dump")
    );
    _ = writeln!(out, ", {}", counted(faults.cycles.len(), "cycle"));
    let more = |out: &mut String, count: usize| {
        if count > MAX_FAULTS {
            _ = writeln!(out, "  ... and {} more", count - MAX_FAULTS);
        }
    };
    for id in faults.missing.iter().take(MAX_FAULTS) {
        _ = writeln!(out, "  not in the dump: {}", one_line(id));
    }
    more(&mut out, faults.missing.len());
    for cycle in faults.cycles.iter().take(MAX_FAULTS) {
        let ring = cycle.iter().take(MAX_FAULTS).chain(cycle.first());
        let ring: Vec<_> = ring.map(|id| one_line(id)).collect();
        _ = writeln!(out, "  cycle: {}", ring.join(" <- "));
    }
    more(&mut out, faults.cycles.len());
    out
}

fn add_all<const N: usize>(to: &mut [usize; N], more: [usize; N]) {
    for (sum, more) in to.iter_mut().zip(more) {
        *sum += more;
    }
}

/// Writes a table after an empty line: names to the left, numbers to the right; nothing where there are no rows.
fn write_table(out: &mut String, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let heads = heads.iter().map(|head| (*head).to_owned()).collect();
    let all: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
    if all.len() == 1 {
        return;
    }
    let width = |column: usize| all.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..all[0].len()).map(width).collect();
    out.push('\n');
    for row in &all {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            _ = if column == 0 { write!(out, "{cell:<width$}") } else { write!(out, "  {cell:>width$}") };
        }
        out.push('\n');
    }
}

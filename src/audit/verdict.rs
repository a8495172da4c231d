//! One verdict as one line of JSON: the compact form of the report; `docs/audit.md` says what each field means.

use crate::render::json;
use crate::report::{Basis, Derived, Finding, Lineage, Report, Severity, Verdict};
use serde::Serialize;

/// The line of one repository, with its line end. Parents that are not in the dump of family trees, and whether its parents lead back
/// to itself, are there only where there are some.
pub(crate) fn line(id: Option<&str>, report: &Report, faults: &(Vec<&str>, bool)) -> String {
    line_at(id, None, report, faults)
}

/// The same for a repository at the revision that the user names.
pub(crate) fn line_at(
    id: Option<&str>,
    revision: Option<&str>,
    report: &Report,
    (missing, cycle): &(Vec<&str>, bool),
) -> String {
    let models = report.models.iter().map(|model| ModelLine {
        path: &model.path,
        declared: &model.declared,
        lineage: possible_families(&model.lineage).map(lineage).collect(),
    });
    json::line(&VerdictLine {
        id,
        verdict: report.verdict(),
        models: models.collect(),
        findings: report.findings.iter().map(finding).collect(),
        conclusion: report.conclusion().words(),
        missing_parents: missing,
        cycle: cycle.then_some(true),
        revision,
    })
}

/// The families that a model is derived from, or may be derived from.
pub(super) fn possible_families(lineage: &[Lineage]) -> impl Iterator<Item = &Lineage> {
    lineage.iter().filter(|lineage| lineage.derived != Derived::No)
}

#[derive(Serialize)]
struct VerdictLine<'a> {
    id: Option<&'a str>,
    verdict: Verdict,
    models: Vec<ModelLine<'a>>,
    findings: Vec<FindingLine<'a>>,
    conclusion: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing_parents: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    cycle: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
}

#[derive(Serialize)]
struct ModelLine<'a> {
    path: &'a str,
    declared: &'a [String],
    lineage: Vec<LineageLine<'a>>,
}

#[derive(Serialize)]
struct LineageLine<'a> {
    family: &'a str,
    derived: Derived,
    via: &'a [String],
    /// Of a license that a parent is under: as its source states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingLine<'a> {
    rule: &'static str,
    severity: Severity,
    model: &'a str,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    clause: &'a str,
    basis: Basis,
}

fn lineage(lineage: &Lineage) -> LineageLine<'_> {
    let license = lineage.license.as_ref().map(|license| license.stated.as_str());
    LineageLine { family: &lineage.family, derived: lineage.derived, via: &lineage.via, license }
}

fn finding(finding: &Finding) -> FindingLine<'_> {
    FindingLine {
        rule: finding.rule.id,
        severity: finding.severity,
        model: &finding.model,
        path: &finding.place.path,
        line: finding.place.line(),
        column: finding.place.range.map(|range| range.column),
        message: finding.message.to_string(),
        clause: &finding.clause,
        basis: finding.basis,
    }
}

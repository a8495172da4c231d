//! One verdict as one line of JSON: the compact form of the report; `docs/audit.md` says what each field means.

use crate::render::inert_json;
use crate::report::Report;
use crate::report::lineage::{Derived, Lineage};
use crate::report::{Basis, Finding, Severity};
use serde::Serialize;

/// The line of one repository, with its line end. Parents that are not in the dump of family trees, and whether its parents lead back
/// to itself, are told where there is something to tell.
pub fn line(id: Option<&str>, report: &Report, (missing, cycle): &(Vec<&str>, bool)) -> String {
    let models = report.models.iter().map(|model| Model {
        path: &model.path,
        declared: &model.declared,
        lineage: told(&model.lineage).map(descent).collect(),
    });
    let line = Line {
        id,
        verdict: report.verdict().word(),
        models: models.collect(),
        findings: report.findings.iter().map(found).collect(),
        missing_parents: missing,
        cycle: cycle.then_some(true),
    };
    // Writing plain structures to memory cannot fail; were it to, an empty line is no valid verdict.
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    inert_json(text)
}

/// The families that a model descends from, or may descend from.
pub(super) fn told(lineage: &[Lineage]) -> impl Iterator<Item = &Lineage> {
    lineage.iter().filter(|lineage| lineage.derived != Derived::No)
}

#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    verdict: &'static str,
    models: Vec<Model<'a>>,
    findings: Vec<Found<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing_parents: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    cycle: Option<bool>,
}

#[derive(Serialize)]
struct Model<'a> {
    path: &'a str,
    declared: &'a [String],
    lineage: Vec<Descent<'a>>,
}

#[derive(Serialize)]
struct Descent<'a> {
    family: &'a str,
    derived: Derived,
    via: &'a [String],
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'static str,
    severity: Severity,
    model: &'a str,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    clause: &'a str,
    basis: Basis,
}

fn descent(lineage: &Lineage) -> Descent<'_> {
    Descent { family: &lineage.family, derived: lineage.derived, via: &lineage.via }
}

fn found(finding: &Finding) -> Found<'_> {
    Found {
        rule: finding.rule.id,
        severity: finding.severity,
        model: &finding.model,
        path: &finding.place.path,
        line: finding.place.line(),
        column: finding.place.range.map(|range| range.column),
        message: &finding.message,
        clause: &finding.clause,
        basis: finding.basis,
    }
}

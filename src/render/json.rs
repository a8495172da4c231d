//! The report for programs; `docs/json.md` says what each field means.

use super::visible::inert_json;
use crate::report::EvidenceKind;
use crate::report::lineage::{Derived, Evidence, Strength};
use crate::report::{Basis, Finding, Fix, Severity};
use crate::report::{Judgement, ModelReport, Report};
use crate::source::{Place, Range};
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the format: raised when a field is taken away or changes its meaning.
const VERSION: u32 = 1;

/// Most characters of a piece of evidence that are repeated.
const EVIDENCE: usize = 300;

/// The whole report, indented, with a line end.
pub fn render(report: &Report) -> String {
    let output = Output {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        verdict: report.verdict().word(),
        models: report.models.iter().map(model).collect(),
        findings: report.findings.iter().map(finding).collect(),
        earlier: report.earlier.iter().map(finding).collect(),
        unchecked: &report.unchecked,
        summary: Summary {
            models: report.models.len(),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
            earlier: report.earlier.len(),
            untouched: report.untouched,
        },
    };
    // Writing plain structures to memory cannot fail; were it to, an empty text is no valid report.
    let mut text = serde_json::to_string_pretty(&output).unwrap_or_default();
    text.push('\n');
    inert_json(text)
}

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    tool: Tool,
    verdict: &'static str,
    models: Vec<Model<'a>>,
    findings: Vec<Found<'a>>,
    earlier: Vec<Found<'a>>,
    unchecked: &'a [String],
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    models: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    earlier: usize,
    untouched: usize,
}

#[derive(Serialize)]
struct Model<'a> {
    path: &'a str,
    card: Option<&'a str>,
    name: Option<&'a str>,
    declared: &'a [String],
    lineage: Vec<Descent<'a>>,
    judged: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
struct Descent<'a> {
    family: &'a str,
    derived: Derived,
    via: &'a [String],
    evidence: Vec<Witness<'a>>,
}

#[derive(Serialize)]
struct Witness<'a> {
    kind: EvidenceKind,
    path: &'a str,
    line: Option<usize>,
    text: String,
    strength: Strength,
    speaks_for: bool,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'static str,
    severity: Severity,
    model: &'a str,
    #[serde(flatten)]
    place: Spot<'a>,
    message: &'a str,
    help: String,
    clause: &'a str,
    basis: Basis,
    fix: Option<&'a Fix>,
    fingerprint: String,
    related: Vec<Beside<'a>>,
}

#[derive(Serialize)]
struct Beside<'a> {
    #[serde(flatten)]
    place: Spot<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct Spot<'a> {
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

fn model(model: &ModelReport) -> Model<'_> {
    let lineage = model.lineage.iter().map(|lineage| Descent {
        family: &lineage.family,
        derived: lineage.derived,
        via: &lineage.via,
        evidence: lineage.evidence.iter().map(witness).collect(),
    });
    Model {
        path: &model.path,
        card: model.card.as_deref(),
        name: model.name.as_deref(),
        declared: &model.declared,
        lineage: lineage.collect(),
        judged: model.judged.iter().map(|(&rule, &judgement)| (rule, word(judgement))).collect(),
    }
}

fn witness(evidence: &Evidence) -> Witness<'_> {
    let text = &evidence.text;
    Witness {
        kind: evidence.kind,
        path: &evidence.place.path,
        line: evidence.place.line(),
        text: match text.char_indices().nth(EVIDENCE) {
            Some((at, _)) => format!("{}...", &text[..at]),
            None => text.clone(),
        },
        strength: evidence.strength,
        speaks_for: evidence.speaks_for,
    }
}

fn finding(finding: &Finding) -> Found<'_> {
    let related = finding.related.iter().map(|related| Beside { place: spot(&related.place), label: &related.label });
    Found {
        rule: finding.rule.id,
        severity: finding.severity,
        model: &finding.model,
        place: spot(&finding.place),
        message: &finding.message,
        help: finding.advice.text(),
        clause: &finding.clause,
        basis: finding.basis,
        fix: finding.fix.as_ref(),
        fingerprint: finding.fingerprint(),
        related: related.collect(),
    }
}

fn spot(place: &Place) -> Spot<'_> {
    let part = |of: fn(Range) -> usize| place.range.map(of);
    Spot {
        path: &place.path,
        line: part(|range| range.line),
        column: part(|range| range.column),
        end_line: part(|range| range.end_line),
        end_column: part(|range| range.end_column),
    }
}

const fn word(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Ok => "ok",
        Judgement::Warning => "warning",
        Judgement::Error => "error",
    }
}

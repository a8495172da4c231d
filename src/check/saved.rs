//! A report read back from the gate's JSON. Somebody else may have written it: everything in it is bounded, and no fix is taken from it.

use crate::basis::Basis;
use crate::report::lineage::{Derived, Lineage};
use crate::report::{Advice, Finding, Related, Severity};
use crate::report::{ModelReport, Report};
use crate::rules;
use crate::source::{Place, Range};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most bytes of a report that are read.
pub const LIMIT: u64 = 16 << 20;

/// Most findings, and most models.
const MOST: usize = 5_000;

/// Most characters of one text.
const TEXT: usize = 4_000;

/// Most lines of a file, and columns of a line, that a place is believed to have.
const FAR: usize = 1 << 24;

/// Most secondary places of a finding, ids of a descent, or declared licenses.
const FEW: usize = 20;

/// Most families of one model.
const FAMILIES: usize = 100;

/// Reads a report. The error is a sentence.
pub fn read(json: &str) -> Result<Report, String> {
    let saved: Saved = serde_json::from_str(json).map_err(|error| format!("it is not a report in JSON: {error}"))?;
    if saved.version != 1 {
        return Err(format!("it has version {} of the format, this program reads version 1", saved.version));
    }
    if saved.models.len() > MOST || saved.findings.len() + saved.earlier.len() > MOST {
        return Err(format!("it has more than {MOST} models or findings"));
    }
    let findings = |found: Vec<Found>| found.into_iter().map(finding).collect::<Result<Vec<Finding>, String>>();
    Ok(Report {
        models: saved.models.into_iter().map(model).collect(),
        findings: findings(saved.findings)?,
        earlier: findings(saved.earlier)?,
        untouched: saved.summary.untouched,
        unchecked: saved.unchecked.into_iter().take(FEW).map(cut).collect(),
    })
}

fn finding(found: Found) -> Result<Finding, String> {
    let Some(rule) = rules::find(&found.rule) else {
        return Err("it names a rule that this program does not know".to_owned());
    };
    let related = found.related.into_iter().take(FEW);
    Ok(Finding {
        severity: found.severity,
        advice: Advice { steps: cut(found.help).lines().map(str::to_owned).collect(), ..Advice::default() },
        clause: cut(found.clause),
        basis: found.basis,
        related: related.map(|beside| Related { place: beside.place.place(), label: cut(beside.label) }).collect(),
        ..Finding::new(&rule.meta, &cut(found.model), found.place.place(), &cut(found.fingerprint), cut(found.message))
    })
}

fn model(model: Model) -> ModelReport {
    let lineage = model.lineage.into_iter().take(FAMILIES).map(|descent| Lineage {
        family: cut(descent.family),
        derived: descent.derived,
        via: descent.via.into_iter().take(FEW).map(cut).collect(),
        evidence: Vec::new(),
    });
    ModelReport {
        path: cut(model.path),
        card: model.card.map(cut),
        name: model.name.map(cut),
        declared: model.declared.into_iter().take(FEW).map(cut).collect(),
        lineage: lineage.collect(),
        judged: BTreeMap::new(),
    }
}

fn cut(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(TEXT) {
        text.truncate(at);
    }
    text
}

#[derive(Deserialize)]
struct Saved {
    version: u32,
    models: Vec<Model>,
    findings: Vec<Found>,
    #[serde(default)]
    earlier: Vec<Found>,
    #[serde(default)]
    summary: Summary,
    #[serde(default)]
    unchecked: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Summary {
    untouched: usize,
}

#[derive(Deserialize)]
struct Model {
    path: String,
    card: Option<String>,
    name: Option<String>,
    declared: Vec<String>,
    lineage: Vec<Descent>,
}

#[derive(Deserialize)]
struct Descent {
    family: String,
    derived: Derived,
    via: Vec<String>,
}

#[derive(Deserialize)]
struct Found {
    rule: String,
    severity: Severity,
    model: String,
    #[serde(flatten)]
    place: Spot,
    message: String,
    help: String,
    clause: String,
    basis: Basis,
    fingerprint: String,
    related: Vec<Beside>,
}

#[derive(Deserialize)]
struct Beside {
    #[serde(flatten)]
    place: Spot,
    label: String,
}

#[derive(Deserialize)]
struct Spot {
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl Spot {
    fn place(self) -> Place {
        let range = self.line.zip(self.end_line).filter(|(line, end)| (1..=*end).contains(line) && *end <= FAR);
        let range = range.map(|(line, end_line)| Range {
            line,
            column: self.column.unwrap_or(1).clamp(1, FAR),
            end_line,
            end_column: self.end_column.unwrap_or(1).clamp(1, FAR),
        });
        Place { path: cut(self.path).into(), range, excerpt: Arc::default() }
    }
}

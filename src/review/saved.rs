//! A report read back from the gate's JSON. Somebody else may have written it: everything in it is bounded, and no fix is taken from it.

use crate::policy;
use crate::render::wire::{FindingJson, ModelJson, PlaceJson, ReportJson, VERSION};
use crate::report::{Advice, Compliance, Conclusion, Finding, Lineage, ModelReport, Related, Report, Unchecked};
use crate::rules;
use crate::source::{Place, Range};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most bytes of a report that are read; like the other bounds here, chosen far above those of real reports.
pub(crate) const REPORT_LIMIT: u64 = 16 << 20;

/// Most findings, and most models.
const MAX_ENTRIES: usize = 5_000;

/// Most characters of one text.
const MAX_TEXT: usize = 4_000;

/// Most lines of a file, and columns of a line, that a place may have.
const MAX_POSITION: usize = 1 << 24;

/// Most secondary places or sentences of advice of a finding, ids of a lineage, or declared licenses.
const MAX_LIST: usize = 20;

/// Most families of one model.
const MAX_FAMILIES: usize = 100;

/// Reads a report. The error is a sentence.
pub(crate) fn read(json: &str) -> Result<Report, String> {
    let saved: ReportJson<'_> =
        serde_json::from_str(json).map_err(|error| format!("it is not a JSON report: {error}"))?;
    if saved.version != VERSION {
        return Err(format!("it has version {} of the format, this program reads version {VERSION}", saved.version));
    }
    if saved.models.len() > MAX_ENTRIES || saved.findings.len() + saved.earlier.len() > MAX_ENTRIES {
        return Err(format!("it has more than {MAX_ENTRIES} models or findings"));
    }
    let findings =
        |saved: Vec<FindingJson<'_>>| saved.into_iter().map(finding).collect::<Result<Vec<Finding>, String>>();
    Ok(Report {
        models: saved.models.into_iter().map(model).collect(),
        findings: findings(saved.findings)?,
        earlier: findings(saved.earlier)?,
        untouched: saved.summary.untouched,
        untouched_conclusion: saved.summary.untouched_conclusion.as_deref().and_then(Conclusion::of_words),
        unchecked: few(saved.unchecked).into_iter().map(Unchecked::from).collect(),
        left_out: Vec::new(),
    })
}

fn finding(saved: FindingJson<'_>) -> Result<Finding, String> {
    let Some(rule) = rules::find(&saved.rule) else {
        return Err("it names a rule that this program does not know".to_owned());
    };
    let advice = match saved.advice {
        Some(advice) => {
            let advice = advice.into_owned();
            Advice { because: few(advice.because), steps: few(advice.steps), verbatim: advice.verbatim.map(cut) }
        }
        None => Advice { steps: cut(saved.help).lines().map(str::to_owned).collect(), ..Advice::default() },
    };
    let license = saved.license.and_then(|id| policy::of_license(&id)).map(|policy| policy.license);
    let related = saved.related.into_iter().take(MAX_LIST);
    Ok(Finding {
        severity: saved.severity,
        advice,
        license,
        clause: cut(saved.clause),
        basis: saved.basis,
        related: related.map(|one| Related { place: place(one.place), label: cut(one.label) }).collect(),
        ..Finding::new(&rule.meta, &cut(saved.model), place(saved.place), &cut(saved.fingerprint), cut(saved.message))
    })
}

fn model(saved: ModelJson<'_>) -> ModelReport {
    let lineage = saved.lineage.into_iter().take(MAX_FAMILIES).map(|saved| Lineage {
        family: cut(saved.family),
        derived: saved.derived,
        via: few(saved.via),
        evidence: Vec::new(),
        license: None,
    });
    ModelReport {
        path: cut(saved.path),
        card: saved.card.map(cut),
        name: saved.name.map(cut),
        declared: few(saved.declared),
        lineage: lineage.collect(),
        compliance: Compliance {
            without_findings: Conclusion::of_words(&saved.conclusion).unwrap_or(Conclusion::BaseUnknown),
            ..Compliance::default()
        },
        permissive_parents: Vec::new(),
        judged: BTreeMap::new(),
    }
}

fn place(saved: PlaceJson<'_>) -> Place {
    let lines = saved.line.zip(saved.end_line).filter(|(line, end)| (1..=*end).contains(line) && *end <= MAX_POSITION);
    let range = lines.map(|(line, end_line)| Range {
        line,
        column: saved.column.unwrap_or(1).clamp(1, MAX_POSITION),
        end_line,
        end_column: saved.end_column.unwrap_or(1).clamp(1, MAX_POSITION),
    });
    Place { path: cut(saved.path).into(), range, excerpt: Arc::default() }
}

/// The first few texts of a list.
fn few<'a>(texts: impl Into<Cow<'a, [String]>>) -> Vec<String> {
    texts.into().into_owned().into_iter().take(MAX_LIST).map(cut).collect()
}

/// The beginning of a text.
fn cut<'a>(text: impl Into<Cow<'a, str>>) -> String {
    let mut text = text.into().into_owned();
    if let Some((at, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(at);
    }
    text
}

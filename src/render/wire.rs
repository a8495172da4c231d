//! The JSON form of a report, to write and to read back; `docs/json.md` says what each field means.

use crate::report::{
    Advice, Basis, Conclusion, Derived, Evidence, EvidenceKind, Finding, Fix, Judgement, LeftOut, Lineage, ModelReport,
    Proof, Reason, Report, Severity, Strength, Verdict,
};
use crate::source::{Place, Range};
use crate::wording::shortened;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The version of the format: raised when a field is taken away or changes its meaning.
pub(crate) const VERSION: u32 = 1;

/// Most characters of a piece of evidence, chosen.
const MAX_EVIDENCE: usize = 300;

/// A report. What is skipped on the way back follows from the rest, or is not believed.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReportJson<'a> {
    pub(crate) version: u32,
    #[serde(skip_deserializing)]
    tool: Tool,
    #[serde(skip_deserializing)]
    verdict: Option<Verdict>,
    #[serde(skip_deserializing)]
    conclusion: &'static str,
    pub(crate) models: Vec<ModelJson<'a>>,
    pub(crate) findings: Vec<FindingJson<'a>>,
    #[serde(default)]
    pub(crate) earlier: Vec<FindingJson<'a>>,
    #[serde(default)]
    pub(crate) unchecked: Vec<String>,
    #[serde(skip_deserializing)]
    left_out: &'a [LeftOut],
    #[serde(default)]
    pub(crate) summary: Summary,
}

#[derive(Default, Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Summary {
    models: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    earlier: usize,
    pub(crate) untouched: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) untouched_conclusion: Option<Cow<'static, str>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ModelJson<'a> {
    pub(crate) path: Cow<'a, str>,
    pub(crate) card: Option<Cow<'a, str>>,
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) declared: Cow<'a, [String]>,
    pub(crate) lineage: Vec<LineageJson<'a>>,
    /// What is concluded of it, in the words of all outputs; reports of versions before this one have none.
    #[serde(default)]
    pub(crate) conclusion: Cow<'a, str>,
    #[serde(skip_deserializing)]
    proof: Vec<ProofJson<'a>>,
    #[serde(skip_deserializing)]
    reason: Option<String>,
    #[serde(skip_deserializing)]
    judged: Cow<'a, BTreeMap<&'static str, Judgement>>,
}

#[derive(Serialize)]
struct ProofJson<'a> {
    license: &'static str,
    what: &'static str,
    path: &'a str,
    line: Option<usize>,
    text: &'a str,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct LineageJson<'a> {
    pub(crate) family: Cow<'a, str>,
    pub(crate) derived: Derived,
    pub(crate) via: Cow<'a, [String]>,
    /// Of a license that a parent is under: as its source states it, the source, and the model that is under it.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    license_source: Option<&'static str>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    license_of: Option<&'a str>,
    #[serde(skip_deserializing)]
    evidence: Vec<EvidenceJson<'a>>,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    kind: EvidenceKind,
    path: &'a str,
    line: Option<usize>,
    text: Cow<'a, str>,
    pattern: &'static str,
    words: &'a str,
    strength: Strength,
    speaks_for: bool,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct FindingJson<'a> {
    pub(crate) rule: Cow<'a, str>,
    pub(crate) severity: Severity,
    pub(crate) model: Cow<'a, str>,
    #[serde(flatten)]
    pub(crate) place: PlaceJson<'a>,
    pub(crate) message: Cow<'a, str>,
    pub(crate) help: Cow<'a, str>,
    /// Reports of versions before this one have only `help`.
    #[serde(default)]
    pub(crate) advice: Option<Cow<'a, Advice>>,
    #[serde(default)]
    pub(crate) license: Option<Cow<'a, str>>,
    pub(crate) clause: Cow<'a, str>,
    pub(crate) basis: Basis,
    #[serde(skip_deserializing)]
    fix: Option<&'a Fix>,
    pub(crate) fingerprint: String,
    pub(crate) related: Vec<RelatedJson<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RelatedJson<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceJson<'a>,
    pub(crate) label: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PlaceJson<'a> {
    pub(crate) path: Cow<'a, str>,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
    pub(crate) end_line: Option<usize>,
    pub(crate) end_column: Option<usize>,
}

impl<'a> From<&'a Report> for ReportJson<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            version: VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            verdict: Some(report.verdict()),
            conclusion: report.conclusion().words(),
            models: report
                .models
                .iter()
                .zip(report.conclusions())
                .map(|(model, of)| ModelJson::new(model, of))
                .collect(),
            findings: report.findings.iter().map(FindingJson::from).collect(),
            earlier: report.earlier.iter().map(FindingJson::from).collect(),
            unchecked: report.unchecked.iter().map(ToString::to_string).collect(),
            left_out: &report.left_out,
            summary: Summary {
                models: report.models.len(),
                errors: report.count(Severity::Error),
                warnings: report.count(Severity::Warning),
                infos: report.count(Severity::Info),
                earlier: report.earlier.len(),
                untouched: report.untouched,
                untouched_conclusion: report.untouched_conclusion.map(|of| of.words().into()),
            },
        }
    }
}

impl<'a> ModelJson<'a> {
    fn new(model: &'a ModelReport, conclusion: Conclusion) -> Self {
        let proof = |proof: &'a Proof| ProofJson {
            license: proof.license,
            what: proof.kind.word(),
            path: &proof.place.path,
            line: proof.place.line(),
            text: &proof.detail,
        };
        Self {
            path: Cow::Borrowed(&model.path),
            card: model.card.as_deref().map(Cow::Borrowed),
            name: model.name.as_deref().map(Cow::Borrowed),
            declared: Cow::Borrowed(&model.declared),
            lineage: model.lineage.iter().map(LineageJson::from).collect(),
            conclusion: Cow::Borrowed(conclusion.words()),
            proof: model.compliance.proof.iter().map(proof).collect(),
            reason: model.compliance.reason.as_ref().map(Reason::sentence),
            judged: Cow::Borrowed(&model.judged),
        }
    }
}

impl<'a> From<&'a Lineage> for LineageJson<'a> {
    fn from(lineage: &'a Lineage) -> Self {
        Self {
            family: Cow::Borrowed(&lineage.family),
            derived: lineage.derived,
            via: Cow::Borrowed(&lineage.via),
            license: lineage.license.as_ref().map(|license| license.stated.as_str()),
            license_source: lineage.license.as_ref().map(|license| license.source.word()),
            license_of: lineage.license.as_ref().map(|license| license.of.as_str()),
            evidence: lineage.evidence.iter().map(EvidenceJson::from).collect(),
        }
    }
}

impl<'a> From<&'a Evidence> for EvidenceJson<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        Self {
            kind: evidence.kind,
            path: &evidence.place.path,
            line: evidence.place.line(),
            text: shortened(&evidence.text, MAX_EVIDENCE),
            pattern: evidence.pattern,
            words: &evidence.words,
            strength: evidence.strength,
            speaks_for: evidence.speaks_for,
        }
    }
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        let related = finding.related.iter();
        Self {
            rule: Cow::Borrowed(finding.rule.id),
            severity: finding.severity,
            model: Cow::Borrowed(&finding.model),
            place: PlaceJson::from(&finding.place),
            message: Cow::Owned(finding.message.to_string()),
            help: Cow::Owned(finding.advice.text()),
            advice: Some(Cow::Borrowed(&finding.advice)),
            license: finding.license.map(Cow::Borrowed),
            clause: Cow::Borrowed(&finding.clause),
            basis: finding.basis,
            fix: finding.fix.as_ref(),
            fingerprint: finding.fingerprint(),
            related: related
                .map(|one| RelatedJson { place: PlaceJson::from(&one.place), label: Cow::Borrowed(&one.label) })
                .collect(),
        }
    }
}

impl<'a> From<&'a Place> for PlaceJson<'a> {
    fn from(place: &'a Place) -> Self {
        let part = |of: fn(Range) -> usize| place.range.map(of);
        Self {
            path: Cow::Borrowed(&place.path),
            line: part(|range| range.line),
            column: part(|range| range.column),
            end_line: part(|range| range.end_line),
            end_column: part(|range| range.end_column),
        }
    }
}

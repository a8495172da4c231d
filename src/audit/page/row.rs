//! A row of the page: one model, with what it descends from and what was found in it. Threads make rows; the page puts them into JSON.

use crate::audit::conclusion::{Concluded, per_model};
use crate::audit::verdict::possible_families;
use crate::lineage::may_be_on_hub;
use crate::policy;
use crate::report::{Conclusion, Derived, Evidence, Finding, Lineage, ModelReport, Proof, Reason, Report};
use crate::rules::{self, Scope};
use crate::wording::shortened;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

/// Most characters of one text of a finding, of a name and of the words of evidence, all chosen.
const MAX_TEXT: usize = 2_000;
const MAX_NAME: usize = 300;
const MAX_WORDS: usize = 160;

/// Most pieces of evidence that a row shows of one lineage, chosen.
const MAX_EVIDENCE: usize = 4;

/// A declared license that is in no list.
const UNLISTED: &str = "(unlisted)";

/// One model of a repository; a repository without a model has one row too.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Row {
    /// The repository as the input calls it.
    pub(super) name: String,
    /// Its name on the Hub.
    pub(super) hub: Option<String>,
    /// The folder of the model.
    pub(super) path: String,
    pub(super) conclusion: Conclusion,
    /// The identifiers of the declared licenses, and what the card has where it spells them otherwise.
    pub(super) declared: Vec<String>,
    pub(super) written: String,
    pub(super) bases: Vec<Base>,
    /// Base models of which the family or the license is not known.
    pub(super) unknown: Vec<String>,
    pub(super) findings: Vec<Found>,
    /// What is wrong with its family tree.
    pub(super) note: String,
    /// Why no license is known to bind it.
    pub(super) reason: String,
    pub(super) proof: Vec<Met>,
}

/// Something that a license asks, and where it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Met {
    pub(super) kind: Cow<'static, str>,
    pub(super) license: Cow<'static, str>,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) detail: String,
}

/// A license that binds a model, or may, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Base {
    pub(super) license: String,
    pub(super) is_certain: bool,
    /// The models on the way, nearest first.
    pub(super) via: Vec<String>,
    pub(super) evidence: Vec<Shown>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) source: Cow<'static, str>,
    pub(super) strength: Cow<'static, str>,
    pub(super) speaks_for: bool,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) words: String,
}

/// A finding: what others have in common with it, and its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) kind: Value,
    pub(super) path: String,
    pub(super) line: usize,
}

/// What a repository is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'a> {
    /// By the input.
    pub(crate) shown: &'a str,
    /// On the Hub, as far as it is known.
    pub(crate) published: Option<&'a str>,
}

/// The rows of a repository.
pub(crate) fn rows(name: Name<'_>, report: &Report, faults: &(Vec<&str>, bool)) -> Vec<Row> {
    let row = |concluded: &Concluded<'_>| {
        let Concluded { model, findings, conclusion } = concluded;
        let model = *model;
        let (declared, written) = declared(model);
        Row {
            name: cut(name.shown, MAX_NAME),
            hub: name.published.filter(|id| may_be_on_hub(id)).map(str::to_owned),
            path: model.map(|model| cut(&model.path, MAX_NAME)).unwrap_or_default(),
            conclusion: *conclusion,
            declared,
            written,
            bases: model.iter().flat_map(|model| possible_families(&model.lineage)).map(base).collect(),
            unknown: findings.iter().filter_map(|finding| unknown_base(finding)).collect(),
            findings: findings.iter().map(|finding| found(finding)).collect(),
            note: note(faults),
            reason: model.and_then(|model| model.compliance.reason.as_ref()).map(reason).unwrap_or_default(),
            proof: model.iter().flat_map(|model| &model.compliance.proof).map(met).collect(),
        }
    };
    per_model(report).iter().map(row).collect()
}

fn reason(reason: &Reason) -> String {
    cut(&reason.sentence(), MAX_TEXT)
}

fn met(proof: &Proof) -> Met {
    Met {
        kind: proof.kind.word().into(),
        license: proof.license.into(),
        path: cut(&proof.place.path, MAX_NAME),
        line: proof.place.line().unwrap_or(0),
        detail: cut(&proof.detail, MAX_WORDS),
    }
}

/// The identifiers that a model declares, each once, and its own spelling where that is another.
fn declared(model: Option<&ModelReport>) -> (Vec<String>, String) {
    let texts = model.map(|model| model.declared.as_slice()).unwrap_or_default();
    let known = texts.iter().flat_map(|text| match policy::identify(text) {
        known if known.is_empty() => vec![UNLISTED.to_owned()],
        known => known.into_iter().map(|known| known.id).collect(),
    });
    let mut ids: Vec<String> = known.collect();
    ids.sort_unstable();
    ids.dedup();
    let is_same = texts.len() == ids.len() && texts.iter().all(|text| ids.contains(text));
    (ids, if is_same { String::new() } else { cut(&texts.join(", "), MAX_NAME) })
}

fn base(lineage: &Lineage) -> Base {
    let mut via: Vec<String> = lineage.via.iter().map(|id| cut(id, MAX_NAME)).collect();
    if let Some(license) = lineage.license.as_ref().filter(|license| !via.contains(&license.of)) {
        via.push(cut(&license.of, MAX_NAME));
    }
    Base {
        license: policy::of_key(&lineage.family)
            .map_or_else(|| cut(&lineage.family, MAX_NAME), |policy| policy.license.to_owned()),
        is_certain: lineage.derived == Derived::Yes,
        via,
        evidence: lineage.evidence.iter().take(MAX_EVIDENCE).map(proof).collect(),
    }
}

fn proof(evidence: &Evidence) -> Shown {
    let words = if evidence.words.is_empty() { &evidence.text } else { &evidence.words };
    Shown {
        source: evidence.kind.words().into(),
        strength: evidence.strength.word().into(),
        speaks_for: evidence.speaks_for,
        path: cut(&evidence.place.path, MAX_NAME),
        line: evidence.place.line().unwrap_or(0),
        words: cut(words, MAX_WORDS),
    }
}

/// The base model that a finding calls unknown: its subject.
fn unknown_base(finding: &Finding) -> Option<String> {
    let is_on_parents = |rule: &rules::Rule| matches!(rule.scope, Scope::UnknownParents(_));
    rules::find(finding.rule.id).filter(|rule| is_on_parents(rule)).map(|_| cut(&finding.subject, MAX_NAME))
}

fn found(finding: &Finding) -> Found {
    let short = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| cut(text, MAX_TEXT)).collect::<Vec<_>>();
    let kind = json!([
        finding.rule.name(),
        // The script knows severities and certainties by their order.
        finding.severity as u8,
        finding.basis as u8,
        finding.license,
        cut(&finding.clause, MAX_TEXT),
        cut(&finding.message.headline, MAX_TEXT),
        short(&mut finding.message.details.iter().map(String::as_str)),
        short(&mut finding.advice.sentences()),
        finding.advice.verbatim.as_deref().map(|text| cut(text, MAX_TEXT)),
    ]);
    Found { kind, path: cut(&finding.place.path, MAX_NAME), line: finding.place.line().unwrap_or(0) }
}

fn note((missing, cycle): &(Vec<&str>, bool)) -> String {
    let missing = (!missing.is_empty()).then(|| format!("Not in the dump: {}.", missing.join(", ")));
    let cycle = cycle.then(|| "Its parents lead back to itself.".to_owned());
    cut(&missing.into_iter().chain(cycle).collect::<Vec<_>>().join(" "), MAX_TEXT)
}

fn cut(text: &str, most: usize) -> String {
    shortened(text, most).into_owned()
}

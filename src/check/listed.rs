//! What a report lists: all there is, up to the bounds that keep it of a size that people and programs can take.

use super::order::sort_findings;
use super::severities::{add_judgements, judgements};
use super::unlisted::{unlisted, unlisted_alike};
use crate::budget::Budget;
use crate::report::{Finding, Lineage, ModelReport, Report, Severity, Unchecked};
use crate::wording::{counted, shortened};
use std::collections::{BTreeMap, BTreeSet};

/// Of what there is to say of a model after the report is full, how many characters of each text.
const SHORT: usize = 100;

/// A report as it is put together, model by model.
pub(super) struct Listed<'b> {
    budget: &'b Budget,
    models: Vec<ModelReport>,
    findings: Vec<Finding>,
    unchecked: BTreeSet<Unchecked>,
    /// Bytes of texts that still fit.
    text: usize,
    /// Findings that did not fit, and the worst severity among them.
    unlisted: Option<(usize, Severity)>,
    /// Models of which not all was listed.
    cut: usize,
}

impl<'b> Listed<'b> {
    pub(super) const fn new(budget: &'b Budget) -> Self {
        Self {
            budget,
            models: Vec::new(),
            findings: Vec::new(),
            unchecked: BTreeSet::new(),
            text: budget.report,
            unlisted: None,
            cut: 0,
        }
    }

    /// Adds a model, what was found in it, and what cannot be seen of it. All findings count in its conclusion.
    pub(super) fn model(&mut self, mut model: ModelReport, findings: Vec<Finding>, unchecked: Vec<Unchecked>) {
        model.judged = judgements(&findings);
        for lineage in &mut model.lineage {
            lineage.evidence.truncate(self.budget.evidence);
        }
        if !self.fits(model_text(&model)) {
            shorten(&mut model);
            self.cut += 1;
        }
        self.models.push(model);
        self.findings(findings);
        self.unchecked.extend(unchecked);
    }

    /// Adds findings of one model, errors first, as long as they fit.
    pub(super) fn findings(&mut self, mut findings: Vec<Finding>) {
        sort_findings(&mut findings);
        for finding in bound_alike(findings, self.budget.alike) {
            if self.findings.len() < self.budget.findings && self.fits(finding_text(&finding)) {
                self.findings.push(finding);
            } else {
                let (count, worst) = self.unlisted.get_or_insert((0, finding.severity));
                *count += 1;
                *worst = finding.severity.max(*worst);
            }
        }
    }

    /// Adds findings that are about the tree or the configuration; they count for the model that they name.
    pub(super) fn others(&mut self, findings: Vec<Finding>) {
        if findings.is_empty() {
            return;
        }
        let mut of_model: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in findings {
            of_model.entry(finding.model.clone()).or_default().push(finding);
        }
        for model in &mut self.models {
            if let Some(findings) = of_model.get(&model.path) {
                add_judgements(&mut model.judged, findings);
            }
        }
        for findings in of_model.into_values() {
            self.findings(findings);
        }
    }

    /// The report; `top` is the path of the checked folder.
    pub(super) fn report(mut self, top: &str) -> Report {
        let unlisted = self.unlisted.map(|(count, worst)| unlisted(count, worst, top));
        self.findings.extend(unlisted);
        sort_findings(&mut self.findings);
        if self.cut > 0 {
            let models = counted(self.cut, "model");
            let full = format!("The report is full: evidence and declared licenses of {models} are left out.");
            self.unchecked.insert(full.into());
        }
        let unchecked = self.unchecked.into_iter().collect();
        Report { models: self.models, findings: self.findings, unchecked, ..Report::default() }
    }

    fn fits(&mut self, text: usize) -> bool {
        let left = self.text.checked_sub(text);
        self.text = left.unwrap_or(self.text);
        left.is_some()
    }
}

/// Puts one finding in place of all that come after the first `most` of their rule.
fn bound_alike(findings: Vec<Finding>, most: usize) -> Vec<Finding> {
    if findings.len() <= most {
        return findings;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unlisted: BTreeMap<&str, (Finding, usize, Severity)> = BTreeMap::new();
    let mut listed = Vec::new();
    for finding in findings {
        let count = counts.entry(finding.rule.id).or_default();
        *count += 1;
        if *count <= most {
            listed.push(finding);
            continue;
        }
        let (rule, severity) = (finding.rule.id, finding.severity);
        let (_, more, worst) = unlisted.entry(rule).or_insert((finding, 0, severity));
        *more += 1;
        *worst = severity.max(*worst);
    }
    listed.extend(unlisted.into_values().map(|(first, count, worst)| unlisted_alike(&first, count, worst)));
    listed
}

/// Bytes of the texts of a finding.
fn finding_text(finding: &Finding) -> usize {
    let Finding { message, advice, .. } = finding;
    let texts = message.details.iter().chain(&advice.because).chain(&advice.steps).chain(&advice.verbatim);
    let related = finding.related.iter().map(|related| related.label.len() + related.place.path.len());
    let fixes = finding.fix.iter().chain(&finding.also).map(|fix| fix.path.len() + fix.replacement.len());
    let places = finding.model.len() + finding.place.path.len() + finding.place.excerpt.len() + finding.subject.len();
    message.headline.len() + places + texts.map(String::len).chain(related).chain(fixes).sum::<usize>()
}

/// Bytes of the texts of what is said of a model.
fn model_text(model: &ModelReport) -> usize {
    let of_lineage = |lineage: &Lineage| -> usize {
        let evidence = lineage.evidence.iter();
        let evidence = evidence.map(|one| one.text.len() + one.words.len() + one.place.path.len());
        evidence.chain(lineage.via.iter().map(String::len)).sum()
    };
    let texts = model.declared.iter().chain(&model.name).chain(&model.card).map(String::len);
    model.path.len() + texts.chain(model.lineage.iter().map(of_lineage)).sum::<usize>()
}

/// Cuts what is said of a model to what is of one size for all.
fn shorten(model: &mut ModelReport) {
    model.declared.truncate(1);
    for text in model.declared.iter_mut().chain(&mut model.name) {
        *text = shortened(text, SHORT).into_owned();
    }
    for lineage in &mut model.lineage {
        lineage.evidence.truncate(1);
        lineage.via.truncate(1);
        lineage.via.iter_mut().for_each(|id| *id = shortened(id, SHORT).into_owned());
    }
}

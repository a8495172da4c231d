//! The models of a report, each with its findings and what is concluded of it.

use crate::report::{Conclusion, Finding, ModelReport, Report};
use std::collections::BTreeMap;

/// A model of a report, or a repository without one.
pub(crate) struct Concluded<'r> {
    pub(crate) model: Option<&'r ModelReport>,
    pub(crate) findings: Vec<&'r Finding>,
    pub(crate) conclusion: Conclusion,
}

/// Each model with the findings in it. The first has those of no model as well, and they count for it; without models, no model has all.
pub(crate) fn per_model(report: &Report) -> Vec<Concluded<'_>> {
    let mut by_path: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        by_path.entry(&finding.model).or_default().push(finding);
    }
    let of_model = |(model, conclusion)| {
        let model: &ModelReport = model;
        let findings = by_path.remove(model.path.as_str()).unwrap_or_default();
        Concluded { model: Some(model), findings, conclusion }
    };
    let mut models: Vec<Concluded<'_>> = report.models.iter().zip(report.conclusions()).map(of_model).collect();
    if models.is_empty() {
        models.push(Concluded { model: None, findings: Vec::new(), conclusion: report.conclusion() });
    }
    let of_none: Vec<&Finding> = by_path.into_values().flatten().collect();
    let first = &mut models[0];
    let found = Conclusion::of_severities(of_none.iter().map(|finding| finding.severity));
    first.conclusion = found.map_or(first.conclusion, |found| found.min(first.conclusion));
    first.findings.extend(of_none);
    models
}

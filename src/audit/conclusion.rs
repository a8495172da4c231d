//! What an audit concludes of a model: what complies stands apart from what has nothing to comply with.

use crate::policy;
use crate::report::{Derived, Fault, Finding, ModelReport, Report, Severity};
use std::collections::BTreeMap;

/// What a model comes to, in the order in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Conclusion {
    /// It lacks what a license asks.
    DoesNotComply,
    /// A person has to decide.
    MayNotComply,
    /// What binds it is not known.
    BaseUnknown,
    /// It has what the license of its base model asks.
    Complies,
    /// No license with duties is known to bind it.
    NothingToComplyWith,
    /// The repository shows no model.
    NoModelFound,
}

impl Conclusion {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 6] = [
        Self::DoesNotComply,
        Self::MayNotComply,
        Self::BaseUnknown,
        Self::Complies,
        Self::NothingToComplyWith,
        Self::NoModelFound,
    ];

    /// The words of all outputs.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::DoesNotComply => "does not comply",
            Self::MayNotComply => "may not comply",
            Self::BaseUnknown => "base unknown",
            Self::Complies => "complies",
            Self::NothingToComplyWith => "nothing to comply with",
            Self::NoModelFound => "no model found",
        }
    }

    /// Concludes from what a check says of a model and finds in it.
    pub(crate) fn of(model: Option<&ModelReport>, findings: &[&Finding]) -> Self {
        let worst = findings.iter().map(|finding| finding.severity).max();
        let is_open = findings.iter().any(|finding| finding.rule.fault == Fault::Uncertain);
        let is_bound = |model: &ModelReport| {
            let bound = |family: &str| policy::of_key(family).is_some();
            model.lineage.iter().any(|lineage| lineage.derived != Derived::No && bound(&lineage.family))
        };
        match (worst, model) {
            (Some(Severity::Error), _) => Self::DoesNotComply,
            (Some(Severity::Warning), _) => Self::MayNotComply,
            (_, None) => Self::NoModelFound,
            (_, Some(_)) if is_open => Self::BaseUnknown,
            (_, Some(model)) if is_bound(model) => Self::Complies,
            _ => Self::NothingToComplyWith,
        }
    }
}

/// Each model with the findings in it. The first has those of no model as well; without models, no model has all.
pub(crate) fn per_model<'r>(report: &'r Report) -> Vec<(Option<&'r ModelReport>, Vec<&'r Finding>)> {
    let mut by_path: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        by_path.entry(&finding.model).or_default().push(finding);
    }
    let of_model = |model: &'r ModelReport| (Some(model), by_path.remove(model.path.as_str()).unwrap_or_default());
    let mut models: Vec<_> = report.models.iter().map(of_model).collect();
    if models.is_empty() {
        models.push((None, Vec::new()));
    }
    models[0].1.extend(by_path.into_values().flatten());
    models
}

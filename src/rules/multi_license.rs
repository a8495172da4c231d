//! A model that descends from several families, each with a license of its own: all of them bind it.

use super::compatibility::is_required;
use super::policy_context::PolicyContext;
use super::policy_context::because;
use super::rule::{Rule, Scope};
use crate::basis::Basis;
use crate::policy::{self, Fit, Policy};
use crate::report::{Fault, Finding, Meta, Related, Severity};
use crate::texts::Verdict;

/// No identifier fits all of them.
pub(super) const NO_COMMON: Rule = Rule {
    meta: Meta {
        id: "no-common-license",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "The model descends from several families, and no license identifier fits the licenses of all of them.",
        why: "Every one of those licenses binds the model. Whoever receives it needs all of the agreements and notices.",
        mend: "Declare `license: other` with terms that name all of them, or list all of their identifiers. Hand on every agreement and notice, and have a person decide whether they can be met together.",
        unseen: "How much of each member is left in the weights.",
    },
    scope: Scope::SeveralLicenses(no_common),
};

/// The families that bind a model, for messages: "Llama 2 and Gemma".
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// An identifier of the Hub, other than those for terms of one's own, that every policy accepts.
pub(super) fn common(policies: &[&Policy]) -> Option<&'static str> {
    let fits = |id: &str, policy: &Policy| {
        let stances = policy::identify(id).into_iter().filter_map(|id| policy.stance(&id));
        stances.into_iter().all(|stance| matches!(stance.fit, Fit::Required | Fit::Beside))
    };
    let ids = policy::known_identifiers().filter(|(_, class)| !matches!(class.name, "other" | "research"));
    ids.map(|(id, _)| id).find(|id| policies.iter().all(|policy| fits(id, policy)))
}

/// Whether the model names all of the licenses: each in a list, or with `other` and a whole copy of each agreement.
fn names_all(contexts: &[PolicyContext<'_>]) -> bool {
    let is_declared =
        |context: &PolicyContext<'_>| context.declaration.items.iter().any(|item| is_required(context, item));
    let has_copy =
        |context: &PolicyContext<'_>| context.papers.agreements.iter().any(|text| text.verdict == Verdict::Complete);
    let is_other = |context: &PolicyContext<'_>| context.declaration.is_other() && has_copy(context);
    contexts.iter().all(is_declared) || contexts.iter().all(is_other)
}

fn no_common(meta: &'static Meta, contexts: &[PolicyContext<'_>]) -> Option<Finding> {
    let policies: Vec<&Policy> = contexts.iter().map(|context| context.policy).collect();
    let first = contexts.first().filter(|_| common(&policies).is_none())?;
    let families: Vec<&str> = policies.iter().map(|policy| policy.family_name).collect();
    let open: Vec<&Policy> = policies.iter().copied().filter(|policy| policy.no_other_models.is_some()).collect();
    let is_named = names_all(contexts);
    if is_named && open.is_empty() {
        return None;
    }
    let members: Vec<String> = contexts
        .iter()
        .filter_map(|context| {
            let evidence = context.evidence().next()?;
            Some(format!("{} by `{}` ({})", context.policy.family_name, evidence.text, evidence.kind.words()))
        })
        .collect();
    let message = format!(
        "No license identifier fits a model that descends from {}. It shows descent from {}.",
        listed(&families),
        members.join(", and from ")
    );
    let place = first.place();
    let mut finding = first.finding(meta, place, &families.join(" "), message);
    finding.basis = Basis::NeedsHuman;
    finding.clause = policies
        .iter()
        .map(|policy| {
            format!(
                "{} {}",
                policy.short,
                policy.obligation("incompatible-license").map_or("", |context| context.clause)
            )
        })
        .collect::<Vec<_>>()
        .join("; ");
    finding.related = contexts
        .iter()
        .filter_map(|context| {
            let evidence = context.evidence().find(|evidence| evidence.place != finding.place)?;
            let label = format!("shows descent from {} ({})", context.policy.family_name, evidence.kind.words());
            Some(Related { place: evidence.place.clone(), label })
        })
        .collect();
    finding.advice.because = contexts.iter().map(because).collect();
    if is_named {
        finding
            .only_inform("All of the licenses are named, and their agreements are there as far as that can be told.");
    } else {
        let names = listed(&policies.iter().map(|policy| policy.name).collect::<Vec<_>>());
        finding.advice = finding
            .advice
            .then(format!(
                "Declare `license: other` with `license_name` and `license_link`, and name in your terms: {names}."
            ))
            .then("Hand on every agreement and notice.");
    }
    for policy in open {
        let clause = policy.no_other_models.unwrap_or_default();
        finding.advice = finding.advice.then(format!(
            "{} {clause} forbids improving other models with {}. Whether this merge does needs a person.",
            policy.short, policy.family_name
        ));
    }
    Some(finding)
}

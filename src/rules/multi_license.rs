//! A model that derives from several families, each with a license of its own: all of them bind it.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::basis::Basis;
use crate::policy::{self, Policy};
use crate::report::{Advice, Fault, Finding, Message, Meta, Related, Stake};
use crate::wording::listed;

/// No license identifier is allowed by the licenses of all families.
pub(crate) const NO_COMMON: Rule = Meta {
    id: "no-common-license",
    label: "license",
    brief: "none is allowed by all base models",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The model derives from several families, and their licenses do not all allow any one license identifier.",
    why: "All of those licenses bind the model. Everyone who receives it needs all of the agreements and notices.",
    fix: "Declare `license: other` with terms that name all of them, or list all of their identifiers. Pass on every agreement and notice, and decide whether you can meet them together.",
    cannot_see: "How much of each base model is left in the weights.",
}
.rule(Scope::SeveralLicenses(no_common));

/// Whether a license, other than those for terms of one's own, is accepted by every policy.
fn have_common_license(policies: &[&Policy]) -> bool {
    let accepts = |policy: &&Policy, id: &str| policy::identify(id).iter().all(|id| policy.accepts(id));
    policy::known_licenses()
        .filter(|(_, class)| !matches!(class.name, "other" | "research"))
        .any(|(id, _)| policies.iter().all(|policy| accepts(policy, id)))
}

/// Whether the model names all of the licenses: each in a list, or with `other` and a whole copy of each agreement.
fn names_all(contexts: &[&PolicyContext<'_>]) -> bool {
    contexts.iter().all(|context| context.declares_own())
        || contexts.iter().all(|context| context.declaration.is_other() && context.copies.has_complete())
}

fn no_common(meta: &'static Meta, contexts: &[&PolicyContext<'_>]) -> Option<Finding> {
    let policies: Vec<&Policy> = contexts.iter().map(|context| context.policy).collect();
    let of_each = |of: fn(&Policy) -> &str| policies.iter().map(|policy| of(policy)).collect::<Vec<_>>();
    let first = contexts.first().filter(|_| !have_common_license(&policies))?;
    let closed = || policies.iter().filter_map(|policy| Some((policy, policy.no_other_models?)));
    let is_named = names_all(contexts);
    if is_named && closed().next().is_none() {
        return None;
    }
    let families: Vec<String> = contexts.iter().map(|context| context.origin_and_license()).collect();
    let shown = contexts.iter().filter_map(|context| {
        let evidence = context.evidence().next()?;
        Some(format!("{} by `{}` ({})", context.origin(), evidence.text, evidence.kind.words()))
    });
    let message = Message::from(format!(
        "No license identifier is allowed for a model derived from {}.",
        listed(&families.iter().map(String::as_str).collect::<Vec<_>>())
    ))
    .and(format!("The files show that it is derived from {}.", shown.collect::<Vec<_>>().join(", and from ")));
    let mut finding = first.finding(meta, first.place_of_missing(), &families.join(" "), message);
    let clauses = policies.iter().map(|policy| {
        let clause = policy.obligation("incompatible-license").map_or("", |obligation| obligation.clause);
        format!("{} {clause}", policy.short)
    });
    finding.clause = clauses.collect::<Vec<_>>().join("; ");
    finding.basis = Basis::NeedsHuman;
    let related = contexts.iter().filter_map(|context| {
        let evidence = context.evidence().find(|evidence| evidence.place != finding.place)?;
        let label = format!("shows that it is derived from {} ({})", context.origin(), evidence.kind.words());
        Some(Related { place: evidence.place.clone(), label })
    });
    finding.related = related.collect();
    let mut advice = Advice { because: contexts.iter().map(|context| context.reason()).collect(), ..Advice::default() };
    if is_named {
        finding.only_inform("All of the licenses are named, and their agreements are present as far as files show.");
    } else {
        let names = listed(&of_each(|policy| policy.name));
        advice = advice
            .then(format!(
                "Declare `license: other` with `license_name` and `license_link`, and name in your terms: {names}."
            ))
            .then("Pass on every agreement and notice.");
    }
    for (policy, clause) in closed() {
        advice = advice.then(format!(
            "{} {clause} forbids using {} to improve other models. Whether this merge does so needs your decision.",
            policy.short, policy.family_name
        ));
    }
    Some(finding.advise(advice))
}

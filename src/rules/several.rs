//! A model that descends from several families, each with a license of its own: all of them bind it.

use super::duty::because;
use super::{Duty, Look, Meta, Rule};
use crate::basis::Basis;
use crate::finding::{Finding, Related, Severity};
use crate::lineage::in_words;
use crate::policy::{self, Fit, Policy};
use std::fmt::Write;

/// No identifier fits all of them.
pub(super) const NO_COMMON: Rule = Rule {
    meta: Meta {
        id: "no-common-license",
        severity: Severity::Warning,
        summary: "The model descends from several families, and no license identifier fits the licenses of all of them.",
        why: "Every one of those licenses binds the model. Whoever receives it needs all of the agreements and notices.",
        mend: "Declare `license: other` with terms that name all of them, hand on every agreement and notice, and have a person decide whether they can be met together.",
        unseen: "How much of each member is left in the weights.",
    },
    look: Look::Several(no_common),
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

fn no_common(meta: &Meta, duties: &[Duty<'_>]) -> Option<Finding> {
    let policies: Vec<&Policy> = duties.iter().map(|duty| duty.policy).collect();
    let first = duties.first().filter(|_| common(&policies).is_none())?;
    let families: Vec<&str> = policies.iter().map(|policy| policy.family_name).collect();
    let members: Vec<String> = duties
        .iter()
        .filter_map(|duty| {
            let evidence = duty.evidence().next()?;
            Some(format!("{}: `{}` ({})", duty.policy.family_name, evidence.text, in_words(evidence.kind)))
        })
        .collect();
    let message = format!(
        "The model descends from {}. No license identifier fits all of their licenses. What shows it: {}.",
        listed(&families),
        members.join("; ")
    );
    let place = first.place();
    let mut finding = first.finding(meta, place, &families.join(" "), message);
    finding.basis = Basis::NeedsHuman;
    finding.clause = policies
        .iter()
        .map(|policy| {
            format!("{} {}", policy.short, policy.obligation("incompatible-license").map_or("", |duty| duty.clause))
        })
        .collect::<Vec<_>>()
        .join("; ");
    finding.related = duties
        .iter()
        .filter_map(|duty| {
            let evidence = duty.evidence().find(|evidence| evidence.place != finding.place)?;
            let label = format!("shows descent from {} ({})", duty.policy.family_name, in_words(evidence.kind));
            Some(Related { place: evidence.place.clone(), label })
        })
        .collect();
    finding.help = duties.iter().map(because).collect::<Vec<_>>().join("\n");
    finding
        .help
        .push_str("\nDeclare `license: other` with `license_name` and `license_link`, and name in your terms: ");
    finding.help.push_str(&listed(&policies.iter().map(|policy| policy.name).collect::<Vec<_>>()));
    finding.help.push_str(".\nHand on every agreement and notice.");
    for policy in policies {
        if let Some(clause) = policy.no_other_models {
            _ = write!(
                finding.help,
                "\n{} {clause} forbids improving other models with {}. Whether this merge does needs a person.",
                policy.short, policy.family_name
            );
        }
    }
    Some(finding)
}

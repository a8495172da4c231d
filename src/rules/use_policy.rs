//! The use policy that the license incorporates.

use super::{Duty, Look, Meta, Rule};
use crate::finding::{Finding, Severity};
use crate::papers::names;
use crate::policy::Pointer;

/// Neither the use policy nor a pointer to it.
pub(super) const MISSING: Rule = Rule {
    meta: Meta {
        id: "missing-use-policy",
        severity: Severity::Info,
        summary: "Nothing points at the use policy that the license of the base model incorporates.",
        why: "Those who use the model are bound by that policy and should learn of it.",
        mend: "Add the policy as USE_POLICY.md, or a link to it in the card.",
        unseen: "Whether the model is used within the policy.",
    },
    look: Look::Duty(missing),
};

/// Whether the card names the policy.
fn is_named(duty: &Duty<'_>, document: &Pointer) -> bool {
    duty.model.card.as_ref().is_some_and(|card| names(&card.source.text, document))
}

fn missing(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let Some(document) =
        duty.policy.use_policy.as_ref().filter(|document| !duty.papers.use_policy && !is_named(duty, document))
    else {
        return Vec::new();
    };
    let message = format!("Nothing points at the {}, which is part of the {}.", document.name, duty.policy.short);
    let mut finding = duty.finding(meta, duty.place(), "use-policy", message);
    let file = duty.model.file(document.file);
    finding.help = match document.url {
        Some(url) => format!("Add the licensor's policy as `{file}`, or link to it in the card:\n{url}"),
        None => format!("Add the licensor's policy as `{file}`, or a link to it in the card."),
    };
    vec![finding]
}

//! Declarations that contradict each other, and licenses of one's own that a person has to read.

use super::fit::{is_required, parts_code, sentence};
use super::{Duty, Look, Meta, Rule};
use crate::declaration::Field;
use crate::finding::{Finding, Severity};
use crate::policy::Fit;

/// Two fields say different things.
pub(super) const CONTRADICTORY: Rule = Rule {
    meta: Meta {
        id: "contradictory-license",
        severity: Severity::Warning,
        summary: "Two places of the repository declare different licenses.",
        why: "The Hub shows the `license` field. Whoever reads the other place learns something else.",
        mend: "Make `license`, `license_name`, `license_link` and the license file say the same. Where code and weights differ, say which license is whose.",
        unseen: "Which of the two is meant.",
    },
    look: Look::Duty(contradictory),
};

/// A license of one's own, which must not be wider than the base model's.
pub(super) const CUSTOM: Rule = Rule {
    meta: Meta {
        id: "custom-license",
        severity: Severity::Info,
        summary: "The model has a license of its own, or one that another company wrote. A person must read whether it only narrows the base model's license.",
        why: "Terms of your own may stand beside the base model's license as long as they only narrow it.",
        mend: "Have a person compare the two, once. Say in your terms that they are subject to the base model's license.",
        unseen: "What the terms mean.",
    },
    look: Look::Duty(custom),
};

fn contradictory(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let declaration = duty.declaration;
    let mut findings = Vec::new();
    let parted = parts_code(duty);
    let required = declaration.items.iter().find(|item| is_required(duty, item));
    for item in declaration.items.iter().filter(|item| !item.ids.is_empty() && !item.is_other()) {
        let Some(required) = required.filter(|_| !is_required(duty, item)) else { continue };
        let is_unfit = item.ids.iter().filter_map(|id| duty.policy.stance(id.class));
        // `incompatible-license` says it already.
        if !parted && is_unfit.into_iter().any(|stance| matches!(stance.fit, Fit::Broadens | Fit::Conflicts)) {
            continue;
        }
        let message = format!(
            "The card declares `{}` and `{}` for one model. {}",
            required.text,
            item.text,
            if parted {
                "Its text tells code and weights apart, but `license` does not say which part is under which."
            } else {
                "It does not say which part is under which."
            }
        );
        let mut finding = duty.finding(meta, item.place.clone(), &item.text, message);
        finding.help = format!(
            "Declare only `{}` for the weights. Name the license of other parts, such as code, in the text of the card.",
            duty.policy.license
        );
        findings.push(finding);
    }
    let declared: Vec<&str> =
        declaration.items.iter().flat_map(|item| item.ids.iter().map(|id| id.id.as_str())).collect();
    for behind in declaration.behind.iter().filter(|item| item.field != Field::File) {
        let Some(other) = behind.ids.iter().find(|id| id.id != "other" && !declared.contains(&id.id.as_str())) else {
            continue;
        };
        let field = if behind.field == Field::Name { "license_name" } else { "license_link" };
        // `other` with the name of a known license is how a custom license is resolved, not a contradiction.
        if declared.is_empty() || declaration.is_other() {
            continue;
        }
        let meant = if other.id == behind.text { String::new() } else { format!(" ({})", other.id) };
        let declared = declared.join("`, `");
        let message = format!("`license` says `{declared}`, but `{field}` says `{}`{meant}.", behind.text);
        let mut finding = duty.finding(meta, behind.place.clone(), field, message);
        finding.help = format!("The Hub shows `license`. Correct the field that is wrong, or delete `{field}`.");
        findings.push(finding);
    }
    findings
}

fn custom(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let declaration = duty.declaration;
    let narrower = declaration.items.iter().find(|item| {
        item.ids.iter().any(|id| duty.policy.stance(id.class).is_some_and(|stance| stance.fit == Fit::Beside))
            && !(item.is_other() && declaration.resolved().is_some())
    });
    let Some(item) = narrower else { return Vec::new() };
    let family = &duty.policy.family_name;
    if !item.is_other() {
        let why = item.ids.iter().find_map(|id| duty.policy.stance(id.class)).map(|stance| sentence(stance.why));
        let message = format!(
            "Whether `{}` fits a model that descends from {family} needs a person. {}.",
            item.text,
            why.unwrap_or_default()
        );
        let mut finding = duty.finding(meta, item.place.clone(), &item.text, message);
        finding.severity = Severity::Warning;
        finding.help = format!(
            "Unless you are that licensor, declare `license: {}`, or `license: other` with `license_name` and `license_link`.",
            duty.policy.license
        );
        return vec![finding];
    }
    let message = format!(
        "`{}` declares terms of its own. They may narrow what the {} gives, not widen it.",
        item.text, duty.policy.short
    );
    let mut finding = duty.finding(meta, item.place.clone(), &item.text, message);
    finding.help = format!(
        "Have a person compare them, and say in your terms that {family}'s part stays subject to the {}.",
        duty.policy.short
    );
    vec![finding]
}

//! Declarations that contradict each other, and licenses of one's own that a person has to read.

use super::card_finding::MOST;
use super::compatibility::{is_of_member, is_required, parts_code, sentence};
use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::{Field, Item};
use crate::policy::{Fit, Identifier};
use crate::report::{Advice, Fault, Finding, Meta, Severity};

/// Two fields say different things.
pub(super) const CONTRADICTORY: Rule = Rule {
    meta: Meta {
        id: "contradictory-license",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "Two places of the repository declare different licenses.",
        why: "The Hub shows the `license` field. Whoever reads the other place learns something else.",
        mend: "Make `license`, `license_name`, `license_link`, the license file and the header of the weights say the same. Where code and weights differ, say which license is whose.",
        unseen: "Which of the two is meant.",
    },
    scope: Scope::Derived(contradictory),
};

/// A license of one's own, which must not be wider than the base model's.
pub(super) const CUSTOM: Rule = Rule {
    meta: Meta {
        id: "custom-license",
        severity: Severity::Info,
        fault: Fault::Present,
        summary: "The model has a license of its own, or one that another company wrote. A person must read whether it only narrows the base model's license.",
        why: "Terms of your own may stand beside the base model's license as long as they only narrow it.",
        mend: "Have a person compare the two, once. Say in your terms that they are subject to the base model's license.",
        unseen: "What the terms mean.",
    },
    scope: Scope::Derived(custom),
};

fn contradictory(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let mut findings = Vec::new();
    let parted = parts_code(context);
    let required = declaration.items.iter().find(|item| is_required(context, item));
    for item in declaration.items.iter().filter(|item| !item.ids.is_empty() && !item.is_other()) {
        let Some(required) = required.filter(|_| !is_required(context, item)) else { continue };
        if findings.len() >= MOST {
            break;
        }
        let is_unfit = item.ids.iter().filter_map(|id| context.policy.stance(id));
        if item.ids.iter().all(|id| is_of_member(context, item, id)) {
            continue;
        }
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
        let mut finding = context.finding(meta, item.place.clone(), &item.text, message);
        finding.advice = Advice::step(format!(
            "Declare only {} for the weights. Name the license of other parts, such as code, in the text of the card.",
            context.policy.declaration_in_words()
        ));
        findings.push(finding);
    }
    findings.extend(fields(meta, context));
    findings.extend(headers(meta, context));
    findings
}

/// The license in the header of weights against the declared one.
fn headers(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let declared: Vec<&Item> = if declaration.is_other() {
        declaration.resolved().into_iter().collect()
    } else {
        declaration.items.iter().filter(|item| !item.ids.is_empty()).collect()
    };
    let Some(first) = declared.first() else { return Vec::new() };
    let is_declared = |id: &Identifier| declared.iter().any(|item| item.ids.iter().any(|other| other.id == id.id));
    let mut told: Vec<&Item> = Vec::new();
    for item in &declaration.headers {
        if !item.ids.iter().any(is_declared) && told.iter().all(|other| other.ids != item.ids) {
            told.push(item);
        }
    }
    let told = told.into_iter().take(MOST).map(|item| {
        let said = declared.iter().map(|item| shown(item)).collect::<Vec<_>>().join(", ");
        let (card, key) = (key(first), key(item));
        let message = format!("`{card}` says {said}, but `{key}` in `{}` says {}.", item.place.path, shown(item));
        let header_is_right = is_required(context, item);
        let place = if header_is_right { &first.place } else { &item.place };
        let mut finding = context.finding(meta, place.clone(), key, message);
        finding.advice = Advice::step(if header_is_right {
            format!("The header has the license of {}. Correct the card: declare `license: {}`.", context.policy.family_name, context.policy.license)
        } else {
            let is_right = declared.iter().all(|item| is_required(context, item));
            let license = context.policy.license;
            if is_right {
                format!(
                    "The card is right. Write `{key}` = `{license}` into the header, or convert the weights again with this card beside them."
                )
            } else {
                format!("Make both say the same. The license of {} is `{license}`.", context.policy.family_name)
            }
        });
        finding
    });
    told.collect()
}

/// The name of the field that an item stands in.
fn key(item: &Item) -> &'static str {
    match item.field {
        Field::Name => "license_name",
        Field::Link => "license_link",
        Field::License | Field::File => "license",
        Field::Header(key) => key,
    }
}

/// An item as written, with the identifier that it stands for.
fn shown(item: &Item) -> String {
    match item.ids.as_slice() {
        [one] if one.id != item.text => format!("`{}` ({})", item.text, one.id),
        _ => format!("`{}`", item.text),
    }
}

/// `license_name` and `license_link` against `license`; against each other where `license` is `other`.
fn fields(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let license_fields: Vec<&Item> = declaration.behind.iter().filter(|item| item.field != Field::File).collect();
    let is_other = declaration.is_other();
    let named = if is_other { license_fields.first().copied() } else { declaration.items.first() };
    let Some(named) = named.filter(|named| !named.ids.is_empty()) else { return Vec::new() };
    let declared: Vec<&Item> = if is_other { vec![named] } else { declaration.items.iter().collect() };
    let fits = |item: &Item| {
        let is_said = |id: &Identifier| declared.iter().any(|said| said.ids.iter().any(|other| other.id == id.id));
        // A name that no list has is a license of one's own; a link or a file that no list has says nothing.
        if item.ids.is_empty() {
            item.field == Field::Link || !is_other && declaration.items.iter().any(Item::is_other)
        } else {
            item.ids.iter().any(|id| id.id == "other" || is_said(id))
        }
    };
    let said = declared.iter().map(|item| shown(item)).collect::<Vec<_>>().join(", ");
    let unfit = license_fields.iter().filter(|item| !std::ptr::eq(**item, named) && !fits(item));
    unfit
        .take(MOST)
        .map(|item| {
            let field = key(item);
            let message = format!("`{}` says {said}, but `{field}` says {}.", key(named), shown(item));
            let mut finding = context.finding(meta, item.place.clone(), field, message);
            finding.advice = Advice::step(if is_other {
                format!("Correct the field that is wrong, or delete `{field}`.")
            } else {
                format!("The Hub shows `license`. Correct the field that is wrong, or delete `{field}`.")
            });
            finding
        })
        .collect()
}

fn custom(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let declaration = context.declaration;
    let narrower = declaration.items.iter().find(|item| {
        item.ids.iter().any(|id| context.policy.stance(id).is_some_and(|stance| stance.fit == Fit::Beside))
            && !(item.is_other() && declaration.resolved().is_some())
    });
    let Some(item) = narrower else { return Vec::new() };
    let family = &context.policy.family_name;
    if !item.is_other() {
        let why = item.ids.iter().find_map(|id| context.policy.stance(id)).map(|stance| sentence(stance.why));
        let message = format!(
            "Whether `{}` fits a model that descends from {family} needs a person. {}.",
            item.text,
            why.unwrap_or_default()
        );
        let mut finding = context.finding(meta, item.place.clone(), &item.text, message);
        finding.severity = Severity::Warning;
        finding.advice = Advice::step(format!(
            "Unless you are that licensor, declare {}, or terms of your own as `license: other` with `license_name` and `license_link`.",
            context.policy.declaration_in_words()
        ));
        return vec![finding];
    }
    let message = format!(
        "`{}` declares terms of its own. They may be narrower than the {}, not wider.",
        item.text, context.policy.short
    );
    let mut finding = context.finding(meta, item.place.clone(), &item.text, message);
    finding.advice = Advice::step(format!(
        "Have a person compare them, and say in your terms that what comes from {family} stays subject to the {}.",
        context.policy.short
    ));
    vec![finding]
}

//! A declared license that the license of the base model does not allow, or may not allow.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::{Field, Item};
use crate::policy::{Compatibility, Fit, Identifier};
use crate::report::{Advice, Basis, Change, Fault, Finding, Fix, Message, Meta, Stake};
use crate::wording::{capitalized, listed};

/// The license gives more than was given, or forbids what must be passed on.
pub(crate) const INCOMPATIBLE: Rule = Meta {
    id: "incompatible-license",
    label: "license",
    brief: "not allowed for a derivative",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::Text,
    fault: Fault::Declared,
    summary: "The base model's license does not allow the declared license.",
    why: "A license that is broader than the base model's promises rights that are not yours to give. It misleads everyone who relies on it.",
    fix: "Declare the base model's own license, or `other` with stricter terms of your own. Only the rights holders can relicense.",
    cannot_see: "Agreements between you and the licensor. Whether code in the repository has another license than the weights, unless the card says so in words that the gate reads.",
}
.rule(Scope::Derived(incompatible));

/// The license narrows on one side and widens on another.
pub(super) const AMBIGUOUS: Rule = Meta {
    id: "ambiguous-license",
    label: "license",
    brief: "may not be allowed",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "Whether the base model's license allows the declared license needs your decision.",
    why: "Non-commercial Creative Commons licenses are stricter on commercial use and broader elsewhere. Careful publishers have decided both ways.",
    fix: "Ask counsel. If you keep the license, say in the card that the base model's part remains subject to its own license.",
    cannot_see: "Whether you mean the license for your own part only.",
}
.rule(Scope::Derived(ambiguous));

fn incompatible(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    findings(meta, context, &[Fit::Broadens, Fit::Conflicts])
}

fn ambiguous(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    findings(meta, context, &[Fit::Ambiguous])
}

fn findings(meta: &'static Meta, context: &PolicyContext<'_>, fits: &[Fit]) -> Vec<Finding> {
    misfits(context, fits).iter().map(|misfit| finding(meta, context, misfit)).collect()
}

/// Licenses that one item names and that are not allowed for one reason.
struct Misfit<'d> {
    item: &'d Item,
    ids: Vec<&'d Identifier>,
    compatibility: &'d Compatibility,
}

/// The declared licenses with one of these stances.
fn misfits<'d>(context: &'d PolicyContext<'_>, fits: &[Fit]) -> Vec<Misfit<'d>> {
    let items = context.items_of_model();
    let mut found: Vec<Misfit<'d>> = Vec::new();
    for item in items {
        for id in item.ids.iter().filter(|id| !context.is_of_other_parent(item, id)) {
            let Some(compatibility) = context.policy.compatibility(id).filter(|it| fits.contains(&it.fit)) else {
                continue;
            };
            if found.iter().flat_map(|misfit| &misfit.ids).any(|seen| seen.id == id.id) {
                continue;
            }
            let is_alike = |misfit: &&mut Misfit<'_>| {
                std::ptr::eq(misfit.item, item) && misfit.compatibility.why == compatibility.why
            };
            match found.iter_mut().find(is_alike) {
                Some(misfit) => misfit.ids.push(id),
                None => found.push(Misfit { item, ids: vec![id], compatibility }),
            }
        }
    }
    found
}

fn finding(meta: &'static Meta, context: &PolicyContext<'_>, misfit: &Misfit<'_>) -> Finding {
    let item = misfit.item;
    let license = misfit.ids.iter().map(|id| id.id.as_str()).collect::<Vec<_>>().join(", ");
    let is_ambiguous = misfit.compatibility.fit == Fit::Ambiguous;
    let verb = if is_ambiguous { "may not be allowed" } else { "is not allowed" };
    let quoted = if item.text == license { format!("`{license}`") } else { format!("`{}` ({license})", item.text) };
    let subject = match item.field {
        Field::License | Field::Unread => quoted,
        Field::Header(key) => format!("`{key}` is {quoted}, which"),
        Field::Name => format!("`license_name` is {quoted}, which"),
        Field::Link => format!("`license_link` leads to {quoted}, which"),
        Field::Text => format!("The card declares no license, and its text states {quoted}, which"),
        Field::File => format!("`{}` contains the text of `{license}`, which", item.text),
    };
    let why = capitalized(misfit.compatibility.why);
    let message = Message::from(format!("{subject} {verb} for a model derived from {}.", context.origin()))
        .and(format!("{why}."));
    let advice = if is_ambiguous { advise_decision(context, &license) } else { advise_declaration(context) };
    let mut finding = context.finding(meta, item.place.clone(), &license, message);
    finding.advice = advice.because(context.reason());
    if context.is_sufficient() && matches!(item.field, Field::License | Field::Unread | Field::Name) {
        let to = context.policy.declared_as.to_owned();
        finding.change = Some(Change { from: item.text.clone(), to });
    }
    if !context.is_sufficient() {
        return finding;
    }
    match item.field {
        Field::License if !is_ambiguous => {
            finding.fix = if context.declares_own() { delete_line(item) } else { context.declare_in_place_of(item) };
            if finding.fix.is_some() {
                finding.also = corrected_fields(context).map(|(_, fix)| fix).collect();
            }
        }
        // Where the link leads to other terms than the name, which of the two is meant is not known.
        Field::Name if !links_elsewhere(context) => {
            let mut fixes: Vec<(Field, Fix)> = corrected_fields(context).collect();
            let name = fixes.iter().position(|(field, _)| *field == Field::Name);
            finding.fix = name.map(|at| fixes.remove(at).1);
            finding.also = fixes.into_iter().map(|(_, fix)| fix).collect();
        }
        _ => {}
    }
    finding
}

/// What to do about a license that may be allowed.
fn advise_decision(context: &PolicyContext<'_>, license: &str) -> Advice {
    let decide = "ecide, and record the decision as an exception in the configuration.";
    let policy = context.policy;
    Advice::step(if context.is_sufficient() {
        format!("Declare {}, or d{decide}", policy.declaration_in_words())
    } else {
        format!("D{decide}")
    })
    .then(format!("If you keep `{license}`, write in the card:"))
    .verbatim(match &policy.restrictions {
        // They bind the derivative as a whole.
        Some(restrictions) => format!(
            "All use of this model is subject to the {} and to its {}, whatever other terms say.",
            policy.short, restrictions.name
        ),
        None => format!(
            "What comes from {} is subject to the {}. The terms above apply to our own part only.",
            context.origin(),
            policy.short
        ),
    })
}

/// What to do about a license that is not allowed.
fn advise_declaration(context: &PolicyContext<'_>) -> Advice {
    if context.is_sufficient() {
        let declare = Advice::step(format!("Declare {}.", context.policy.declaration_in_words()));
        return if context.policy.allows_own_terms() {
            declare.then(
                "You may add stricter terms of your own, as `license: other` with `license_name` and `license_link`.",
            )
        } else {
            declare
        };
    }
    Advice::step(format!(
        "The {} binds it as well, so no single license is allowed. Declare `license: other` with `license_name` and `license_link`.",
        listed(&context.others.iter().map(|other| other.short).collect::<Vec<_>>())
    ))
}

/// A fix that deletes the line of an item of a list.
fn delete_line(item: &Item) -> Option<Fix> {
    let range = item.place.range.filter(|range| range.line == range.end_line)?;
    let is_alone = item.place.excerpt.trim().strip_prefix('-').is_some_and(|value| value.trim() == item.text);
    is_alone.then(|| Fix::replace_line(&item.place.path, range.line, ""))
}

/// Whether the card links to terms that are not those of a license which is not allowed.
fn links_elsewhere(context: &PolicyContext<'_>) -> bool {
    let mut links = context.declaration.license_fields.iter().filter(|item| item.field == Field::Link);
    links.any(|item| !context.rejects(item))
}

/// The corrected line of each of `license_name` and `license_link` that names a license which is not allowed.
fn corrected_fields<'d>(context: &'d PolicyContext<'_>) -> impl Iterator<Item = (Field, Fix)> + 'd {
    context.declaration.license_fields.iter().filter(|item| context.rejects(item)).filter_map(|item| {
        let right = match item.field {
            Field::Name => context.policy.declared_as,
            Field::Link => context.policy.url,
            Field::License | Field::Unread | Field::File | Field::Text | Field::Header(_) => return None,
        };
        Some((item.field, Fix::replace_value(&item.place, &item.text, right)?))
    })
}

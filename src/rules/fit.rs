//! A declared license that may not stand on a descendant of the family, or whose fit a person has to judge.

use super::duty::because;
use super::{Duty, Look, Meta, Rule};
use crate::declaration::{Field, Item};
use crate::finding::{Finding, Fix, Severity};
use crate::policy::{Fit, Identifier, Stance};

/// The license gives more than was given, or forbids what must be handed on.
pub(super) const INCOMPATIBLE: Rule = Rule {
    meta: Meta {
        id: "incompatible-license",
        severity: Severity::Error,
        summary: "The declared license does not fit the license of the base model.",
        why: "A license that widens what the base model's license gives promises rights that are not yours to give. Those who rely on it are misled.",
        mend: "Declare the base model's own license, or `other` with terms of your own that only narrow it. Relicensing is a decision for the rights holders.",
        unseen: "Agreements between you and the licensor. Whether code in the repository has another license than the weights, unless the card says so.",
    },
    look: Look::Duty(incompatible),
};

/// The license narrows on one side and widens on another.
pub(super) const AMBIGUOUS: Rule = Rule {
    meta: Meta {
        id: "ambiguous-license",
        severity: Severity::Warning,
        summary: "Whether the declared license fits the license of the base model needs a person.",
        why: "Non-commercial Creative Commons licenses are narrower on commercial use and broader elsewhere. Careful publishers have decided both ways.",
        mend: "Ask the person who answers for licenses. If the license stays, say in the card that the base model's part stays subject to its own license.",
        unseen: "Whether the license is meant for your own part only.",
    },
    look: Look::Duty(ambiguous),
};

fn incompatible(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let unfit = |fit| matches!(fit, Fit::Broadens | Fit::Conflicts);
    judged(duty, unfit).map(|(item, id, stance)| finding(meta, duty, item, &id, stance)).collect()
}

fn ambiguous(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    judged(duty, |fit| fit == Fit::Ambiguous).map(|(item, id, stance)| finding(meta, duty, item, &id, stance)).collect()
}

/// The declared licenses of one kind of fit: the items of `license`; what stands behind `other`; a license file where nothing
/// is declared and the card does not name the family's license itself.
fn judged<'d>(
    duty: &'d Duty<'_>,
    wanted: impl Fn(Fit) -> bool + 'd,
) -> impl Iterator<Item = (&'d Item, Identifier, &'d Stance)> {
    let declaration = duty.declaration;
    let mut items: Vec<&Item> = declaration.items.iter().filter(|item| !item.is_other()).collect();
    if declaration.is_other() {
        items.extend(declaration.resolved());
    }
    if declaration.items.is_empty() && !states_license(duty) {
        items.extend(declaration.behind.iter().filter(|item| item.field == Field::File));
    }
    let stances = items.into_iter().flat_map(move |item| {
        item.ids.iter().filter_map(move |id| Some((item, id.clone(), duty.policy.stance(id.class)?)))
    });
    let mut seen: Vec<String> = Vec::new();
    stances.filter(move |(_, id, stance)| {
        let new = wanted(stance.fit) && id.id != duty.policy.license && !seen.contains(&id.id);
        if new {
            seen.push(id.id.clone());
        }
        new
    })
}

/// Whether the model refers to the family's own license, so that another license file may be about its code.
fn states_license(duty: &Duty<'_>) -> bool {
    !duty.papers.references.is_empty() || !duty.papers.agreements.is_empty()
}

fn finding(meta: &Meta, duty: &Duty<'_>, item: &Item, id: &Identifier, stance: &Stance) -> Finding {
    let (policy, license) = (duty.policy, &id.id);
    let verb = if stance.fit == Fit::Ambiguous { "may not fit" } else { "does not fit" };
    let shown = match item.field {
        Field::File => format!("`{}` holds the text of `{license}`, which", item.text),
        _ if item.text == *license => format!("`{license}`"),
        _ => format!("`{}` ({license})", item.text),
    };
    let message =
        format!("{shown} {verb} a model that descends from {}. {}.", policy.family_name, sentence(stance.why));
    let mut finding = duty.finding(meta, item.place.clone(), license, message);
    finding.help = match stance.fit {
        Fit::Ambiguous => format!(
            "{}\nHave a person decide.\nIf `{license}` stays, write in the card:\n{} is subject to the {}. The terms above apply to our own part only.",
            because(duty),
            policy.family_name,
            policy.short
        ),
        _ => format!(
            "{}\nDeclare `license: {}`.\nTerms of your own that only narrow it may stand beside it, as `license: other` with `license_name` and `license_link`.",
            because(duty),
            policy.license
        ),
    };
    if stance.fit != Fit::Ambiguous && item.field == Field::License {
        finding.fix = replace(&item.place, &item.text, policy.license);
    }
    finding
}

/// A reason as the beginning of a sentence.
fn sentence(reason: &str) -> String {
    let mut chars = reason.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The line of a place with one value changed, where the value stands on it once.
pub(super) fn replace(place: &crate::source::Place, old: &str, new: &str) -> Option<Fix> {
    let range = place.range.filter(|range| range.line == range.end_line)?;
    let line = place.excerpt.lines().next()?;
    let at = line.char_indices().nth(range.column - 1).map(|(at, _)| at)?;
    let quoted = line[at..].find(old)? + at;
    let replacement = format!("{}{new}{}", &line[..quoted], &line[quoted + old.len()..]);
    Some(Fix { path: place.path.to_string(), line: range.line, end_line: range.line, replacement })
}

//! A declared license that may not stand on a descendant of the family, or whose fit a person has to judge.

use super::multi_license::listed;
use super::policy_context::PolicyContext;
use super::policy_context::because;
use super::rule::{Rule, Scope};
use crate::declaration::{Field, Item};
use crate::policy::{self, Compatibility, Fit, Identifier, Policy};
use crate::report::{Advice, Fault, Finding, Fix, Meta, Severity};
use crate::source::EXCERPT;

/// The license gives more than was given, or forbids what must be handed on.
pub(super) const INCOMPATIBLE: Rule = Rule {
    meta: Meta {
        id: "incompatible-license",
        severity: Severity::Error,
        fault: Fault::Declared,
        summary: "The declared license does not fit the license of the base model.",
        why: "A license that widens what the base model's license gives promises rights that are not yours to give. Those who rely on it are misled.",
        mend: "Declare the base model's own license, or `other` with terms of your own that only narrow it. Relicensing is a decision for the rights holders.",
        unseen: "Agreements between you and the licensor. Whether code in the repository has another license than the weights, unless the card says so.",
    },
    scope: Scope::Derived(incompatible),
};

/// The license narrows on one side and widens on another.
pub(super) const AMBIGUOUS: Rule = Rule {
    meta: Meta {
        id: "ambiguous-license",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "Whether the declared license fits the license of the base model needs a person.",
        why: "Non-commercial Creative Commons licenses are narrower on commercial use and broader elsewhere. Careful publishers have decided both ways.",
        mend: "Ask the person who answers for licenses. If the license stays, say in the card that the base model's part stays subject to its own license.",
        unseen: "Whether the license is meant for your own part only.",
    },
    scope: Scope::Derived(ambiguous),
};

fn incompatible(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let unfit = |compatibility| matches!(compatibility, Fit::Broadens | Fit::Conflicts);
    judged(context, unfit).iter().map(|judged| finding(meta, context, judged)).collect()
}

fn ambiguous(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    judged(context, |compatibility| compatibility == Fit::Ambiguous)
        .iter()
        .map(|judged| finding(meta, context, judged))
        .collect()
}

/// The licenses that one item names and that stand alike to the family's license.
struct Judged<'d> {
    item: &'d Item,
    ids: Vec<&'d Identifier>,
    stance: &'d Compatibility,
}

/// The declared licenses of one kind of fit: the items of `license`; what stands behind `other`; a license file where nothing
/// is declared and the card does not name the family's license itself. Where the card gives code and weights licenses of
/// their own, the one that is not the family's is the code's.
fn judged<'d>(context: &'d PolicyContext<'_>, wanted: impl Fn(Fit) -> bool) -> Vec<Judged<'d>> {
    let declaration = context.declaration;
    let mut items: Vec<&Item> = declaration.items.iter().filter(|item| !item.is_other()).collect();
    if parts_code(context) {
        items.retain(|item| is_required(context, item));
    }
    if declaration.is_other() {
        items.extend(declaration.resolved());
    }
    if declaration.items.is_empty() && !states_license(context) {
        items.extend(declaration.behind.iter().filter(|item| item.field == Field::File));
    }
    let mut found: Vec<Judged<'d>> = Vec::new();
    for item in items {
        for id in item.ids.iter().filter(|id| id.id != context.policy.license && !is_of_member(context, item, id)) {
            let Some(stance) = context.policy.stance(id).filter(|stance| wanted(stance.fit)) else { continue };
            if found.iter().any(|judged| judged.ids.iter().any(|seen| seen.id == id.id)) {
                continue;
            }
            match found.iter_mut().find(|judged| std::ptr::eq(judged.item, item) && judged.stance.why == stance.why) {
                Some(judged) => judged.ids.push(id),
                None => found.push(Judged { item, ids: vec![id], stance }),
            }
        }
    }
    found
}

/// Whether a license is the one of another family that binds the model as well, and stands where it must: its text in a file, or
/// its name beside that of this family's license.
pub(super) fn is_of_member(context: &PolicyContext<'_>, item: &Item, id: &Identifier) -> bool {
    let is_member = context.others.iter().any(|other| other.license == id.id);
    let is_beside = || context.declaration.items.iter().any(|item| is_required(context, item));
    is_member && (item.field == Field::File || is_beside())
}

/// Whether an item names the family's own license and nothing else.
pub(super) fn is_required(context: &PolicyContext<'_>, item: &Item) -> bool {
    let required = |id: &Identifier| id.id == context.policy.license;
    !item.ids.is_empty() && item.ids.iter().all(required)
}

/// Whether a policy has it that an identifier does not fit.
pub(super) fn is_unfit(policy: &Policy, id: &str) -> bool {
    let stances = policy::identify(id).into_iter().filter_map(|id| policy.stance(&id));
    stances.into_iter().any(|stance| matches!(stance.fit, Fit::Broadens | Fit::Conflicts))
}

/// Whether the card declares the family's license beside another, and its text says that code and weights have licenses of
/// their own.
pub(super) fn parts_code(context: &PolicyContext<'_>) -> bool {
    let items = &context.declaration.items;
    let is_dual = items.len() > 1 && items.iter().any(|item| is_required(context, item));
    let Some(card) = context.model.card.as_ref().filter(|_| is_dual) else { return false };
    let (mut code, mut weights) = (false, false);
    for block in &card.blocks {
        let lower = block.text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if lower.contains("licen") || lower.contains("ライセンス") || words.contains(&"under") {
            // Some families have "code" in their name.
            let is_name = |next: &str| crate::lineage::names_family(&format!("code {next}"));
            code |= words
                .iter()
                .enumerate()
                .any(|(at, word)| *word == "code" && !words.get(at + 1).is_some_and(|next| is_name(next)));
            weights |= words.iter().any(|word| matches!(*word, "weights" | "weight"));
            code |= lower.contains("コード");
            weights |= lower.contains("重み");
        }
    }
    code && weights
}

/// Whether the model refers to the family's own license, so that another license file may be about its code.
fn states_license(context: &PolicyContext<'_>) -> bool {
    !context.papers.references.is_empty() || !context.papers.agreements.is_empty()
}

fn finding(meta: &'static Meta, context: &PolicyContext<'_>, Judged { item, ids, stance }: &Judged<'_>) -> Finding {
    let policy = context.policy;
    let license = &ids.iter().map(|id| id.id.as_str()).collect::<Vec<_>>().join(", ");
    let verb = if stance.fit == Fit::Ambiguous { "may not fit" } else { "does not fit" };
    let shown = if item.text == *license { format!("`{license}`") } else { format!("`{}` ({license})", item.text) };
    let shown = match item.field {
        Field::License => shown,
        Field::Header(key) => format!("`{key}` is {shown}, which"),
        Field::Name => format!("`license_name` is {shown}, which"),
        Field::Link => format!("`license_link` leads to {shown}, which"),
        Field::File => format!("`{}` holds the text of `{license}`, which", item.text),
    };
    let message =
        format!("{shown} {verb} a model that descends from {}. {}.", policy.family_name, sentence(stance.why));
    let mut finding = context.finding(meta, item.place.clone(), license, message);
    let advice = match stance.fit {
        Fit::Ambiguous => {
            let decide = "ave a person decide, and record the decision as an exception in the configuration.";
            Advice::step(if is_alone(context) {
                format!("Declare {}, or h{decide}", policy.declaration_in_words())
            } else {
                format!("H{decide}")
            })
            .then(format!("If `{license}` stays, write in the card:"))
            .verbatim(format!(
                "What comes from {} is subject to the {}. The terms above apply to our own part only.",
                policy.family_name, policy.short
            ))
        }
        _ if !is_alone(context) => Advice::step(format!(
            "It descends from {} as well, so no one license fits. Declare `license: other` with `license_name` and `license_link`.",
            listed(&context.others.iter().map(|other| other.family_name).collect::<Vec<_>>())
        )),
        _ => Advice::step(format!("Declare {}.", policy.declaration_in_words())).then(
            "Terms of your own that only narrow it may stand beside it, as `license: other` with `license_name` and `license_link`.",
        ),
    };
    finding.advice = advice.because(because(context));
    if stance.fit != Fit::Ambiguous && item.field == Field::License && is_alone(context) {
        let stays = context.declaration.items.iter().any(|other| is_required(context, other));
        finding.fix = if stays { remove(item) } else { declare(context, item) };
    }
    if is_alone(context) {
        super::license_fields::correct(context, item, &mut finding);
    }
    finding
}

/// Whether the license is the only one that binds the model, or one that the others accept.
pub(super) fn is_alone(context: &PolicyContext<'_>) -> bool {
    context.others.iter().all(|other| !is_unfit(other, context.policy.license))
}

/// The line of an item with the family's own license in place of the declared one. Where that is `other` with a name and a link,
/// these follow, unless the card has them already.
pub(super) fn declare(context: &PolicyContext<'_>, item: &Item) -> Option<Fix> {
    let mut fix = replace(&item.place, &item.text, context.policy.identifier())?;
    let lines = context.policy.declaration();
    let license_fields: Vec<&str> = lines.lines().skip(1).collect();
    if license_fields.is_empty() {
        return Some(fix);
    }
    let is_plain = fix.replacement.trim_end() == "license: other" && fix.replacement.starts_with("license");
    let is_free =
        !context.declaration.has_name && !context.declaration.has_link && context.declaration.items.len() == 1;
    if !is_plain || !is_free {
        return None;
    }
    fix.replacement = lines;
    Some(fix)
}

/// A fix that deletes the line of an item of a list.
fn remove(item: &Item) -> Option<Fix> {
    let range = item.place.range.filter(|range| range.line == range.end_line)?;
    let line = item.place.excerpt.trim();
    let is_alone = line.strip_prefix('-').is_some_and(|value| value.trim() == item.text);
    let path = item.place.path.to_string();
    is_alone.then(|| Fix { path, line: range.line, end_line: range.line, replacement: String::new() })
}

/// A reason as the beginning of a sentence.
pub(super) fn sentence(reason: &str) -> String {
    let mut chars = reason.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The line of a place with one value changed, where the value stands on it once.
pub(super) fn replace(place: &crate::source::Place, old: &str, new: &str) -> Option<Fix> {
    let range = place.range.filter(|range| range.line == range.end_line)?;
    // Of a longer line the excerpt may lack the end.
    let line = place.excerpt.lines().next().filter(|line| line.len() < EXCERPT - 4)?;
    let at = line.char_indices().nth(range.column - 1).map(|(at, _)| at)?;
    let quoted = line[at..].find(old)? + at;
    let replacement = format!("{}{new}{}", &line[..quoted], &line[quoted + old.len()..]);
    Some(Fix { path: place.path.to_string(), line: range.line, end_line: range.line, replacement })
}

//! The use policy that the license incorporates.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::policy::Pointer;
use crate::report::{Advice, Basis, Fault, Finding, Meta, MissingText, Stake};

/// Neither the use policy nor a pointer to it.
pub(super) const MISSING: Rule = Meta {
    id: "missing-use-policy",
    label: "use policy",
    brief: "no link",
    is_cause: false,
    stake: Stake::Reminder,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "Nothing links to the use policy of the base model's license.",
    why: "The policy binds users of the model, who should learn of it.",
    fix: "Add the policy as USE_POLICY.md, or link to it in the card.",
    cannot_see: "Whether the model is used within the policy.",
}
.rule(Scope::Derived(missing));

/// The file for the use policy: with the name of the license where several licenses bind the model, or where the usual name is taken.
fn file_name(context: &PolicyContext<'_>, document: &Pointer) -> String {
    let usual = context.model.file(document.file);
    let is_taken = context.model.own_texts().any(|text| text.source.path.eq_ignore_ascii_case(&usual));
    if !is_taken && context.others.is_empty() {
        return usual;
    }
    let (stem, extension) = document.file.rsplit_once('.').unwrap_or((document.file, "txt"));
    context.model.file(&format!("{stem}-{}.{extension}", context.policy.license))
}

fn missing(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(document) = &context.policy.use_policy else { return Vec::new() };
    let card = context.model.card.as_ref();
    let pointer_suffices = !context.settings.use_policy_in_file || document.text.is_none();
    let is_pointed_at = || card.is_some_and(|card| card.told_texts().any(|(text, _)| document.is_named_in(text)));
    if context.copies.use_policy || pointer_suffices && is_pointed_at() {
        return Vec::new();
    }
    let message = format!("Nothing links to the {}, which is part of the {}.", document.name, context.policy.short);
    let file = file_name(context, document);
    let advice = match document.url {
        Some(url) => {
            Advice::step(format!("Add the licensor's policy as `{file}`, or link to it in the card:")).verbatim(url)
        }
        None => Advice::step(format!("Add the licensor's policy as `{file}`, or link to it in the card.")),
    };
    let finding = context.finding(meta, context.place_of_missing(), "use-policy", message).advise(advice);
    let missing = MissingText { text: document.text, name: document.name, path: file, url: document.url };
    vec![Finding { missing_text: Some(missing), ..finding }]
}

//! Outputs of one family of models on which a model of another family was trained.

use super::card_finding::MAX_PER_KIND;
use super::policy_context::{PolicyContext, without_owner};
use super::rule::{Rule, Scope};
use crate::lineage::begins_with;
use crate::lineage::outputs::TrainedOnOutputs;
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Related, Stake};

/// The license forbids improving other models with outputs.
pub(super) const FORBIDDEN: Rule = Meta {
    id: "output-use",
    label: "training data",
    brief: "outputs may not improve other models",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The card names data or a teacher with outputs of a model whose license forbids improving other models with them.",
    why: "Some licenses forbid those who accept them to improve other large language models with the model's outputs. Whether that applies to a third party who only found the data is an open question.",
    fix: "Ask counsel. Record the decision as an exception, or train without these data.",
    cannot_see: "Data that the card does not name, and whether you accepted the license.",
}
.rule(Scope::NotDerived(forbidden));

/// The license asks that the name of the model shows it.
pub(super) const UNNAMED: Rule = Meta {
    id: "output-name",
    label: "name",
    brief: "lacks the prefix for models trained on outputs",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The card names data or a teacher with outputs of a model whose license requires a name prefix for models trained on them.",
    why: "These licenses allow improving other models with outputs, but require that the names of those models show it.",
    fix: "Give the model a name with the prefix, or decide that the duty does not apply to you.",
    cannot_see: "Data that the card does not name, and whether you accepted the license.",
}
.rule(Scope::NotDerived(unnamed));

/// What says that outputs of the policy's family trained the model; nothing where the model can be none that writes text.
fn outputs<'d>(context: &'d PolicyContext<'_>) -> impl Iterator<Item = &'d TrainedOnOutputs> {
    let outputs = context.trained_on_outputs.iter().filter(|outputs| Some(outputs.family) == context.policy.family);
    outputs.filter(|_| writes_text(context))
}

/// Libraries whose models write no text, by their `library_name` on the Hub.
const TEXTLESS: [&str; 6] = ["sentence-transformers", "setfit", "diffusers", "timm", "spacy", "span-marker"];

/// Whether the model can be one that writes text: its task, where one is given, says so, or else its library does not deny it.
fn writes_text(context: &PolicyContext<'_>) -> bool {
    let field = |key| context.model.card.as_ref().and_then(|card| card.text(key)).map(|(value, _)| value);
    if field("library_name").is_some_and(|library| TEXTLESS.contains(&library)) {
        return false;
    }
    field("pipeline_tag").is_none_or(|task| {
        task.contains("text-generation")
            || task.contains("text2text")
            || task.ends_with("to-text")
            || task == "conversational"
    })
}

fn described(outputs: &TrainedOnOutputs, family: &str) -> String {
    match outputs.data_set {
        Some(set) => format!("The dataset `{}` contains {} (source: {}).", outputs.text, set.contents, set.source),
        None => format!("The card says `{}`, so it was trained on outputs of {family}.", outputs.text),
    }
}

/// A finding at the first of them, with the others as secondary places.
fn finding(meta: &'static Meta, context: &PolicyContext<'_>, message: impl Into<Message>) -> Option<Finding> {
    let mut places = outputs(context).take(MAX_PER_KIND);
    let first = places.next()?;
    let label = format!("contains outputs of {}", context.origin());
    let related = places.map(|outputs| Related { place: outputs.place.clone(), label: label.clone() }).collect();
    Some(Finding { related, ..context.finding(meta, first.place.clone(), &first.text, message) })
}

fn forbidden(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (Some(clause), policy) = (context.policy.no_other_models, context.policy) else { return Vec::new() };
    let family = &context.origin();
    let what: Vec<String> = outputs(context).take(MAX_PER_KIND).map(|outputs| described(outputs, family)).collect();
    if what.is_empty() {
        return Vec::new();
    }
    let message = Message {
        headline: format!("The model is not derived from {family}, but outputs of {family} may have improved it."),
        details: what,
    };
    let step = format!("{} {clause} forbids using {family} or its outputs to improve other models.", policy.short);
    let advice = Advice::step(step).then("Ask counsel, and record the decision as an exception in the configuration.");
    finding(meta, context, message).map(|finding| finding.advise(advice)).into_iter().collect()
}

fn unnamed(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (Some(prefix), family) = (context.policy.name_prefix, &context.origin()) else { return Vec::new() };
    let names = context.model.name.iter().map(|(name, _)| name.as_str()).chain(context.model.folder_name.as_deref());
    if { names }.any(|name| begins_with(without_owner(name), prefix)) {
        return Vec::new();
    }
    let Some(first) = outputs(context).next() else { return Vec::new() };
    let message = Message::from(format!(
        "Outputs of {family} may have improved the model, but its name does not begin with `{prefix}`."
    ))
    .and(described(first, family));
    let advice = Advice::step(format!("Give the model a name that begins with `{prefix}`."))
        .then("Or decide that the duty does not apply to you, and record that as an exception in the configuration.");
    finding(meta, context, message).map(|finding| finding.advise(advice)).into_iter().collect()
}

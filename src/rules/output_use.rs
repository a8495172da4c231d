//! Outputs of a family that taught a model of another one.

use super::card_finding::MOST;
use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::lineage::begins_with;
use crate::lineage::outputs::Taught;
use crate::report::{Advice, Fault, Finding, Meta, Related, Severity};

/// The license forbids it.
pub(super) const FORBIDDEN: Rule = Rule {
    meta: Meta {
        id: "output-use",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "The card names data or a teacher with outputs of a model whose license forbids improving other models with them.",
        why: "Some licenses bind those who accepted them not to improve other large language models with the model's outputs. Whether that reaches a third party who only found the data is an open question.",
        mend: "Have a person decide. Record the decision as an exception, or train without these data.",
        unseen: "Data that the card does not name, and whether you accepted the license.",
    },
    scope: Scope::NotDerived(forbidden),
};

/// The license wants the name of the model to tell.
pub(super) const UNNAMED: Rule = Rule {
    meta: Meta {
        id: "output-name",
        severity: Severity::Warning,
        fault: Fault::Present,
        summary: "The card names data or a teacher with outputs of a model whose license wants the name of what they taught to begin in a certain way.",
        why: "These licenses allow improving other models with outputs, and ask that the names of those models tell.",
        mend: "Give the model a name that begins so, or have a person decide that the duty does not reach you.",
        unseen: "Data that the card does not name, and whether you accepted the license.",
    },
    scope: Scope::NotDerived(unnamed),
};

fn taught<'d>(context: &'d PolicyContext<'_>) -> impl Iterator<Item = &'d Taught> {
    context.taught.iter().filter(|taught| taught.family == context.policy.family && writes_text(context))
}

/// Libraries whose models write no text.
const MUTE: [&str; 6] = ["sentence-transformers", "setfit", "diffusers", "timm", "spacy", "span-marker"];

/// Whether the model can be one that writes text: its task, where one is given, says so, or else its library does not deny it.
fn writes_text(context: &PolicyContext<'_>) -> bool {
    let library = context.model.card.as_ref().and_then(|card| card.text("library_name")).map(|(library, _)| library);
    if library.is_some_and(|library| MUTE.contains(&library.as_str())) {
        return false;
    }
    let task = context.model.card.as_ref().and_then(|card| card.text("pipeline_tag")).map(|(task, _)| task);
    task.is_none_or(|task| {
        task.contains("text-generation")
            || task.contains("text2text")
            || task.ends_with("to-text")
            || task == "conversational"
    })
}

fn shown(taught: &Taught, family: &str) -> String {
    match taught.known {
        Some((holds, source)) => format!("The data set `{}` holds {holds} (source: {source}).", taught.text),
        None => format!("The card says `{}`, so outputs of {family} taught it.", taught.text),
    }
}

fn forbidden(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (Some(clause), policy) = (context.policy.no_other_models, context.policy) else { return Vec::new() };
    let Some(first) = taught(context).next() else { return Vec::new() };
    let what: Vec<String> = taught(context).take(MOST).map(|taught| shown(taught, policy.family_name)).collect();
    let message = format!(
        "The model does not descend from {}, and outputs of it may have improved it. {}",
        policy.family_name,
        what.join(" ")
    );
    let mut finding = context.finding(meta, first.place.clone(), &first.text, message);
    finding.advice = Advice::step(format!(
        "{} {clause} forbids improving other models with {} or its outputs.",
        policy.short, policy.family_name
    ))
    .then("Have a person decide, and record the decision as an exception in the configuration.");
    finding.related = also(context);
    vec![finding]
}

/// The other places that name such data.
fn also(context: &PolicyContext<'_>) -> Vec<Related> {
    let others = taught(context).skip(1).take(MOST - 1);
    let label = format!("holds outputs of {}", context.policy.family_name);
    others.map(|taught| Related { place: taught.place.clone(), label: label.clone() }).collect()
}

fn unnamed(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (Some(prefix), policy) = (context.policy.name_prefix, context.policy) else { return Vec::new() };
    let own = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let names =
        context.model.name.iter().map(|(name, _)| own(name)).chain(context.model.folder_name.as_deref().map(own));
    if { names }.any(|name| begins_with(&name, prefix)) {
        return Vec::new();
    }
    let findings = taught(context).take(1).map(|taught| {
        let message = format!(
            "Outputs of {} may have improved the model, and its name does not begin with `{prefix}`. {}",
            policy.family_name,
            shown(taught, policy.family_name)
        );
        let mut finding = context.finding(meta, taught.place.clone(), &taught.text, message);
        finding.advice = Advice::step(format!("Give the model a name that begins with `{prefix}`.")).then(
            "Or have a person decide that the duty does not reach you, and record that as an exception in the configuration.",
        );
        finding.related = also(context);
        finding
    });
    findings.collect()
}

//! What the license wants displayed: words for those who use the model, and the beginning of its name.

use super::policy_context::{PolicyContext, without_owner};
use super::rule::{Rule, Scope};
use crate::find_ignoring_case::has_word;
use crate::lineage::{begins_with, looks_like_a_name};
use crate::notice::contains_words;
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};
use crate::source::Span;

/// The words to be displayed are nowhere.
pub(super) const WORDS: Rule = Meta {
    id: "missing-display",
    label: "display",
    brief: "required words missing",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "The repository does not show the words that the base model's license requires.",
    why: "The license requires these words prominently where people find the model. On the Hub, that is the card.",
    fix: "Write the words into the card, where readers see them.",
    cannot_see: "Whether they appear elsewhere: on a website, in a user interface, in a blog post or in documentation.",
}
.rule(Scope::Derived(words));

/// The name of the model does not begin as the license asks.
pub(super) const NAME: Rule = Meta {
    id: "missing-name-prefix",
    label: "name",
    brief: "lacks the required prefix",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The model's name lacks the prefix that the base model's license requires.",
    why: "The license requires this prefix in the names of derived models.",
    fix: "Rename the model, in the name of the repository and in the card.",
    cannot_see: "The name under which the model is published elsewhere.",
}
.rule(Scope::Derived(name));

/// The name of the model lacks what the license asks for at any place.
pub(super) const PART: Rule = Meta {
    id: "missing-name-part",
    label: "name",
    brief: "lacks a required word",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The model's name lacks the words that the base model's license requires.",
    why: "The license requires these words in the names of derived models.",
    fix: "Rename the model, in the name of the repository and in the card.",
    cannot_see: "The name under which the model is published elsewhere.",
}
.rule(Scope::Derived(part));

fn words(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let phrases = context.policy.display;
    let Some(first) = phrases.first() else { return Vec::new() };
    let has_any = |text: &str, masks: &[Span]| phrases.iter().any(|words| contains_words(text, masks, words));
    let card = context.model.card.as_ref();
    // A Notice file is the author's own text; a license file quotes the words.
    if card.is_some_and(|card| has_any(card.shown_body(), &context.copies.body_masks))
        || context.model.own_texts().any(|file| file.is_notice && has_any(&file.source.text, &[]))
    {
        return Vec::new();
    }
    let asks = context.policy.obligation(meta.id).map_or("", |duty| duty.asks);
    let message = Message::from(format!("`{first}` is not in the repository."))
        .and(format!("The {} requires it: {asks}", context.policy.short));
    let name = context.model.name.as_ref().map_or("This model", |(name, _)| name.as_str());
    let sentence = |words: &&str| {
        if words.starts_with(char::is_lowercase) { format!("{name} {words}.") } else { (*words).to_owned() }
    };
    let advice = Advice::step(format!("Write this into `{}`, where readers see it:", context.card_path()))
        .because(context.reason())
        .verbatim(phrases.iter().map(sentence).collect::<Vec<_>>().join("\nor: "));
    vec![context.finding(meta, context.place_of_missing(), "display", message).advise(advice)]
}

fn part(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(part) = context.policy.name_part else { return Vec::new() };
    misnamed(meta, context, part, |name| has_word(name, part), ["have", "has"])
}

fn name(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(prefix) = context.policy.name_prefix else { return Vec::new() };
    // A longer beginning that another license asks for is this one's as well.
    let mut others = context.others.iter().filter_map(|other| other.name_prefix);
    if others.any(|other| other.len() > prefix.len() && begins_with(other, prefix)) {
        return Vec::new();
    }
    misnamed(meta, context, prefix, |name| begins_with(name, prefix), ["begin with", "begins with"])
}

/// A finding where no name of the model is as the license asks, which the verb says in two forms.
fn misnamed(
    meta: &'static Meta,
    context: &PolicyContext<'_>,
    words: &str,
    is_fit: impl Fn(&str) -> bool,
    [verb, third_person]: [&str; 2],
) -> Vec<Finding> {
    let model = context.model;
    let in_card = model.name.as_ref().map(|(name, place)| (without_owner(name), place));
    // The folder of one of several models may be named as its repository is, or only sorted so.
    let folder = model.folder_name.as_deref().map(without_owner);
    if folder.into_iter().chain(in_card.map(|(name, _)| name)).any(is_fit) {
        return Vec::new();
    }
    let is_field = model.card.as_ref().is_some_and(|card| card.text("model_name").is_some());
    let (name, place, is_certain) = match (folder.filter(|_| model.is_top), in_card) {
        (Some(published), in_card) => {
            (published, in_card.map_or_else(|| model.place(), |(_, place)| place.clone()), true)
        }
        (None, Some((name, place))) if is_field || is_name(name) => (name, place.clone(), is_field),
        (None, _) => return Vec::new(),
    };
    let message = format!(
        "The name `{name}` does not {verb} `{words}`, as the {} requires of models made with {}.",
        context.policy.short,
        context.origin()
    );
    let proposed = format!("{words}-{name}").replace(char::is_whitespace, "-");
    let step = format!("Give it a name that {third_person} `{words}`, such as `{proposed}`.");
    let mut finding =
        context.finding(meta, place, "name", message).advise(Advice::step(step).because(context.reason()));
    if !is_certain {
        finding.only_inform("This is the heading of the card. The gate does not know the name of the repository.");
    }
    vec![finding]
}

/// Whether a heading is a name and nothing else: one piece, perhaps with an emblem before it.
fn is_name(heading: &str) -> bool {
    let heading = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    looks_like_a_name(heading) && !heading.contains(char::is_whitespace)
}

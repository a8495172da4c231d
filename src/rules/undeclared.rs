//! A card that declares no license which the Hub can read.

use super::front_matter;
use super::keys::{self, misspells_license, placeholder};
use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::declaration::Item;
use crate::model::card::Card;
use crate::report::{Advice, Basis, Fault, Finding, Fix, Meta, Stake};
use crate::source::{Place, Span};

/// The Hub reads no license from the card.
pub(super) const UNDECLARED: Rule = Meta {
    id: "undeclared-license",
    label: "license",
    brief: "not declared",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Declared,
    summary: "The card declares no license that the Hub can read.",
    why: "Readers on the Hub see no license, and assume that there is none.",
    fix: "Add a line `license: …` to the front matter of the card.",
    cannot_see: "A license that appears only in the text of the card.",
}
.rule(Scope::Derived(undeclared));

fn undeclared(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let (declaration, card) = (context.declaration, context.model.card.as_ref());
    let is_unknown = |item: &Item| item.ids.iter().any(|id| id.class == "unknown");
    let says_unknown = !declaration.items.is_empty() && declaration.items.iter().all(is_unknown);
    let says_nothing = declaration.items.is_empty() && declaration.not_texts.is_empty();
    if !says_nothing && !says_unknown {
        return Vec::new();
    }
    let item = declaration.items.first();
    let placeholder = card.and_then(|card| Some((card, placeholder(card)?)));
    let unread = why_unread(context);
    let place = match (item, placeholder) {
        (Some(item), _) => item.place.clone(),
        (None, Some((card, span))) => card.source.place(span),
        (None, None) => front_matter_place(context),
    };
    let message = match card {
        _ if says_unknown => "The card declares `license: unknown`, which declares nothing.",
        Some(_) => "The card declares no license that the Hub can read.",
        None => "The model has no card, so it declares no license.",
    };
    let lines = context.policy.declaration();
    let in_words = context.policy.declaration_in_words();
    let step = match (card, unread) {
        (_, Some(rule)) => format!("First fix the finding of `{rule}`. Then declare {in_words}."),
        (Some(_), None) if says_unknown || placeholder.is_some() => format!("Replace this line with {in_words}."),
        (Some(card), None) if card.fence.is_some() => {
            let these = if lines.contains('\n') { "these lines" } else { "this line" };
            format!("Add {these} to the front matter: {in_words}")
        }
        _ => {
            let quoted: Vec<String> = lines.lines().map(|line| format!("`{line}`")).collect();
            format!("Begin `{}` with these lines: `---`, {}, `---`", context.card_path(), quoted.join(", "))
        }
    };
    let fix = match item {
        _ if !context.is_sufficient() => None,
        Some(item) => context.declare_in_place_of(item),
        None if unread.is_some() => None,
        None => card.map(|card| add_lines(card, placeholder.map(|(_, span)| span), &lines)),
    };
    let advice = Advice::step(step).because(context.reason());
    vec![Finding { advice, fix, ..context.finding(meta, place, "license", message.to_owned()) }]
}

/// The rule that says why the Hub does not read a license that the card seems to declare.
pub(super) fn why_unread(context: &PolicyContext<'_>) -> Option<&'static str> {
    let card = context.model.card.as_ref().filter(|_| context.declaration.items.is_empty())?;
    if card.refused.is_some() {
        Some(front_matter::INVALID.meta.name())
    } else if card.fence.is_none() && !card.unseen.is_empty() {
        Some(front_matter::UNSEEN.meta.name())
    } else {
        misspells_license(card).then_some(keys::MISSPELLED.meta.name())
    }
}

/// The opening fence of the card, or the card.
fn front_matter_place(context: &PolicyContext<'_>) -> Place {
    let fence = context.model.card.as_ref().and_then(|card| Some((&card.source, card.fence?)));
    fence.map_or_else(
        || context.model.place(),
        |(source, fence)| source.place(source.line_span(source.line_of(fence.block.start.saturating_sub(1)))),
    )
}

/// New lines below the opening fence; a placeholder is replaced instead; a card without front matter gets one.
fn add_lines(card: &Card, placeholder: Option<Span>, lines: &str) -> Fix {
    let path = &card.source.path;
    match (card.fence, placeholder) {
        (None, _) => Fix::insert(path, 1, format!("---\n{lines}\n---")),
        (Some(_), Some(placeholder)) => Fix::replace_line(path, card.source.line_of(placeholder.start), lines),
        (Some(fence), None) => Fix::insert(path, card.source.line_of(fence.block.start), lines),
    }
}

//! Waivers that a card states beside what they waive: `# model-license-gate: allow RULE until DATE because REASON` in the front matter.

use super::base_waivers::{BaseWaivers, Target, WaiversInForce};
use super::config::{Config, is_date};
use super::configuration_finding::configuration_finding;
use super::order::number_repeats;
use super::severities::configured;
use crate::budget::TREE;
use crate::model::card::Card;
use crate::model::{self, Model, TextCache};
use crate::report::{Finding, Message, Severity};
use crate::rules::{self, EXPIRED_EXCEPTION, INVALID_WAIVER, LOOSENED_CONFIGURATION, Rule, UNUSED_EXCEPTION};
use crate::source::{Place, Span, lines_with_starts};
use crate::spelling::{LOOSE, nearest};
use crate::tree::Tree;

/// What a comment begins with that is a waiver.
const MARKER: &str = "model-license-gate:";

/// Most waivers of one card, chosen.
const MOST: usize = 100;

/// A waiver as a card states it.
struct Waiver {
    rule: &'static Rule,
    /// Last day on which it holds.
    until: Option<String>,
    reason: String,
    target: Target,
    /// The line that it is about, where it is about one.
    line: Option<usize>,
    place: Place,
}

/// A comment that was meant to be a waiver: where, and why it waives nothing, as a sentence.
struct Invalid {
    place: Place,
    why: String,
}

/// The waivers in the front matter that the Hub sees, in order.
fn read(card: &Card) -> Vec<Result<Waiver, Invalid>> {
    let Some(fence) = card.fence else { return Vec::new() };
    let (source, block) = (&card.source, fence.block);
    // Nearly no card has one.
    if memchr::memmem::find(block.of(&source.text).as_bytes(), MARKER.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut found: Vec<Result<Waiver, Invalid>> = Vec::new();
    // Comments that wait for the line below them, and whether a key stands above.
    let (mut waiting, mut is_below_key): (Vec<(Span, &str)>, bool) = (Vec::new(), false);
    for (start, line) in lines_with_starts(block.of(&source.text)) {
        if found.len() >= MOST {
            break;
        }
        let content = line.split_once('#').map_or(line, |(before, _)| before).trim();
        let number = source.line_of(block.start + start);
        let here = waiver(line)
            .map(|(at, said)| (Span::new(block.start + start + at, block.start + start + line.trim_end().len()), said));
        if content.is_empty() {
            waiting.extend(here);
            continue;
        }
        for (span, said) in waiting.drain(..) {
            let of_line = is_below_key.then(|| (number, words_of(content)));
            found.push(parse(source.place(span), said, of_line));
        }
        found.extend(here.map(|(span, said)| parse(source.place(span), said, Some((number, words_of(content))))));
        is_below_key = true;
    }
    if is_below_key {
        let why = "It is below the last key, so there is no line for it to waive.";
        let invalid = |(span, _)| Err(Invalid { place: source.place(span), why: why.to_owned() });
        found.extend(waiting.into_iter().take(MOST).map(invalid));
    } else {
        found.extend(waiting.into_iter().take(MOST).map(|(span, said)| parse(source.place(span), said, None)));
    }
    found
}

/// What a comment in a line says behind the marker, and where the comment begins.
fn waiver(line: &str) -> Option<(usize, &str)> {
    let marker = line.find(MARKER)?;
    let before = line[..marker].trim_end().strip_suffix('#')?;
    let is_comment = before.is_empty() || before.ends_with([' ', '\t']);
    is_comment.then(|| (before.len(), line[marker + MARKER.len()..].trim()))
}

/// The key that a line begins with, else all of it.
fn words_of(content: &str) -> String {
    content.split_once(':').map_or(content, |(key, _)| key).trim().to_owned()
}

/// Reads `allow RULE until DATE because REASON`. Without a line, it is about the whole model.
fn parse(place: Place, said: &str, of_line: Option<(usize, String)>) -> Result<Waiver, Invalid> {
    let invalid = |why: String| Err(Invalid { place: place.clone(), why });
    let (head, reason) = match said.split_once(" because") {
        Some((head, reason)) if reason.is_empty() || reason.starts_with([' ', ':']) => {
            (head, reason.trim_matches([' ', ':']))
        }
        _ => (said, ""),
    };
    let words: Vec<&str> = head.split_whitespace().collect();
    let (name, until) = match words.as_slice() {
        ["allow", rule] => (*rule, None),
        ["allow", rule, "until", date] => (*rule, Some((*date).to_owned())),
        _ => {
            return invalid(format!(
                "The comment does not have the form `{MARKER} allow RULE until DATE because REASON`."
            ));
        }
    };
    let Some(rule) = rules::find(name) else {
        let near = nearest(name, rules::ALL.iter().map(|rule| rule.meta.name()), LOOSE);
        let hint = near.map_or_else(|| ".".to_owned(), |near| format!("; did you mean `{near}`?"));
        return invalid(format!("There is no rule `{name}`{hint}"));
    };
    if !rule.is_about_models() {
        return invalid(format!("A card cannot waive `{name}`: add an exception to the configuration."));
    }
    if let Some(date) = until.as_ref().filter(|date| !is_date(date)) {
        return invalid(format!("`{date}` is not a date such as 2027-01-31."));
    }
    if reason.is_empty() {
        return invalid(format!("The waiver of `{name}` has no reason: write `because` and the reason."));
    }
    let (line, target) = of_line.map_or((None, Target::Model), |(line, words)| (Some(line), Target::Line(words)));
    Ok(Waiver { rule, until, reason: reason.to_owned(), target, line, place })
}

impl Waiver {
    fn waives(&self, finding: &Finding) -> bool {
        let is_at = |line: usize| {
            finding.place.path == self.place.path
                && finding.place.range.is_some_and(|range| (range.line..=range.end_line).contains(&line))
        };
        finding.rule.id == self.rule.meta.id && self.line.is_none_or(is_at)
    }
}

/// The waivers of the cards of a base commit.
pub(crate) fn base_waivers(tree: &Tree, texts: &mut TextCache) -> BaseWaivers {
    let mut all = BaseWaivers::default();
    for model in model::plan(tree, None, &TREE).models(texts) {
        for waiver in model.card.iter().flat_map(read).flatten() {
            all.add(model.path(), waiver.rule.meta.id, waiver.target, waiver.until);
        }
    }
    all
}

/// Turns findings that the card of a model waives into information. What comes back are findings on waivers that waive nothing.
pub(super) fn apply(model: &Model, config: &Config, today: &str, findings: &mut [Finding]) -> Vec<Finding> {
    let mut told = Vec::new();
    for waiver in model.card.iter().flat_map(read) {
        match waiver {
            Ok(waiver) => told.extend(apply_one(model, &waiver, config, today, findings)),
            Err(Invalid { place, why }) => {
                let message = Message::from("The waiver in the card waives nothing.").and(why);
                told.push(configuration_finding(&INVALID_WAIVER.meta, model.path(), place, "waiver", message));
            }
        }
    }
    number_repeats(&mut told);
    configured(&mut told, config);
    told
}

fn apply_one(
    model: &Model,
    waiver: &Waiver,
    config: &Config,
    today: &str,
    findings: &mut [Finding],
) -> Option<Finding> {
    let Waiver { rule, reason, .. } = waiver;
    let (id, name) = (rule.meta.id, rule.meta.name());
    let finding = |meta: &'static Rule, message: Message| {
        let subject = format!("waiver {id}");
        Some(configuration_finding(&meta.meta, model.path(), waiver.place.clone(), &subject, message))
    };
    if let WaiversInForce::OfBase(base) = &config.waivers
        && !base.covers(model.path(), id, &waiver.target, waiver.until.as_ref())
    {
        let until = waiver.until.as_ref().map_or_else(|| "without an end".to_owned(), |date| format!("until {date}"));
        let message = Message::from(format!("The change adds a waiver of `{name}` to the card, {until}."));
        return finding(&LOOSENED_CONFIGURATION, message.and(format!("Its reason: {reason}")));
    }
    let mut waived = findings.iter_mut().filter(|found| waiver.waives(found)).peekable();
    if waived.peek().is_none() {
        return finding(&UNUSED_EXCEPTION, format!("The waiver of `{name}` in the card matches no finding.").into());
    }
    if let Some(last) = waiver.until.as_deref().filter(|last| *last < today) {
        let message = Message::from(format!("The waiver of `{name}` in the card expired after {last}."));
        return finding(&EXPIRED_EXCEPTION, message.and(format!("Its reason was: {reason}")));
    }
    for found in waived {
        found.severity = Severity::Info;
        found.message.details.push(format!("Waived: {reason}"));
    }
    None
}

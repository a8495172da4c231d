//! Names that are not what they look like, and markup that hides text from some readers only.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::lineage;
use crate::model::Model;
use crate::model::card::PARENT_KEYS;
use crate::policy;
use crate::reader_text::{differing, is_plain, plainest};
use crate::report::{Advice, Basis, Fault, Finding, Fix, Message, Meta, Stake};
use crate::source::{Place, Span};
use std::borrow::Cow;

/// A name with characters that nobody sees, or that look like others.
pub(super) const NAME: Rule = Meta {
    id: "disguised-name",
    label: "name",
    brief: "hidden or look-alike characters",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A name is not what it looks like: its characters are not shown, only look like plain letters, or turn text around.",
    why: "People read one name and programs read another: the Hub links no base model, and searches do not find it.",
    fix: "Write the name in plain letters.",
    cannot_see: "Names of plain letters that look alike, such as a capital I in place of a small L.",
}
.rule(Scope::Card(disguised));

/// Markup that does not end where its paragraph does.
pub(super) const MARKUP: Rule = Meta {
    id: "unclosed-markup",
    label: "markup",
    brief: "hides text",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A comment, a tag or a hidden element of the card does not end in its paragraph, and text follows.",
    why: "Some programs hide the text that follows, others show it. Readers see different cards.",
    fix: "Close it before the next blank line: a comment with `-->`, a tag with `>`, an element with its end tag.",
    cannot_see: "Which of the two you mean.",
}
.rule(Scope::Card(unclosed));

/// What a field names, and what its names are called in a message.
#[derive(Clone, Copy)]
enum Named {
    Parent,
    License,
    Family,
}

/// Fields of the front matter in which a disguise matters, next to those that name a parent.
const OTHER_FIELDS: [(&str, Named); 4] = [
    ("license", Named::License),
    ("license_name", Named::License),
    ("model_name", Named::Family),
    ("tags", Named::Family),
];

/// All fields in which a disguise matters.
fn fields() -> impl Iterator<Item = (&'static str, Named)> {
    PARENT_KEYS.into_iter().map(|key| (key, Named::Parent)).chain(OTHER_FIELDS)
}

impl Named {
    /// Whether a text is the disguise of a plain name.
    fn is_disguise(self, text: &str, plain: &str) -> bool {
        let is_known = match self {
            Self::Parent => lineage::is_spelled_as_hub_id(plain.trim()),
            Self::License => !policy::identify(plain).is_empty(),
            Self::Family => false,
        };
        is_known || lineage::is_disguised(text)
    }
}

fn disguised(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let in_card = model.card.iter().flat_map(|card| {
        let fields = fields().flat_map(|(key, named)| card.all_texts(key).map(move |text| (key, named, text)));
        fields.filter(|(_, _, (text, _))| !is_plain(text)).filter_map(|(key, named, (text, span))| {
            let finding = finding(meta, model, text, named, card.source.place(span), &format!("`{key}`"))?;
            Some((finding, text))
        })
    });
    let in_card = in_card.map(|(mut finding, text)| {
        finding.fix = Fix::replace_value(&finding.place, text, &plainest(text));
        finding
    });
    let by_tools = model.clues.iter().filter_map(|clue| {
        let file = format!("`{}`", clue.place.path);
        finding(meta, model, &clue.id, Named::Parent, clue.place.clone(), &file)
    });
    keys(meta, model).chain(in_card).chain(by_tools).chain(turned(meta, model)).take(MAX_PER_KIND).collect()
}

/// Keys of the front matter that only look like one that names a parent or a license: no program reads them.
fn keys(meta: &'static Meta, model: &Model) -> impl Iterator<Item = Finding> {
    model.card.iter().flat_map(|card| card.keys().map(move |key| (card, key))).filter_map(move |(card, (key, span))| {
        let Cow::Owned(plain) = plainest(key) else { return None };
        fields().find(|(known, _)| *known == plain)?;
        let codes = codes(key);
        let message = Message::from(format!(
            "A key looks like `{plain}`, and has characters that are not plain letters: {codes}."
        ))
        .and("Programs do not know the key, and do not read its value.");
        let place = card.source.place(span);
        let fix = Fix::replace_value(&place, key, &plain);
        let step = format!("Write `{plain}` in plain letters.");
        let finding = card_finding(meta, model, place, &format!("key {plain}"), message);
        Some(Finding { fix, ..finding.advise(Advice::step(step)) })
    })
}

/// The characters of a text that are not plain, by their numbers.
fn codes(text: &str) -> String {
    differing(text).iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect::<Vec<_>>().join(", ")
}

/// Characters that show what follows from left to right, or from right to left, whatever its letters are.
const TURNING: [char; 2] = ['\u{202d}', '\u{202e}'];

/// The first character of a card that shows what follows from right to left, or back, whatever its letters are. No language needs one.
fn turned(meta: &'static Meta, model: &Model) -> Option<Finding> {
    let card = model.card.as_ref()?;
    let text = &card.source.text;
    // Both begin with these two bytes.
    let near = memchr::memmem::find_iter(text.as_bytes(), b"\xe2\x80").map(|at| (at, &text[at..]));
    let (at, c) = { near }.find_map(|(at, rest)| Some((at, rest.chars().next().filter(|c| TURNING.contains(c))?)))?;
    let code = format!("U+{:04X}", u32::from(c));
    let message = Message::from(format!("The card contains {code}, which reverses the direction of text."))
        .and("People read the text after it in another order than programs.");
    let place = card.source.place(Span::new(at, at + c.len_utf8()));
    let step = format!("Delete the character {code}, and write the text in reading order.");
    Some(card_finding(meta, model, place, &code, message).advise(Advice::step(step)))
}

/// A finding about a text at a place, if it is the disguise of a name.
fn finding(meta: &'static Meta, model: &Model, text: &str, named: Named, place: Place, field: &str) -> Option<Finding> {
    let Cow::Owned(plain) = plainest(text) else { return None };
    if !plain.is_ascii() || !named.is_disguise(text, &plain) {
        return None;
    }
    let codes = codes(text);
    let message = Message::from(format!(
        "{field} names `{plain}` with characters that are not shown, or that only look like plain letters: {codes}."
    ))
    .and("Programs that look for the name do not find it.");
    let step = format!("Write `{plain}` in plain letters.");
    Some(card_finding(meta, model, place, &format!("{field} {plain}"), message).advise(Advice::step(step)))
}

fn unclosed(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let found = model.card.as_ref().and_then(|card| Some((card, card.disputed()?)));
    let finding = found.map(|(card, at)| {
        let message = Message::from("A comment, a tag or a hidden element does not end in its paragraph.")
            .and("Some programs hide the text after it, others show it.");
        let place = card.source.place(Span::new(at, at));
        card_finding(meta, model, place, "markup", message)
    });
    finding.into_iter().collect()
}

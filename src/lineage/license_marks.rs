//! A sentence of a card as marks: names of licenses, what they may be of, and the words between. `lineage/license-words.yml` has the words.

use super::data::LICENSE_WORDS;
use super::grammar::is_unspaced;
use super::names::{self, Mention};
use super::own_names::OwnNames;
use super::words::Words;
use crate::embedded::{List, Text};
use crate::policy::{self, Identifier, Licensed};
use crate::source::Span;

/// Most words of the name of a license.
const MOST_WORDS_OF_NAME: usize = 8;

/// What a word or a phrase says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    Name(Identifier),
    Of(Licensed),
    /// The name of another model.
    Stranger,
    License,
    Under,
    Deny,
    Join,
    Article,
    Genitive,
    LeadsOn,
    Colon,
    Open,
    /// A word that says nothing.
    Word,
}

/// A word or a phrase, at bytes of its text.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) meaning: Meaning,
    pub(super) span: Span,
}

/// The lists, each with what its words say.
fn lists() -> [(List<Text>, Meaning); 10] {
    let words = &LICENSE_WORDS;
    [
        (words.license, Meaning::License),
        (words.under, Meaning::Under),
        (words.model, Meaning::Of(Licensed::Model)),
        (words.code, Meaning::Of(Licensed::Code)),
        (words.other, Meaning::Of(Licensed::Other)),
        (words.deny, Meaning::Deny),
        (words.joins, Meaning::Join),
        (words.articles, Meaning::Article),
        (words.genitives, Meaning::Genitive),
        (words.leads_on, Meaning::LeadsOn),
    ]
}

/// Whether a text has a word for a license.
pub(super) fn speaks_of_license(text: &str) -> bool {
    let lower = text.to_lowercase();
    LICENSE_WORDS.license.iter().any(|word| lower.contains(word.trim_end_matches('*')))
}

/// Whether a text has a word for a license, or one that may lead to its name.
pub(super) fn may_state_license(text: &str) -> bool {
    let lower = text.to_lowercase();
    LICENSE_WORDS.license.iter().chain(LICENSE_WORDS.under).any(|word| lower.contains(word.trim_end_matches('*')))
}

/// The marks of a sentence that names a license; none where it names none.
pub(super) fn marks_of_statement(text: &str, own: &OwnNames) -> Vec<Mark> {
    let words = Words::of(text);
    let names_license = (0..words.len()).any(|at| license_at(text, &words, at).is_some());
    if names_license { marks_of(text, &words, own) } else { Vec::new() }
}

/// The marks of a text.
pub(super) fn marks(text: &str, own: &OwnNames) -> Vec<Mark> {
    marks_of(text, &Words::of(text), own)
}

fn marks_of(text: &str, words: &Words, own: &OwnNames) -> Vec<Mark> {
    // "the code, Llama 3" does not name Code Llama.
    let is_one = |name: &Mention| (name.start + 1..name.end).all(|word| !words.between(word - 1, word).contains(','));
    let families: Vec<Mention> = names::mentions(words, false).into_iter().filter(is_one).collect();
    let (mut all, mut at, mut end) = (Vec::new(), 0, 0);
    while at < words.len() {
        let span = words.spans[at];
        signs(text, end, span.start, &mut all);
        let family = families.iter().find(|family| family.start == at);
        // "Llama 2" is a model where nothing says that it is a license.
        let is_model = |to: usize| {
            let leads = [Meaning::Colon, Meaning::Under, Meaning::License];
            family.is_some_and(|family| family.end >= to)
                && to - at < words.len()
                && !all.last().is_some_and(|mark: &Mark| leads.contains(&mark.meaning))
        };
        if let Some((id, to)) = license_at(text, words, at).filter(|(_, to)| !is_model(*to)) {
            let span = Span::new(span.start, words.spans[to - 1].end);
            all.push(Mark { meaning: Meaning::Name(id), span });
            at = to;
        } else if let Some((length, _)) = own.name_at(words, at) {
            all.push(Mark { meaning: Meaning::Of(Licensed::Model), span });
            at += length;
        } else if let Some(family) = family {
            all.push(Mark { meaning: Meaning::Stranger, span });
            at = family.end.max(at + 1);
        } else if words.word(at).starts_with(is_unspaced) {
            unspaced(&words.lower, span, &mut all);
            at += 1;
        } else {
            let (meaning, length) = phrase_at(words, at).unwrap_or((Meaning::Word, 1));
            all.push(Mark { meaning, span });
            at += length;
        }
        end = words.spans[at - 1].end;
    }
    signs(text, end, text.len(), &mut all);
    all
}

/// The longest name of a license that begins at a word, with the word after it. What goes on behind a hyphen, as in "MIT-style", is none.
fn license_at(text: &str, words: &Words, at: usize) -> Option<(Identifier, usize)> {
    if !policy::may_begin_with(words.word(at)) || at > 0 && matches!(words.between(at - 1, at), "-" | "_") {
        return None;
    }
    // "Apache License, Version 2.0" goes on behind a comma; "the code, Llama 3" is two names.
    let ends =
        |word: &usize| words.between(*word, word + 1).contains(',') && !is_one_of(words, *word, LICENSE_WORDS.license);
    let last = words.len().min(at + MOST_WORDS_OF_NAME);
    let last = (at..last).find(ends).map_or(last, |word| word + 1);
    (at + 1..=last).rev().find_map(|to| {
        let span = words.span(at, to)?;
        let goes_on = to < words.len() && matches!(words.between(to - 1, to), "" | "-" | "_" | "." | "/");
        let is_license =
            goes_on && (is_one_of(words, to, LICENSE_WORDS.license) || words.word(to).starts_with(is_unspaced));
        if goes_on && !is_license || span.of(text).contains(['\t', ':', ';']) {
            return None;
        }
        Some((policy::named(span.of(text))?, to))
    })
}

fn is_one_of(words: &Words, at: usize, list: List<Text>) -> bool {
    list.iter().any(|phrase| words.match_at(at, phrase).is_some())
}

/// The longest phrase of the lists that begins at a word, and how many words it has.
fn phrase_at(words: &Words, at: usize) -> Option<(Meaning, usize)> {
    let first = words.word(at).as_bytes().first();
    let found = lists().into_iter().flat_map(|(list, meaning)| {
        let may_be = list.iter().filter(move |phrase| phrase.as_bytes().first() == first);
        may_be.filter_map(move |phrase| Some((meaning.clone(), words.match_at(at, phrase)?)))
    });
    // Of equally long ones the first.
    found.reduce(|best, one| if one.1 > best.1 { one } else { best })
}

/// Adds the phrases of a run of a script without blanks.
fn unspaced(lower: &str, run: Span, all: &mut Vec<Mark>) {
    let mut at = run.start;
    while at < run.end {
        let rest = &lower[at..run.end];
        let found = lists().into_iter().flat_map(|(list, meaning)| {
            list.iter().filter(|phrase| rest.starts_with(**phrase)).map(move |phrase| (meaning.clone(), phrase.len()))
        });
        let longest = found.reduce(|best, one| if one.1 > best.1 { one } else { best });
        let length = rest.chars().next().map_or(1, char::len_utf8);
        let (meaning, length) = longest.unwrap_or((Meaning::Word, length));
        all.push(Mark { meaning, span: Span::new(at, at + length) });
        at += length;
    }
}

/// Adds the signs between two words.
fn signs(text: &str, from: usize, to: usize, all: &mut Vec<Mark>) {
    let Some(gap) = text.get(from..to) else { return };
    for (at, c) in gap.char_indices() {
        let meaning = match c {
            ':' | '：' | '\t' | '=' => Meaning::Colon,
            '(' | '（' | '[' => Meaning::Open,
            ',' | '、' | '&' | '/' | '+' | '，' => Meaning::Join,
            _ => continue,
        };
        all.push(Mark { meaning, span: Span::new(from + at, from + at + c.len_utf8()) });
    }
}

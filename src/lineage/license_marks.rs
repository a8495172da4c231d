//! A sentence of a card as marks: names of licenses, what they may be of, and the words between. `lineage/license-words.yml` has the words.

use super::grammar::{LicenseWord, is_unspaced};
use super::names::{self, NamedModel};
use super::own_names::OwnNames;
use super::words::{Words, license_word_in_text, license_words};
use crate::policy::{self, Identifier};
use crate::source::Span;

/// Most words of the name of a license.
const MOST_WORDS_OF_NAME: usize = 8;

/// A word or a phrase, at bytes of its text.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The license that it names.
    pub(super) id: Option<Identifier>,
    /// What it says; nothing for the name of a license, and for a word that says nothing.
    pub(super) word: Option<LicenseWord>,
    pub(super) span: Span,
}

impl Mark {
    pub(super) fn is(&self, word: LicenseWord) -> bool {
        self.word == Some(word)
    }

    /// Whether it is a word that says nothing.
    pub(super) fn is_plain(&self) -> bool {
        self.id.is_none() && self.word.is_none()
    }
}

/// A text as words, and the names of licenses in it.
pub(super) struct Sentence<'t> {
    text: &'t str,
    words: Words,
    /// Each with its first word and the one after it.
    names: Vec<(usize, usize, Identifier)>,
}

impl<'t> Sentence<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let words = Words::of(text);
        let name = |at| license_at(text, &words, at).map(|(id, to)| (at, to, id));
        let names = (0..words.len()).filter_map(name).collect();
        Self { text, words, names }
    }

    pub(super) fn names_license(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether it has a word for a license.
    pub(super) fn speaks_of_license(&self) -> bool {
        (0..self.words.len()).any(|at| is_license(&self.words, at))
    }

    pub(super) fn marks(&self, own: &OwnNames) -> Vec<Mark> {
        let Self { text, words, names } = self;
        // "the code, Llama 3" does not name Code Llama.
        let is_one =
            |name: &NamedModel| (name.start + 1..name.end).all(|word| !words.between(word - 1, word).contains(','));
        let families: Vec<NamedModel> = names::mentions(words, false).into_iter().filter(is_one).collect();
        let (mut all, mut at, mut end) = (Vec::new(), 0, 0);
        while at < words.len() {
            let span = words.spans[at];
            signs(text, end, span.start, &mut all);
            let family = families.iter().find(|family| family.start == at);
            // "Llama 2" is a model where nothing says that it is a license.
            let leads = all.last().is_some_and(|mark: &Mark| {
                mark.is(LicenseWord::Colon) || mark.is(LicenseWord::Under) || mark.is(LicenseWord::License)
            });
            let is_model = |to: usize| family.is_some_and(|family| family.end >= to) && to - at < words.len() && !leads;
            let name = names.iter().find(|(from, to, _)| *from == at && !is_model(*to));
            let (word, to) = if let Some((_, to, _)) = name {
                (None, *to)
            } else if let Some((length, _)) = own.name_at(words, at) {
                (Some(LicenseWord::Model), at + length)
            } else if let Some(family) = family {
                (Some(LicenseWord::Stranger), family.end)
            } else if words.word(at).starts_with(is_unspaced) {
                unspaced(&words.lower, span, &mut all);
                (at, end) = (at + 1, span.end);
                continue;
            } else {
                let (length, word) = license_words(words, at).last().unzip();
                (word, at + length.unwrap_or(1))
            };
            (at, end) = (to, words.spans[to - 1].end);
            all.push(Mark { id: name.map(|(_, _, id)| id.clone()), word, span: Span::new(span.start, end) });
        }
        signs(text, end, text.len(), &mut all);
        all
    }
}

/// The longest name of a license that begins at a word, with the word after it. What goes on behind a hyphen, as in "MIT-style", is none.
fn license_at(text: &str, words: &Words, at: usize) -> Option<(Identifier, usize)> {
    if !policy::may_begin_with(words.word(at)) || at > 0 && matches!(words.between(at - 1, at), "-" | "_") {
        return None;
    }
    // "Apache License, Version 2.0" goes on behind a comma; "the code, Llama 3" is two names.
    let ends = |word: &usize| words.between(*word, word + 1).contains(',') && !is_license(words, *word);
    let last = words.len().min(at + MOST_WORDS_OF_NAME);
    let last = (at..last).find(ends).map_or(last, |word| word + 1);
    (at + 1..=last).rev().find_map(|to| {
        let span = words.span(at, to)?;
        let goes_on = to < words.len() && matches!(words.between(to - 1, to), "" | "-" | "_" | "." | "/");
        if goes_on && !is_license(words, to) && !words.word(to).starts_with(is_unspaced)
            || span.of(text).contains(['\t', ':', ';'])
        {
            return None;
        }
        Some((policy::named(span.of(text))?, to))
    })
}

/// Whether a word for a license begins at a word.
fn is_license(words: &Words, at: usize) -> bool {
    license_words(words, at).any(|(_, word)| word == LicenseWord::License)
}

/// Adds the phrases of a run of a script without blanks.
fn unspaced(lower: &str, run: Span, all: &mut Vec<Mark>) {
    let mut at = run.start;
    while at < run.end {
        let rest = &lower[at..run.end];
        let found = license_word_in_text(rest);
        let length = found.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |(length, _)| length);
        let word = found.map(|(_, word)| word);
        all.push(Mark { id: None, word, span: Span::new(at, at + length) });
        at += length;
    }
}

/// Adds the signs between two words.
fn signs(text: &str, from: usize, to: usize, all: &mut Vec<Mark>) {
    let Some(gap) = text.get(from..to) else { return };
    for (at, c) in gap.char_indices() {
        let word = match c {
            ':' | '：' | '\t' | '=' => LicenseWord::Colon,
            '(' | '（' | '[' => LicenseWord::Open,
            ',' | '、' | '&' | '/' | '+' | '，' => LicenseWord::Join,
            _ => continue,
        };
        all.push(Mark { id: None, word: Some(word), span: Span::new(from + at, from + at + c.len_utf8()) });
    }
}

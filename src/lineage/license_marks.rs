//! The tokens of a sentence on a license: names of licenses, what they may be of, and the words between. `lineage/license-words.yml` says
//! what the tags of its words mean here.

use super::fact::Root;
use super::grammar::{Lexicon, is_unspaced, tags};
use super::names::{self, NamedModel};
use super::own_names::OwnNames;
use super::tokens::{Token, tokens};
use super::words::{Words, has_any, has_phrase};
use crate::policy::{self, Identifier};
use std::cmp::Reverse;

/// Most words of the name of a license.
const MOST_WORDS_OF_NAME: usize = 8;

/// A text as words, and the names of licenses in it.
pub(super) struct Sentence<'t> {
    text: &'t str,
    words: Words,
    /// Each with its place among the words.
    pub(super) names: Vec<(NamedModel, Identifier)>,
}

impl<'t> Sentence<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let words = Words { lexicon: Lexicon::Licenses, ..Words::of(text) };
        let name = |start| {
            let (id, end) = license_at(text, &words, start)?;
            Some((NamedModel::new(Root::Unknown, None, (start, end)), id))
        };
        let names = (0..words.len()).filter_map(name).collect();
        Self { text, words, names }
    }

    pub(super) fn names_license(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether it has a word for a license.
    pub(super) fn speaks_of_license(&self) -> bool {
        has_any(&self.words, tags!(License))
    }

    /// Its tokens; the name of a license has its place among `names`.
    pub(super) fn tokens(&self, own: &OwnNames) -> Vec<Token> {
        let Self { text, words, names } = self;
        // "the code, Llama 3" does not name Code Llama.
        let is_one =
            |name: &NamedModel| (name.start + 1..name.end).all(|word| !words.between(word - 1, word).contains(','));
        let mut models: Vec<NamedModel> = names.iter().map(|(name, _)| name.clone()).collect();
        models.extend(names::mentions(words, false).into_iter().filter(is_one));
        // Of those that begin at one word, the longest counts; a model before a license.
        models.sort_by_key(|name| (name.start, Reverse(name.end), name.root == Root::Unknown));
        let mut all = tokens(words, &models, own, text);
        all.retain(|token| !token.is(tags!(Close | Break | Question)));
        let mut leads = all.len() == 1;
        for token in &mut all {
            if let Some(model) = token.name.map(|name| &models[name]) {
                // "Llama 2" is a model where nothing says that it is a license.
                let is_here = |(name, _): &(NamedModel, _)| name.start == model.start && (leads || name == model);
                token.name = names.iter().position(is_here);
                token.tags = if token.name.is_some() { tags!(Name) } else { tags!(Stranger) };
            }
            leads = token.is(tags!(Colon | Cell | Licensed | License));
        }
        all
    }
}

/// The longest name of a license that begins at a word, with the word after it. What goes on behind a hyphen, as in "MIT-style", is none.
fn license_at(text: &str, words: &Words, at: usize) -> Option<(Identifier, usize)> {
    if !policy::may_begin_with(words.word(at)) || at > 0 && matches!(words.between(at - 1, at), "-" | "_") {
        return None;
    }
    // "Apache License, Version 2.0" goes on behind a comma; "the code, Llama 3" is two names.
    let ends = |word: &usize| words.between(*word, word + 1).contains(',') && !has_license(words, *word);
    let last = words.len().min(at + MOST_WORDS_OF_NAME);
    let last = (at..last).find(ends).map_or(last, |word| word + 1);
    (at + 1..=last).rev().find_map(|to| {
        let span = words.span(at, to)?;
        let goes_on = to < words.len() && matches!(words.between(to - 1, to), "" | "-" | "_" | "." | "/");
        if goes_on && !has_license(words, to) && !words.word(to).starts_with(is_unspaced)
            || span.of(text).contains(['\t', ':', ';'])
        {
            return None;
        }
        Some((policy::named(span.of(text))?, to))
    })
}

/// Whether a word for a license begins at a word.
fn has_license(words: &Words, at: usize) -> bool {
    has_phrase(words, at, tags!(License))
}

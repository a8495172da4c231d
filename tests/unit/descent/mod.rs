//! Tests of the reader of cards: the examples in `lineage/lexicon` and `lineage/patterns.yml`, and each step from words to subjects. They
//! are compiled into `src/lineage`, whose inner parts they see.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "tests read the data of the project")]

mod alternation;
mod examples;
mod sentences;

use super::clause::{Clause, Subject, clauses};
use super::grammar::Tag;
use super::named::named_models;
use super::own_names::OwnNames;
use super::tokens::{Token, tokens};
use super::words::Words;
use crate::model::card::body;
use serde::Deserialize;

/// One example, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Examples {
    One(String),
    Several(Vec<String>),
}

impl Examples {
    fn list(examples: Option<&Self>) -> &[String] {
        match examples {
            None => &[],
            Some(Self::One(one)) => std::slice::from_ref(one),
            Some(Self::Several(several)) => several,
        }
    }
}

/// The card of an example: the example alone where it begins with front matter or a title, otherwise below the title of a model.
fn card(example: &str) -> String {
    match example {
        _ if example.starts_with("---") => example.to_owned(),
        _ if example.starts_with("# ") => format!("---\nlicense: mit\n---\n{example}"),
        _ => format!("---\nlicense: mit\n---\n# Plover-7B\n\n{example}"),
    }
}

/// The tokens of the first block of a text, in a card of Plover-7B.
fn tokens_of(text: &str) -> Vec<Token> {
    let block = body::read(text, 0).blocks.into_iter().next().unwrap();
    let words = Words::of(&block.text);
    tokens(&words, &named_models(&block, &words), &own(), &block.text)
}

fn own() -> OwnNames {
    OwnNames::of(&[], &["acme/Plover-7B"])
}

/// The clauses of that block.
fn clauses_of(text: &str) -> Vec<Clause> {
    clauses(&tokens_of(text))
}

/// What the first clause is about, up to its first verb.
fn subject_of(text: &str) -> Subject {
    let clause = clauses_of(text).into_iter().next_back().unwrap();
    let verb = clause.tokens.iter().position(|token| token.is(Tag::Derive.bit() | Tag::Tune.bit())).unwrap();
    clause.subject(verb, Tag::Deny.bit() | Tag::Compare.bit())
}

//! From a text to tokens, from tokens to clauses, from a clause to its subject.

use super::{Subject, Token, card, clauses_of, own, subject_of, tokens_of};
use crate::lineage::data::{DICTIONARY, PHRASES};
use crate::lineage::fact::Statement;
use crate::lineage::grammar::{Lexicon, Tag, Tags};
use crate::lineage::own_names::OwnNames;
use crate::lineage::prefilter::hints;
use crate::lineage::reader::{Setting, read};
use crate::lineage::words::Words;
use crate::lineage::words::{has_phrase, is_whole, phrase_at, phrase_in_text, states};
use crate::model::card::body;
use crate::report::EvidenceKind;
use std::collections::BTreeMap;

/// Tags that the tables below show.
const TAGS: [(Tag, &str); 15] = [
    (Tag::Name, "name"),
    (Tag::Stranger, "stranger"),
    (Tag::Own, "own"),
    (Tag::Thing, "thing"),
    (Tag::Derive, "derive"),
    (Tag::Comma, ","),
    (Tag::Colon, ":"),
    (Tag::Cell, "cell"),
    (Tag::Line, "line"),
    (Tag::Break, "break"),
    (Tag::Open, "("),
    (Tag::Close, ")"),
    (Tag::Question, "?"),
    (Tag::Sep, "sep"),
    (Tag::This, "this"),
];

/// The tokens that mean something, each with its text; marks without.
fn shown(text: &str) -> Vec<String> {
    let block = body::read(text, 0).blocks.into_iter().next().unwrap();
    let one = |token: &Token| {
        let tag = TAGS.iter().find(|(tag, _)| token.is(tag.bit()))?.1;
        let words = token.span.of(&block.text).trim_matches(|c: char| !c.is_alphanumeric());
        Some(if words.is_empty() { tag.to_owned() } else { format!("{words}/{tag}") })
    };
    tokens_of(text).iter().filter_map(one).collect()
}

#[test]
fn a_text_falls_into_names_phrases_and_marks() {
    let cases: [(&str, &[&str]); 14] = [
        (
            "Plover-7B is based on Llama 2 13B chat.",
            &["Plover-7B/own", "based on/derive", "Llama 2 13B chat/name", "break"],
        ),
        (
            "Plover is derived from meta-llama/Llama-2-7b-hf",
            &["Plover/own", "derived from/derive", "meta-llama/Llama-2-7b-hf/name"],
        ),
        (
            "Built on [Llama 2](https://huggingface.co/meta-llama/Llama-2-7b-hf)!",
            &["Built on/derive", "Llama 2/name", "break"],
        ),
        ("llama2.rs runs them", &["llama2.rs/thing"]),
        ("llama2.", &["llama2/name", "break"]),
        ("Plover-13B and Plover-7B", &["Plover-13B/stranger", "Plover-7B/own"]),
        ("See Kestrel-7B, not Heron", &["Kestrel-7B/stranger", ","]),
        ("Is that one? Yes; so: yes", &["?", "break", "break", ":"]),
        ("by e.g. vs. others", &[]),
        ("one (two) [three] a/b + c", &["(", ")", "(", ")", "sep", "sep"]),
        ("Short line\nAnother line", &["line"]),
        ("Based on\nLlama 2", &["Based on/derive", "Llama 2/name"]),
        ("one line\ngoes on", &[]),
        ("本模型基于Llama 2。", &["本模型/this", "基于/derive", "Llama 2/name", "break"]),
    ];
    let wrong = cases.iter().filter(|(text, tokens)| shown(text) != *tokens);
    let wrong: Vec<_> = wrong.map(|(text, _)| format!("{text:?}: {:?}", shown(text))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sentence_is_read_without_its_brackets_and_brackets_after_what_they_stand_behind() {
    let texts = |text: &str| {
        let block = body::read(text, 0).blocks.into_iter().next().unwrap();
        let words = |clause: &super::Clause| {
            let words: Vec<_> = clause.tokens.iter().map(|token| token.span.of(&block.text).to_owned()).collect();
            words.join(" ")
        };
        clauses_of(text).iter().map(words).collect::<Vec<_>>()
    };
    for (text, clauses) in [
        ("Plover sings.", vec!["Plover sings", ""]),
        ("Plover (small) sings.", vec!["Plover ( small", "Plover sings", ""]),
        ("Plover (small", vec!["Plover ( small", "Plover"]),
        ("Plover ((small", vec!["Plover ( ( small", "Plover"]),
        ("Plover) sings; it flies", vec!["Plover ) sings", "it flies"]),
    ] {
        assert_eq!(texts(text), clauses, "{text}");
    }
}

#[test]
fn the_subject_of_a_sentence_is_told() {
    use Subject::{Implied, Other, This, Unknown, We};
    let cases = [
        ("Plover is based on Llama 2", This),
        ("Plover-7B, a small model, is based on Llama 2", This),
        ("This model is based on Llama 2", This),
        ("We fine-tuned Llama 2", We),
        ("Here we carefully fine-tuned Llama 2", We),
        ("Fine-tuned from Llama 2", Implied),
        ("A fine-tune of Llama 2", Implied),
        ("The tokenizer is based on Llama 2", Other),
        ("The tokenizer of Plover is based on Llama 2", Other),
        ("Our dataset is based on Llama 2", Other),
        ("Kestrel-7B is based on Llama 2", Other),
        ("Other models are based on Llama 2", Other),
        ("Plover is not based on Llama 2", Other),
        ("Unlike what is based on Llama 2", Other),
        ("Much of what they wrote is based on Llama 2", Unknown),
    ];
    let wrong = cases.iter().filter(|(text, subject)| subject_of(text) != *subject);
    let wrong: Vec<_> = wrong.map(|(text, _)| format!("{text:?}: {:?}", subject_of(text))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn phrases_are_looked_up_where_they_stand() {
    let words = Words::of("it is fine-tuned from it, based; on it");
    assert_eq!(phrase_at(&words, 2, Tag::Derive.bit()), Some((3, Tag::Derive.bit())));
    assert_eq!(phrase_at(&words, 2, Tag::Comma.bit()), None);
    // What a mark parts is no phrase.
    assert_eq!(phrase_at(&words, 6, Tag::Derive.bit()), None);
    assert_eq!(phrase_at(&words, 99, !0), None);
    assert_eq!(phrase_in_text("基于它", Lexicon::Lineage, Tag::Derive.bit()), Some(("基于".len(), Tag::Derive.bit())));
    assert_eq!(phrase_in_text("它基于", Lexicon::Lineage, Tag::Derive.bit()), None);
    assert_eq!(phrase_in_text("", Lexicon::Lineage, !0), None);
    let words = Words::of("模型基于它 base model");
    assert!(has_phrase(&words, 0, Tag::Derive.bit()) && !has_phrase(&words, 1, Tag::Derive.bit()));
    assert!(is_whole(&words, 1, 3, Tag::Label.bit()) && !is_whole(&words, 0, 3, Tag::Label.bit()));
    assert!(!is_whole(&words, 3, 3, !0));
}

/// What a phrase means: in any sentence, and in one on a license.
type Means = (Tags, Tags);

/// The phrases that begin a text, by comparison with each of all: how many words they have, and what they mean.
fn compared(words: &Words, at: usize) -> BTreeMap<usize, Means> {
    let mut found: BTreeMap<usize, Means> = BTreeMap::new();
    for phrase in PHRASES {
        if let Some(length) = words.match_at(at, phrase.words) {
            let (tags, license) = found.entry(length).or_default();
            *tags |= phrase.tags;
            *license |= phrase.license;
        }
    }
    found
}

#[test]
fn the_dictionary_leads_where_comparison_with_every_phrase_leads() {
    let mut compared_ones = 0;
    for (place, phrase) in PHRASES.iter().enumerate() {
        // Stems alone, and in a word that no phrase has.
        for end in ["", "zzed"] {
            let words = Words::of(&format!("{} model", phrase.words.replace('*', end)));
            let led = |at: usize| -> BTreeMap<usize, Means> {
                let state = |state: u16| &DICTIONARY.states[usize::from(state)];
                states(&words, at).map(|(length, at)| (length, (state(at).tags, state(at).license))).collect()
            };
            if let Some(length) = words.match_at(0, phrase.words) {
                let (tags, license) = led(0)[&length];
                assert_eq!(tags & phrase.tags, phrase.tags, "{}", phrase.words);
                assert_eq!(license & phrase.license, phrase.license, "{}", phrase.words);
                compared_ones += 1;
            }
            let means = |mut all: BTreeMap<usize, Means>| {
                all.retain(|_, means| *means != Means::default());
                all
            };
            for at in (0..words.len()).filter(|_| place % 61 == 0) {
                assert_eq!(means(led(at)), means(compared(&words, at)), "{} at {at}", phrase.words);
            }
        }
    }
    assert!(compared_ones > PHRASES.len());
}

#[test]
fn a_card_that_names_thousands_of_models_is_read_to_its_end() {
    let own_words = "Plover-7B is based on Llama 2.";
    let others = "It sings better than Llama 3. ".repeat(3_000);
    for text in [format!("{others}\n\n{own_words}"), format!("{others}{own_words}")] {
        let blocks = body::read(&text, 0).blocks;
        let hints: Vec<_> = blocks.iter().map(hints).collect();
        let statements = read(&blocks, &hints, Setting { own: &own(), is_published: true });
        let is_own = |one: &Statement| one.root.is("llama2") && one.kind == EvidenceKind::Prose && one.is_own;
        assert!(statements.iter().any(is_own), "{} statements", statements.len());
    }
}

#[test]
fn a_card_names_its_model_in_its_title() {
    // The card, and what in a sentence is the name of the model.
    let cases: [(&str, &str, Option<usize>); 11] = [
        ("# Plover-7B", "Plover-7B sings", Some(3)),
        ("# Plover-7B", "Plover sings", Some(1)),
        ("# Plover-7B", "plovers sing", None),
        ("# Model Card for Plover-7B", "Plover sings", Some(1)),
        ("# Plover: a small bird", "Plover sings", Some(1)),
        ("# acme/Plover-7B", "Plover sings", Some(1)),
        ("# Llama 2", "Llama 2 sings", None),
        ("# Introduction\n\n## Plover-7B", "Plover sings", Some(1)),
        ("# About", "About Plover", None),
        ("Plover-7B\n\nIt sings.", "Plover sings", Some(1)),
        ("It sings all day, and at night as well.", "It sings", None),
    ];
    for (card, sentence, length) in cases {
        let names = OwnNames::of(&body::read(card, 0).blocks, &[]);
        let found = names.name_at(&Words::of(sentence), 0).filter(|(_, tag)| *tag == Tag::Own);
        assert_eq!(found.map(|(length, _)| length), length, "{card:?} {sentence}");
    }
    assert!(own().is_known() && !OwnNames::of(&[], &[]).is_known());
    for (cell, is_own) in [("Plover-7B", true), ("acme/plover-7b", true), ("Plover-7B-chat", false), ("Kestrel", false)]
    {
        assert_eq!(own().is_cell(cell), is_own, "{cell}");
    }
    assert!(card("It sings.").contains("Plover-7B"));
}

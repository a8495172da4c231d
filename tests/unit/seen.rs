//! What a reader of a card sees counts, and nothing else does: not what markup hides, nor characters that are not shown.

use super::properties::{fixtures, judge, told, tries};
use crate::model::card::tests::{HIDING, SHOWING};
use crate::reader_text::is_ignorable;
use crate::report::{Report, Verdict};
use crate::tree::{Entry, Tree};
use std::collections::BTreeMap;

const DESCENT: &str = "This model is a fine-tune of Llama 2 7B.";
const NOTICE: &str =
    "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.";
const SENTENCES: [&str; 7] = [
    DESCENT,
    "This model was trained from scratch.",
    "It is a fine-tune of Mistral 7B.",
    "Base model: mosaicml/mpt-7b",
    "The license of this model is the Llama 2 Community License.",
    "Built with Llama. Use it within the Acceptable Use Policy.",
    "https://ai.meta.com/llama/license/",
];

fn with_card(tree: &Tree, card: String) -> Tree {
    let mut tree = tree.clone();
    tree.files.insert("README.md".to_owned(), Entry::Read(card.into_bytes()));
    tree
}

fn card_of(tree: &Tree) -> Option<&str> {
    let Some(Entry::Read(bytes)) = tree.files.get("README.md") else { return None };
    std::str::from_utf8(bytes).ok()
}

fn of_card(front_matter: &str, body: &str) -> Report {
    let tree = Tree { files: BTreeMap::new(), ..Tree::default() };
    judge(&with_card(&tree, format!("---\n{front_matter}\n---\n# Ravine\n\nA model of letters.\n\n{body}\n")))
}

fn has(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|finding| finding.rule.id == rule)
}

#[test]
fn hidden_text_says_nothing_for_descent_or_against_it_and_is_no_paper() {
    for form in HIDING {
        let hidden = |sentence: &str| form.replace("{}", sentence);
        assert_eq!(of_card("license: mit", &hidden(DESCENT)).verdict(), Verdict::Pass, "{form}");
        for sentence in &SENTENCES[1..4] {
            let report = of_card("license: mit", &format!("{DESCENT}\n\n{}", hidden(sentence)));
            assert_eq!(report.verdict(), Verdict::Fail, "{form} {sentence}");
        }
        // Parentheses end a title in parentheses.
        if !form.contains("({})") {
            let report = of_card("license: llama2\nbase_model: meta-llama/Llama-2-7b-hf", &hidden(NOTICE));
            assert!(has(&report, "missing-notice"), "{form}");
        }
    }
    for form in SHOWING {
        assert_eq!(of_card("license: mit", &form.replace("{}", DESCENT)).verdict(), Verdict::Fail, "{form}");
        let report = of_card("license: llama2\nbase_model: meta-llama/Llama-2-7b-hf", &form.replace("{}", NOTICE));
        assert!(!has(&report, "missing-notice"), "{form}");
    }
}

#[test]
fn a_hidden_sentence_counts_like_a_deleted_one() {
    let fixtures = fixtures();
    let mut compared = 0;
    tries(400, |source| {
        let (name, tree) = source.choose(&fixtures)?;
        let (form, sentence) = (source.choose(&HIDING)?, source.choose(&SENTENCES)?);
        // Where code or a comment does not end, all that follows belongs to it.
        let Some(card) = card_of(tree).filter(|card| !card.contains(['`', '~', '<'])) else {
            return Ok(());
        };
        let with = |text: &str| judge(&with_card(tree, format!("{card}\n\n{}\n", form.replace("{}", text))));
        assert_eq!(told(&with(sentence)), told(&with("x")), "{name} {form} {sentence}");
        compared += 1;
        Ok(())
    });
    assert!(compared > 200, "only {compared}");
}

/// Characters that are not shown and that YAML allows, of all ranges.
fn ignorable() -> Vec<char> {
    let every = ('\u{a0}'..='\u{fffb}').chain('\u{1bca0}'..='\u{1bca3}').chain('\u{e0000}'..='\u{e01ff}');
    every.filter(|c| is_ignorable(*c)).collect()
}

#[test]
fn a_character_that_is_not_shown_never_turns_fail_into_pass() {
    let fixtures: Vec<_> = fixtures().into_iter().filter(|(_, tree)| judge(tree).verdict() == Verdict::Fail).collect();
    let characters = ignorable();
    let mut compared = 0;
    tries(600, |source| {
        let (name, tree) = source.choose(&fixtures)?;
        let Some(card) = card_of(tree) else { return Ok(()) };
        // Inside of values and of running text: markup and keys are words of programs, not of readers.
        let is_inside = |at: &usize| {
            if !card.is_char_boundary(*at) {
                return false;
            }
            let line = card[..*at].rfind('\n').map_or(0, |end| end + 1);
            let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || b"-/".contains(b));
            let bytes = card.as_bytes();
            (card[line..*at].contains(": ") || card[line..*at].contains("- ") || card[line..*at].contains("a "))
                && is_word(bytes.get(at - 1))
                && is_word(bytes.get(*at))
        };
        let inside: Vec<usize> = (1..card.len()).filter(is_inside).collect();
        if inside.is_empty() {
            return Ok(());
        }
        let mut changed = card.to_owned();
        changed.insert(*source.choose(&inside)?, *source.choose(&characters)?);
        let report = judge(&with_card(tree, changed.clone()));
        assert_ne!(report.verdict(), Verdict::Pass, "{name}: {}", changed.escape_unicode().to_string().len());
        compared += 1;
        Ok(())
    });
    assert!(compared > 300, "only {compared}");
}

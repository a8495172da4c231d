//! A fault in the front matter hides nothing that a person still reads in it.

use crate::check::check;
use crate::check::config::Config;
use crate::report::lineage::Derived;
use crate::report::{Report, Severity};
use crate::tree::{Entry, Tree};

const PARENT: &str = "meta-llama/Llama-2-7b-hf";

/// The report on a card with this front matter.
fn judge(front_matter: &str) -> Report {
    let card = format!("{front_matter}# Ravine\n\nA model.\n");
    let files = [("README.md".to_owned(), Entry::Read(card.into_bytes()))];
    check(&Tree { files: files.into(), ..Tree::default() }, &Config::default(), "2025-01-01")
}

fn descends(front_matter: &str) -> bool {
    let report = judge(front_matter);
    report.models.iter().any(|model| model.lineage.iter().any(|it| it.family == "llama2" && it.derived == Derived::Yes))
}

/// One character more, anywhere outside of the identifier and not a `#` before its line: whoever reads the card still sees the parent.
/// `dev/insertions.py` tries more cards, places and pairs.
#[test]
fn no_character_hides_the_parent() {
    let marks = "\0\u{7} \"'#:-[{&*!%@\t\u{7f}\u{85}\u{a0}\u{200b}\u{2028}\u{feff}";
    let cards = [
        format!("---\nlicense: mit\nbase_model: {PARENT}\n---\n"),
        format!("---\r\nlicense: mit\r\nbase_model:\r\n- '{PARENT}'\r\ntags:\r\n- letters\r\n---\r\n"),
    ];
    let mut tried = 0;
    for card in cards {
        let id = card.find(PARENT).unwrap();
        for at in (0..=id).chain(id + PARENT.len()..=card.len()) {
            for mark in marks.chars() {
                let changed = format!("{}{mark}{}", &card[..at], &card[at..]);
                let line = &changed[..changed.find(PARENT).unwrap()];
                let line = line.rsplit('\n').next().unwrap();
                let is_comment = line.starts_with('#') || line.contains(" #");
                let is_other_id = mark == '-' && (at == id || at == id + PARENT.len());
                if !is_comment && !is_other_id {
                    assert!(descends(&changed), "{changed:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn what_a_person_reads_as_the_parent_counts_in_any_form() {
    for lines in [
        // No YAML, or none that the Hub's client reads.
        "license: mit\nbase_model: {}\n  x: y",
        "license: mit\nbase_model : {}\nx: [a",
        "license: mit\n- base_model: {}",
        "license: mit\n\"base_model\" : \"{}\"\nx: \"a",
        "license: mit\nbase_model:{}",
        "license: mit\nbase_model {}",
        "license: mit\nbase_model = {}",
        "license: mit\n? base_model\n: {}\nx: [a",
        "license: mit\nbase_model:\n\t- {}",
        "license: mit\nbase_model: !x {}",
        "license: mit\nbase_model: &{}",
        "license: mit\n--- \nbase_model: {}",
        "license: mit\nx: \0\nbase_model: {}",
        "{license: mit, base_model: {}",
        "{\"license\": \"mit\", \"base_model\": \"{}\", \"x\": [}",
        // Line ends of YAML 1.1, and what has no width.
        "license: mit\u{85}base_model: {}",
        "license: mit\u{2028}base_model: {}",
        "license: mit\u{2029}base_model: {}",
        "license: mit # note\u{85}base_model: {}",
        "license: mit\rbase_model: {}",
        "license: mit\nbase_\u{200b}model: {}",
        "license: mit\n\u{feff}base_model: {}",
        "license: mit\nｂａｓｅ＿ｍｏｄｅｌ： {}",
        // YAML in which the key means something else.
        "license: \"mit\nbase_model: {}\"",
        "license: mit\ntags:\n  base_model: {}",
        "license: mit\nbase_model: {}\nbase_model: ~",
        "license: mit\n\"<<\": {base_model: {}}",
        "license: mit\nBase-Model: {}",
        "license: mit\nbasemodel: {}",
        "license: mit\noriginal_model: {}",
        "license: mit\nfinetuned_from_model: {}",
        "license: mit\nfoundation_model: {}",
        "license: mit\nPretrained-Model: {}",
        "license: mit\nparent_models:\n- {}",
        "license: mit\nbased_on: {}",
        "license: mit\nbase_model: https://huggingface.co/api/models/{}",
        // Values of other shapes.
        "license: mit\nbase_model:\n  name: {}",
        "license: mit\nbase_model: {model: {id: {}, revision: main}}",
        "license: mit\nbase_model:\n- name: {}\n  weight: 0.5",
        "license: mit\nbase_model: [[{}]]",
        "license: mit\nbase_model: !!set {? {}}",
        "license: mit\nbase_model: !!omap [a: {}]",
        "license: mit\nbase_model: |\n  {}",
        "license: mit\nx: &a {}\nbase_model: *a",
        // Several names, addresses, paths.
        "license: mit\nbase_model: google/gemma-2b, {}",
        "license: mit\nbase_model: {} and google/gemma-2b",
        "license: mit\nbase_model: {}+lora",
        "license: mit\nbase_model: Llama 2 and google/gemma-2b",
        "license: mit\nbase_model: {}/",
        "license: mit\nbase_model: hf://{}@main",
        "license: mit\nbase_model: {}:main",
        "license: mit\nbase_model: {}/tree/main",
        "license: mit\nbase_model: https://huggingface.co/{}/tree/main",
        "license: mit\nbase_model: /data/hub/models--meta-llama--Llama-2-7b-hf/snapshots/0",
        "license: mit\nbase_model: meta-llama//Llama-2-7b-hf",
        "license: mit\nbase_model: /kaggle/input/llama-2/pytorch/7b-hf/1",
        "license: mit\ntags:\n- base_model:adapter:{}@main",
    ] {
        let lines = lines.replace("{}", PARENT);
        assert!(descends(&format!("---\n{lines}\n---\n")), "{lines:?}");
    }
}

#[test]
fn what_a_person_does_not_read_as_the_parent_counts_for_nothing() {
    for lines in [
        "license: mit\n#base_model: {}\nx: [a",
        "license: mit # base_model: {}\nx: [a",
        "license: mit\nbase_model: # {}\nx: [a",
        "license: mit\nteacher_base_model: {}",
        "license: mit\nmy-base-model: {}\nx: [a",
        "license: mit\nbase_model: google/gemma-2b\ndescription: as good as {}\nx: [a",
        "license: mit\nbase_model: google/gemma-2b\nAs good as {}.\nx: [a",
        "license: mit\nbase_model_relation: {}\nx: [a",
    ] {
        let lines = lines.replace("{}", PARENT);
        assert!(!descends(&format!("---\n{lines}\n---\n")), "{lines:?}");
    }
}

#[test]
fn a_parent_that_cannot_be_told_is_never_only_information() {
    let worst = |value: &str| {
        let report = judge(&format!("---\nlicense: mit\nbase_model: {value}\n---\n"));
        let of_rule = report.findings.iter().filter(|finding| finding.rule.id == "unread-base-model");
        of_rule.map(|finding| finding.severity).max()
    };
    for value in ["7", "{name: mine}", "[[mine]]", "!!binary bWV0YQ==", "[a/b, 2024-01-02]", "true"] {
        assert_eq!(worst(value), Some(Severity::Warning), "{value}");
    }
    for value in ["", "~", "[]", "mine", "a/b", "[a/b, ~]", "{name: a/b, weight: 0.5}", "\"7\""] {
        assert_eq!(worst(value), None, "{value}");
    }
}

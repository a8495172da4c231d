//! The examples beside every line of `lineage/lexicon` and every pattern of `lineage/patterns.yml` are true.

use super::alternation::expand;
use super::{Examples, card};
use crate::check::check;
use crate::check::config::Config;
use crate::lineage::data::PATTERNS;
use crate::lineage::grammar::Says;
use crate::lineage::own_names::OwnNames;
use crate::lineage::prefilter::hints;
use crate::lineage::reader::{self, Setting};
use crate::lineage::words::Words;
use crate::model::card::body;
use crate::report::Derived;
use crate::tree::{Entry, Tree};
use serde::Deserialize;
use std::path::Path;

/// A line of the lexicon.
#[derive(Deserialize)]
struct Line {
    tag: String,
    say: String,
    yes: Option<Examples>,
    no: Option<Examples>,
}

impl Line {
    fn examples(&self) -> impl Iterator<Item = (&str, bool)> {
        let all = |examples, is_yes| Examples::list(examples).iter().map(move |example| (example.as_str(), is_yes));
        all(self.yes.as_ref(), true).chain(all(self.no.as_ref(), false))
    }

    /// What is wrong with its examples.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let phrases = expand(&self.say).unwrap();
        if !self.examples().any(|(example, _)| phrases.iter().any(|phrase| self.is_in(phrase, example))) {
            faults.push(format!("no example of {} `{}` has a phrase of it", self.tag, self.say));
        }
        for (example, is_yes) in self.examples().filter(|(example, is_yes)| descends(example) != *is_yes) {
            let (is, should) = if is_yes { ("not yes", "yes") } else { ("yes", "not yes") };
            faults.push(format!("{} `{}`: {example:?} is {is}, and should be {should}", self.tag, self.say));
        }
        faults
    }

    /// Whether an example has a phrase; one that counts as a whole line, label or heading, as a whole.
    fn is_in(&self, phrase: &str, example: &str) -> bool {
        let words = Words::of(example);
        if !phrase.is_ascii() && words.lower.contains(phrase) {
            return true;
        }
        if matches!(self.tag.as_str(), "LABEL" | "HEAD-OTHER" | "HEAD-NEWS" | "TITLE-GENERIC") {
            let pieces = example.split(['\n', ':', '|', '=', '(', ',', '/', '<', ';']);
            let is_whole = |words: Words| words.match_at(0, phrase).is_some_and(|length| length == words.len());
            return pieces.map(Words::of).any(is_whole);
        }
        (0..words.len()).any(|at| words.match_at(at, phrase).is_some())
    }
}

/// Whether the gate says that the card of an example descends from Llama 2.
fn descends(example: &str) -> bool {
    let files = [("README.md".to_owned(), Entry::Read(card(example).into_bytes()))].into();
    let report = check(&Tree { files, ..Tree::default() }, &Config::default(), "2026-01-01");
    let mut lineages = report.models.iter().flat_map(|model| &model.lineage);
    lineages.any(|lineage| lineage.family == "llama2" && lineage.derived == Derived::Yes)
}

/// Whether a pattern is among what the reader finds in the card of an example.
fn finds(id: &str, says: Says, example: &str) -> bool {
    let card = card(example);
    let start = card[3..].find("\n---\n").map_or(0, |end| end + 8);
    let blocks = body::read(&card[start..], 0).blocks;
    let own = OwnNames::of(&blocks, &[]);
    match says {
        Says::Outputs => blocks.iter().any(|block| !reader::teachers(block, &own).is_empty()),
        Says::Offers => reader::offers_model(&blocks, &own),
        Says::Presents => reader::presents_other(&blocks, &own),
        _ => {
            let setting = Setting { own: &own, is_published: true };
            reader::read(&blocks, &blocks.iter().map(hints).collect::<Vec<_>>(), setting)
                .iter()
                .any(|statement| statement.pattern == id)
        }
    }
}

#[test]
fn every_example_of_the_lexicon_is_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lineage/lexicon");
    let (mut count, mut faults) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for line in serde_yaml::from_str::<Vec<Line>>(&std::fs::read_to_string(&path).unwrap()).unwrap() {
            count += line.examples().count();
            faults.extend(line.faults().into_iter().map(|fault| format!("{name} {fault}")));
        }
    }
    assert!(count > 800, "only {count} examples");
    faults.sort();
    assert!(faults.is_empty(), "{} of {count} examples:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_example_of_a_pattern_is_true() {
    let mut faults = Vec::new();
    for pattern in PATTERNS {
        for (examples, is_yes) in [(pattern.yes, true), (pattern.no, false)] {
            for example in examples.iter().filter(|example| finds(pattern.id, pattern.says, example) != is_yes) {
                let what = if is_yes { "does not find" } else { "finds" };
                faults.push(format!("{} {what} {example:?}", pattern.id));
            }
        }
    }
    assert!(faults.is_empty(), "{} examples:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_wrong_example_is_told() {
    let faults = |text: &str| serde_yaml::from_str::<Line>(text).unwrap().faults();
    let right =
        "{tag: DERIVE, say: '(built|based) on', yes: Plover is based on Llama 2., no: Plover is not based on Llama 2.}";
    assert_eq!(faults(right), [""; 0]);
    for (wrong, fault) in [
        (
            "{tag: DERIVE, say: built on, yes: Plover is based on Llama 2.}",
            "no example of DERIVE `built on` has a phrase of it",
        ),
        (
            "{tag: LABEL, say: base, yes: 'The base model: it is based on Llama 2.'}",
            "no example of LABEL `base` has a phrase of it",
        ),
        (
            "{tag: DERIVE, say: based on, yes: Plover is not based on Llama 2.}",
            "DERIVE `based on`: \"Plover is not based on Llama 2.\" is not yes, and should be yes",
        ),
        (
            "{tag: DENY, say: is, no: Plover is based on Llama 2.}",
            "DENY `is`: \"Plover is based on Llama 2.\" is yes, and should be not yes",
        ),
    ] {
        assert_eq!(faults(wrong), [fault]);
    }
}

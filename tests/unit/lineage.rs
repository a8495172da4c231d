//! Short cards of our own in `tests/lineage`, each with the descent from Llama 2, or from another family, that a careful reader sees in it.
//!
//! `tests/lineage.out` holds what the gate shows for each: verdict, evidence and its place. `UPDATE_EXPECT=1 cargo test --lib lineage`
//! writes it anew: read its diff before you commit it.

use crate::check::config::Config;
use crate::check::{check, unknown_parents};
use crate::report::lineage::{Derived, Lineage};
use crate::tree::{Entry, Tree};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// One case: a card, other files if need be, and the verdict.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    derived: String,
    /// The family that is asked for.
    #[serde(default = "llama2")]
    family: String,
    #[serde(default)]
    card: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
}

fn llama2() -> String {
    "llama2".to_owned()
}

/// The cases, each with the file that holds it.
fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lineage");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let in_file = |path: std::path::PathBuf| {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        cases.into_iter().map(move |case| (file.clone(), case))
    };
    paths.into_iter().flat_map(in_file).collect()
}

#[test]
fn every_card_is_judged_as_a_careful_reader_would() {
    let cases = cases();
    let mut wrong = String::new();
    let mut misses = 0;
    for (file, case) in &cases {
        let judged = judge(case);
        let derived = in_words(judged.as_ref());
        if derived != case.derived {
            misses += 1;
            _ = writeln!(wrong, "{file} {}: judged {derived}, not {}", case.name, case.derived);
            wrong.push_str(&evidence(judged.as_ref()));
        }
    }
    let count = cases.len();
    assert!(count >= 120, "only {count} cases");
    assert!(wrong.is_empty(), "{misses} of {count} cases are judged otherwise:\n{wrong}");
}

#[test]
fn every_card_shows_its_evidence_where_it_stands() {
    let mut shown = String::new();
    for (file, case) in cases() {
        let judged = judge(&case);
        let via = judged.as_ref().map(|lineage| lineage.via.join(" < ")).unwrap_or_default();
        let via = if via.is_empty() { via } else { format!(", via {via}") };
        _ = writeln!(shown, "{file}: {}: {} {}{via}", case.name, case.family, in_words(judged.as_ref()));
        shown.push_str(&evidence(judged.as_ref()));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lineage.out");
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty()) {
        std::fs::write(&path, &shown).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let differs = wanted.lines().zip(shown.lines()).position(|(wanted, shown)| wanted != shown);
    let at = differs.unwrap_or_else(|| wanted.lines().count().min(shown.lines().count()));
    let (line, update) = (at + 1, "UPDATE_EXPECT=1 cargo test --lib lineage");
    let (old, new) = (wanted.lines().nth(at), shown.lines().nth(at));
    assert!(
        wanted == shown,
        "lineage.out:{line}: expected {old:?}, shown {new:?}; if this is as it should be: {update}"
    );
}

fn in_words(judged: Option<&Lineage>) -> &'static str {
    judged.map_or("no", |lineage| match lineage.derived {
        Derived::Yes => "yes",
        Derived::No => "no",
        Derived::Uncertain => "uncertain",
    })
}

/// A line for each piece of evidence: which way it points, how much it weighs, what and where it is, what it says.
fn evidence(judged: Option<&Lineage>) -> String {
    let mut lines = String::new();
    for evidence in judged.into_iter().flat_map(|lineage| &lineage.evidence) {
        let side = if evidence.speaks_for { '+' } else { '-' };
        let place = evidence.place.range.map_or_else(String::new, |at| match at.end_line {
            line if line == at.line => format!(":{line}:{}-{}", at.column, at.end_column),
            line => format!(":{}:{}-{line}:{}", at.line, at.column, at.end_column),
        });
        let strength = format!("{:?}", evidence.strength).to_lowercase();
        let (kind, path, text) = (evidence.kind, &evidence.place.path, evidence.text.escape_debug());
        _ = writeln!(lines, "    {side} {strength} {kind}, {path}{place}: {text}");
    }
    lines
}

#[test]
fn parents_of_which_nothing_is_known_are_named() {
    let card =
        "---\nbase_model: [b/unheard, meta-llama/Llama-2-7b-hf, hf.co/c/other]\n---\n# Plover\nTuned from d/third.\n";
    let files = [("adapter_config.json", r#"{"base_model_name_or_path": "a/fourth"}"#), ("README.md", card)];
    let entry = |(path, text): (&str, &str)| (path.to_owned(), Entry::Read(text.as_bytes().to_vec()));
    let tree = Tree { files: files.map(entry).into(), ..Tree::default() };
    assert_eq!(unknown_parents(&tree, &Config::default()), ["a/fourth", "b/unheard", "c/other"]);
}

/// The strongest verdict on the family over the models of a case; `None` where there is no model.
fn judge(case: &Case) -> Option<Lineage> {
    let mut tree = Tree::default();
    let card = case.card.iter().map(|text| ("README.md", text));
    for (path, text) in case.files.iter().map(|(path, text)| (path.as_str(), text)).chain(card) {
        // Of weights only the name is known.
        let is_weights = Path::new(path).extension().is_some_and(|end| end == "gguf" || end == "bin");
        let entry = if is_weights { Entry::Unread { size: 1 } } else { Entry::Read(text.clone().into_bytes()) };
        tree.files.insert(path.to_owned(), entry);
    }
    let report = check(&tree, &Config::default(), "2026-01-01");
    let lineages = report.models.into_iter().flat_map(|model| model.lineage);
    lineages.filter(|lineage| lineage.family == case.family).min_by_key(|lineage| match lineage.derived {
        Derived::Yes => 0,
        Derived::Uncertain => 1,
        Derived::No => 2,
    })
}

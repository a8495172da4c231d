//! Short cards of our own in `tests/lineage`, each with the descent from Llama 2, or from another family, that a careful reader sees in it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases")]

use model_license_gate::check::check;
use model_license_gate::config::Config;
use model_license_gate::lineage::{Derived, Lineage};
use model_license_gate::tree::{Entry, Tree};
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

#[test]
fn every_card_is_judged_as_a_careful_reader_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lineage");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = String::new();
    let (mut count, mut misses) = (0, 0);
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let cases: Vec<Case> = serde_yaml::from_str(&text).unwrap();
        for case in cases {
            count += 1;
            let judged = judge(&case);
            let derived = judged.as_ref().map_or("no", |lineage| match lineage.derived {
                Derived::Yes => "yes",
                Derived::No => "no",
                Derived::Uncertain => "uncertain",
            });
            if derived != case.derived {
                misses += 1;
                let file = path.file_name().unwrap().display();
                _ = writeln!(wrong, "{file} {}: judged {derived}, not {}", case.name, case.derived);
                for evidence in judged.into_iter().flat_map(|lineage| lineage.evidence) {
                    let side = if evidence.speaks_for { '+' } else { '-' };
                    _ = writeln!(wrong, "    {side} {:?} {}: {}", evidence.strength, evidence.kind, evidence.text);
                }
            }
        }
    }
    assert!(count >= 120, "only {count} cases");
    assert!(wrong.is_empty(), "{misses} of {count} cases are judged otherwise:\n{wrong}");
}

/// The strongest verdict on the family over the models of a case; `None` where there is no model.
fn judge(case: &Case) -> Option<Lineage> {
    let mut tree = Tree::default();
    let card = case.card.iter().map(|text| ("README.md", text));
    for (path, text) in case.files.iter().map(|(path, text)| (path.as_str(), text)).chain(card) {
        tree.files.insert(path.to_owned(), Entry::Read(text.clone().into_bytes()));
    }
    let report = check(&tree, &Config::default(), "2026-01-01");
    let lineages = report.models.into_iter().flat_map(|model| model.lineage);
    lineages.filter(|lineage| lineage.family == case.family).min_by_key(|lineage| match lineage.derived {
        Derived::Yes => 0,
        Derived::Uncertain => 1,
        Derived::No => 2,
    })
}

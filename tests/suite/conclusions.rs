//! What `check` prints for each conclusion: what is wrong, where, why, how sure that is, and what to do.
//! `UPDATE_EXPECT=1 cargo test --test suite conclusions` writes `tests/data/conclusions.txt`.

use crate::harness;
use crate::project::{root, text};
use crate::support::suites::difference;
use std::fmt::Write;
use std::fs;
use std::process::Command;

tests! { the_text_of_each_conclusion_is_as_recorded }

const RECORD: &str = "tests/data/conclusions.txt";

/// A repository: the conclusion, the command, its files.
type Case = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const CASES: [Case; 6] = [
    (
        "does not comply",
        &["check"],
        &[("plover/README.md", "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n")],
    ),
    (
        "complies",
        &["check"],
        &[
            ("README.md", "---\nlicense: cc-by-nc-4.0\nbase_model: acme/heron-7b\n---\n# Plover\n"),
            (".model-license-gate.yml", "lineage:\n  - model: acme/heron-7b\n    license: cc-by-nc-4.0\n"),
        ],
    ),
    ("nothing to comply with", &["check"], &[("README.md", "---\nlicense: mit\n---\n# Plover\n")]),
    ("base unknown", &["check"], &[("README.md", "---\nlicense: mit\nbase_model: acme/heron-7b\n---\n# Plover\n")]),
    ("no model found", &["check"], &[("train.py", "x = 1\n")]),
    (
        "does not comply",
        &["check", "--verbose"],
        &[("plover/README.md", "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n")],
    ),
];

fn the_text_of_each_conclusion_is_as_recorded() {
    let mut printed = String::new();
    for (number, (conclusion, arguments, files)) in CASES.iter().enumerate() {
        let folder = harness::folder(&format!("conclusions/{number}"));
        for (path, content) in *files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let program = env!("CARGO_BIN_EXE_model-license-gate");
        let output = Command::new(program).args(*arguments).current_dir(&folder).env_clear().output().unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.lines().last().unwrap().contains(&format!("({conclusion}): ")), "{shown}");
        _ = write!(printed, "$ model-license-gate {}\n\n{shown}\n", arguments.join(" "));
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join(RECORD), &printed).unwrap();
    }
    let recorded = text(RECORD);
    assert!(
        recorded == printed,
        "{}\nrun UPDATE_EXPECT=1 cargo test --test suite conclusions",
        difference(&recorded, &printed)
    );
}

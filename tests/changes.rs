//! Every folder of `tests/changes` is a pull request: the files `before` and `after` it, and in `.out` what `review` says of it.
//!
//! `UPDATE_EXPECT=1 cargo test --test changes` writes the `.out` files anew: read their diff before you commit it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases and runs the program")]

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_change_is_judged_next_to_its_base_commit() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty());
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() >= 17, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let shown = review(&case);
        let expected = case.with_extension("out");
        if update {
            std::fs::write(&expected, &shown).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", case.display()));
        }
    }
    let hint = "UPDATE_EXPECT=1 cargo test --test changes";
    assert!(wrong.is_empty(), "\n{}\n\nIf this is as it should be: {hint}\n", wrong.join("\n"));
}

/// What `review` says of a case, and its exit code.
fn review(case: &Path) -> String {
    let arguments = std::fs::read_to_string(case.join("arguments")).unwrap_or_default();
    let mut program = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("GITHUB_") || name_text.starts_with("RUNNER_") {
            program.env_remove(name);
        }
    }
    let output = program
        .current_dir(case.join("after"))
        .args(["review", "--event", "pull_request", "--base", "../before"])
        .args(arguments.split_whitespace())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    format!("exit {}\n{}{}", output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

//! Paths run from the root of the repository, whichever folder of it is judged and from where.

use crate::harness;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    a_folder_of_a_repository_is_named_in_every_path,
    a_review_of_a_folder_names_the_files_that_it_asks_for,
    a_fix_of_a_folder_writes_there,
    a_configuration_below_the_root_speaks_of_its_own_folder,
    outside_of_a_repository_paths_run_from_the_folder,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

const CARD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n";

/// A repository with a model in the folder `sub`.
fn repository(name: &str) -> PathBuf {
    let root = harness::folder(&format!("paths/{name}"));
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::create_dir_all(root.join("sub/deeper")).unwrap();
    fs::write(root.join("sub/README.md"), CARD).unwrap();
    root
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(PROGRAM).args(arguments).current_dir(folder).env_clear().output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn report(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn finding<'r>(report: &'r Value, rule: &str) -> &'r Value {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("no {rule} in {report}"))
}

/// Every path of a report, of models, findings, evidence and fixes.
fn paths(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(path) if matches!(name.as_str(), "path" | "card" | "model") => out.push(path.clone()),
                    _ => paths(field, out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, out)),
        _ => {}
    }
}

fn a_folder_of_a_repository_is_named_in_every_path() {
    let root = repository("check");
    let judged = run(&root, &["check", "sub", "--format", "json"]);
    let mut named = Vec::new();
    paths(&report(&judged.1), &mut named);
    assert!(named.len() > 8 && named.iter().all(|path| path == "sub" || path.starts_with("sub/")), "{named:?}");
    // From where it is asked makes no difference.
    assert_eq!(run(&root.join("sub"), &["check", ".", "--format", "json"]), judged);
    assert_eq!(run(&root.join("sub/deeper"), &["check", "..", "--format", "json"]), judged);
}

fn a_review_of_a_folder_names_the_files_that_it_asks_for() {
    let root = repository("review");
    let (code, _, errors) = run(&root, &["review", "sub", "--review", "off", "--report", "report.json"]);
    assert_eq!((code, errors.as_str()), (1, ""));
    let judged = report(&fs::read_to_string(root.join("report.json")).unwrap());
    let notice = finding(&judged, "missing-notice");
    assert_eq!(notice["fix"]["path"], "sub/Notice");
    for (rule, file) in [("missing-notice", "`sub/Notice`"), ("missing-agreement", "`sub/LICENSE.txt`")] {
        let finding = finding(&judged, rule);
        assert_eq!((&finding["model"], &finding["path"]), (&Value::from("sub"), &Value::from("sub/README.md")));
        assert!(finding["help"].as_str().unwrap().contains(file), "{finding}");
    }
}

fn a_fix_of_a_folder_writes_there() {
    let root = repository("fix");
    let (_, shown, errors) = run(&root, &["fix", "sub", "--yes"]);
    assert_eq!(errors, "");
    assert!(shown.contains("sub/Notice (new)"), "{shown}");
    assert!(root.join("sub/Notice").is_file() && !root.join("Notice").exists());
    assert!(fs::read_to_string(root.join("sub/README.md")).unwrap().contains("\nlicense: llama2\n"));
}

fn a_configuration_below_the_root_speaks_of_its_own_folder() {
    let root = repository("configuration");
    let path = root.join("sub/.model-license-gate.yml");
    fs::write(&path, "exceptions:\n  - {rule: missing-notice, model: ., reason: agreed}\n").unwrap();
    let judged = report(&run(&root, &["check", "sub", "--format", "json"]).1);
    assert_eq!(finding(&judged, "missing-notice")["severity"], "info");
    fs::write(&path, "exceptions:\n  - {rule: dead-license-link, model: ., reason: agreed}\n").unwrap();
    let judged = report(&run(&root, &["check", "sub", "--format", "json"]).1);
    let unused = finding(&judged, "unused-exception");
    assert_eq!((&unused["model"], &unused["path"]), (&"sub".into(), &"sub/.model-license-gate.yml".into()));
    fs::write(&path, "unheard: of\n").unwrap();
    let (code, _, errors) = run(&root, &["check", "sub"]);
    assert!(code == 2 && errors.starts_with("error: sub/.model-license-gate.yml:1:1: "), "{code} {errors}");
}

fn outside_of_a_repository_paths_run_from_the_folder() {
    let root = repository("outside");
    fs::remove_dir(root.join(".git")).unwrap();
    let judged = report(&run(&root, &["check", "sub", "--format", "json"]).1);
    let notice = finding(&judged, "missing-notice");
    assert_eq!((&notice["model"], &notice["path"]), (&".".into(), &"README.md".into()));
}

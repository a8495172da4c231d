//! Every case of a Markdown suite: what the gate says of the files is what its block `expect` holds, and `terminal` if there is one.

use crate::gate;
use crate::harness::{self, Outcome, Skipped, trial, without_agreement};
use crate::support::suites::{self, Case, Difference, File, Files, UPDATE};
use libtest_mimic::Trial;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// What the blocks of each suite should hold instead, where `UPDATE_EXPECT` asks to write it.
static UPDATES: Mutex<BTreeMap<String, Vec<Difference>>> = Mutex::new(BTreeMap::new());

/// A test for each case.
pub(crate) fn tests() -> Vec<Trial> {
    let cases = suites::all().into_iter().flat_map(|suite| suites::read(&suite));
    cases.map(|case| trial(&case.name(), move || run(&case))).collect()
}

/// Writes what `UPDATE_EXPECT` asked for.
pub(crate) fn write_updates() {
    let updates = std::mem::take(&mut *UPDATES.lock().unwrap_or_else(PoisonError::into_inner));
    for (suite, differences) in updates {
        println!("wrote tests/{suite}.md");
        suites::update(&suite, differences);
    }
}

/// The case with the texts of agreements in it.
pub(crate) fn ready(case: &Case) -> Result<Case, Skipped> {
    case.with_agreements().map_err(|missing| without_agreement(&missing))
}

/// Writes files below a folder that is emptied first; one that cannot be read is a link that leads nowhere.
pub(crate) fn write(files: &Files, folder: &Path) -> Outcome {
    _ = std::fs::remove_dir_all(folder);
    for (path, file) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match file {
            File::Bytes(bytes) => std::fs::write(path, bytes).unwrap(),
            File::Unreadable(_) if link_to_nowhere(&path) => {}
            File::Unreadable(_) => return Err(Skipped("links between files".to_owned())),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link_to_nowhere(path: &Path) -> bool {
    std::os::unix::fs::symlink("../nowhere/file", path).is_ok()
}

#[cfg(not(unix))]
fn link_to_nowhere(_path: &Path) -> bool {
    false
}

fn run(case: &Case) -> Outcome {
    let case = ready(case)?;
    let (lines, terminal) = if case.is_change() { review(&case)? } else { check(&case) };
    let expect = case.block("expect").unwrap_or_else(|| panic!("the case has no block `expect`"));
    let shown = [Some((expect, lines)), case.block("terminal").map(|block| (block, terminal))];
    let differences = shown.into_iter().flatten().filter_map(|(block, shown)| block.compare(&shown).err());
    let differences: Vec<Difference> = differences.collect();
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty()) {
        let mut updates = UPDATES.lock().unwrap_or_else(PoisonError::into_inner);
        updates.entry(case.suite).or_default().extend(differences);
        return Ok(());
    }
    let texts: String = differences.iter().map(|found| found.text.as_str()).collect();
    assert!(texts.is_empty(), "(- expected, + shown)\n{texts}\nIf this is as it should be: {UPDATE}\n");
    Ok(())
}

/// What `check` says of the files, in lines and on a terminal.
fn check(case: &Case) -> (String, String) {
    match gate::judge(&case.files) {
        Ok(judged) => (gate::in_lines(&judged.json), judged.text),
        Err(mistakes) => (mistakes.clone(), mistakes),
    }
}

/// What `review` says of a pull request, in lines and on a terminal.
fn review(case: &Case) -> Result<(String, String), Skipped> {
    let folder = harness::folder(&format!("changes/{}", case.slug()));
    write(&case.files, &folder)?;
    let base = folder.join("base");
    std::fs::create_dir_all(&base).unwrap();
    let report = folder.join("report.json");
    let mut program = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("GITHUB_") || text.starts_with("RUNNER_") {
            program.env_remove(name);
        }
    }
    program.current_dir(folder.join("head")).args([
        "review",
        "--event",
        "pull_request",
        "--base",
        "../base",
        "--report",
    ]);
    program.arg(&report).args(case.block("expect").unwrap().arguments.split_whitespace());
    let output = program.output().unwrap();
    let (terminal, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let mut lines = gate::in_lines(&std::fs::read_to_string(report).unwrap_or_else(|_| panic!("{errors}")));
    let code = i32::from(lines.starts_with("fail\n"));
    assert_eq!((output.status.code(), errors.as_str()), (Some(code), ""), "{lines}");
    for note in terminal.lines().filter(|line| line.starts_with("note: ")) {
        lines.extend([note, "\n"]);
    }
    Ok((lines, terminal))
}

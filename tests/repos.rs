//! Every folder of `tests/repos` is a repository; the `.out` beside it holds the exit code and what the user sees.
//!
//! `UPDATE_EXPECT=1 cargo test --test repos` writes the `.out` files anew: read their diff before you commit it.
//! Cases that need the text of a real agreement are run where `MLG_AGREEMENTS` names a folder with them (`tests/expand`).
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases and runs the program")]
#![expect(clippy::disallowed_macros, clippy::print_stdout, reason = "a test may say what it did")]

mod expand;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const UPDATE: &str = "UPDATE_EXPECT=1 cargo test --test repos";

#[test]
fn every_repository_shows_what_its_out_file_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repos");
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty());
    let (cases, mut wrong) = cases(&root, update);
    assert!(!cases.is_empty(), "no cases in {}", root.display());
    let found = Mutex::new(BTreeMap::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(difference) = judge(case, update) {
                        found.lock().unwrap().insert(case.clone(), difference);
                    }
                }
            });
        }
    });
    wrong.extend(found.into_inner().unwrap().into_values());
    println!("{} repositories checked", cases.len());
    assert!(wrong.is_empty(), "\n{}\n\nIf this is as it should be: {UPDATE}\n", wrong.join("\n"));
}

/// The folders, and a complaint for each folder or `.out` that stands alone.
fn cases(root: &Path, update: bool) -> (Vec<PathBuf>, Vec<String>) {
    let mut cases = Vec::new();
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !update && !expected(&path).is_file() {
                wrong.push(format!("{name}: `{name}.out` is missing; make it with: {UPDATE}"));
            }
            cases.push(path);
        } else if path != expected(&path.with_extension("")) || !path.with_extension("").is_dir() {
            wrong.push(format!("{name}: there is no folder of this name; remove the file"));
        }
    }
    cases.sort();
    (cases, wrong)
}

/// Runs one case; the difference, if there is one.
fn judge(case: &Path, update: bool) -> Option<String> {
    let name = case.file_name().unwrap().to_string_lossy();
    let folder = expand::ready(case, "repos")?;
    let text = check(&folder, "text");
    let mut shown = format!("exit: {}\n", code(&text));
    shown.push_str(&String::from_utf8(text.stdout.clone()).unwrap());
    shown.push_str(&String::from_utf8(text.stderr.clone()).unwrap());
    let mut wrong = String::new();
    let file = expected(case);
    let wanted = std::fs::read_to_string(&file).unwrap_or_default();
    if update && wanted != shown {
        std::fs::write(&file, &shown).unwrap();
        println!("wrote {name}.out");
    } else if wanted != shown && file.is_file() {
        _ = writeln!(wrong, "{name}: the output differs (- expected, + shown)");
        wrong.push_str(&difference(&wanted, &shown));
    }
    if let Err(error) = same_in_json(&folder, code(&text)) {
        _ = writeln!(wrong, "{name}: {error}");
    }
    (!wrong.is_empty()).then_some(wrong)
}

/// The JSON has the same exit code, can be read, and tells its findings apart.
fn same_in_json(case: &Path, wanted: i32) -> Result<(), String> {
    let json = check(case, "json");
    if code(&json) != wanted {
        return Err(format!("exit code {wanted} with text, {} with JSON", code(&json)));
    }
    if wanted == 2 {
        return if json.stdout.is_empty() { Ok(()) } else { Err("a report and exit 2".to_owned()) };
    }
    let read: serde_json::Value = serde_json::from_slice(&json.stdout).map_err(|error| format!("no JSON: {error}"))?;
    let findings = read["findings"].as_array().ok_or("the JSON has no findings")?;
    let mut seen = HashSet::new();
    for finding in findings {
        let fingerprint = finding["fingerprint"].as_str().ok_or("a finding without fingerprint")?;
        if !seen.insert(fingerprint) {
            let (rule, path) = (&finding["rule"], &finding["path"]);
            return Err(format!("two findings with the fingerprint {fingerprint}: {rule} in {path}"));
        }
    }
    Ok(())
}

/// Runs the real program in the folder, with nothing of the environment but the search path.
fn check(case: &Path, format: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    command.args(["check", ".", "--format", format]).current_dir(case).env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn expected(case: &Path) -> PathBuf {
    let mut name = case.as_os_str().to_owned();
    name.push(".out");
    PathBuf::from(name)
}

/// The lines that differ, with the equal ones at both ends left out.
fn difference(wanted: &str, shown: &str) -> String {
    let wanted: Vec<&str> = wanted.lines().collect();
    let shown: Vec<&str> = shown.lines().collect();
    let start = wanted.iter().zip(&shown).take_while(|(a, b)| a == b).count();
    let (wanted, shown) = (&wanted[start..], &shown[start..]);
    let end = wanted.iter().rev().zip(shown.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut out = format!("  from line {}\n", start + 1);
    for (sign, lines) in [('-', &wanted[..wanted.len() - end]), ('+', &shown[..shown.len() - end])] {
        for line in lines {
            _ = writeln!(out, "  {sign} {line}");
        }
    }
    out
}

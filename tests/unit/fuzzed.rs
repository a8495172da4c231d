//! What the fuzz targets rest on: the inputs that are kept, and a reference that is right.

use crate::{Completeness, FoundLicense, fuzzing, identify};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Most bytes of all inputs that are kept, and most of one target.
const MOST_BYTES: u64 = 200_000;
const MOST_FILES: usize = 30;

/// What lies in a folder of the project, in order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The kept inputs by target.
fn kept() -> BTreeMap<String, Vec<PathBuf>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let folders = entries(&seeds).into_iter().filter(|path| path.is_dir());
    folders.map(|folder| (folder.file_name().unwrap().to_str().unwrap().to_owned(), entries(&folder))).collect()
}

#[test]
fn kept_inputs_of_every_target_find_nothing() {
    let kept = kept();
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/targets");
    let targets: Vec<String> =
        entries(&targets).iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(kept.keys().cloned().collect::<Vec<_>>(), targets);
    for (target, paths) in kept {
        assert!((1..=MOST_FILES).contains(&paths.len()), "{target} has {} inputs", paths.len());
        for path in paths {
            let bytes = std::fs::read(&path).unwrap();
            let ran = std::panic::catch_unwind(|| fuzzing::run(&target, &bytes));
            assert!(ran.is_ok(), "{}", path.display());
        }
    }
}

#[test]
fn kept_inputs_are_few_and_hold_no_license_text() {
    let mut size = 0;
    for path in kept().into_values().flatten() {
        let bytes = std::fs::read(&path).unwrap();
        size += bytes.len() as u64;
        let found = identify(&String::from_utf8_lossy(&bytes)).licenses;
        // A notice that is shown again and again is a few words of its agreement.
        let is_text = |found: &&FoundLicense| found.completeness != Completeness::Mention && found.coverage > 0.05;
        assert_eq!(found.iter().find(is_text), None, "{}", path.display());
    }
    assert!(size <= MOST_BYTES, "{size} bytes");
}

/// Random patterns and paths of what means something in one.
fn random_texts(pieces: &[&str], count: u64, most: u32) -> Vec<String> {
    let mut texts = Vec::new();
    super::properties::tries(count, |source| {
        let mut text = String::new();
        for _ in 0..source.int_in_range(1..=most)? {
            text.push_str(source.choose(pieces)?);
        }
        texts.push(text);
        Ok(())
    });
    texts
}

#[test]
fn the_reference_for_attributes_says_what_git_says() {
    let folder = super::folder("attributes-of-git");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(&folder)
            .args(arguments)
            .stdin(Stdio::null())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", &folder);
        git
    };
    if !git(&["init", "--quiet"]).output().is_ok_and(|output| output.status.success()) {
        // Past the capture of the test runner, so that it is always seen.
        _ = writeln!(
            std::io::stderr(),
            "SKIPPED in tests of inner parts: what Git says of attributes, since there is no Git"
        );
        return;
    }
    let pieces = [
        "a", "b", "/", "?", "*", "**", "***", "**/", "/**", "/**/", "[ab]", "[!a]", "[a-b]", "[]a]", "[^", "]", "\\",
        "\\*", "-", "é",
    ];
    let patterns = random_texts(&pieces, 2_000, 6);
    let patterns: Vec<&String> = patterns.iter().filter(|text| !text.starts_with(['"', '#', '!'])).collect();
    let paths: Vec<String> = random_texts(&["a", "b", "/", "ab", "*", "-", "]", "a/b", "\\", "é"], 60, 6)
        .into_iter()
        .filter(|path| crate::tree::is_plain(path))
        .collect();
    let attributes: Vec<String> =
        patterns.iter().enumerate().map(|(number, pattern)| format!("{pattern} p{number}\n")).collect();
    std::fs::write(folder.join(".gitattributes"), attributes.concat()).unwrap();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for path in &paths {
        let output = git(&["-c", "core.ignoreCase=false", "check-attr", "-a", "-z", "--", path]).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let told: Vec<&str> = told.split('\0').collect();
        let fitting: Vec<&str> = told.chunks_exact(3).map(|told| told[1]).collect();
        for (number, pattern) in patterns.iter().enumerate() {
            let git_fits = fitting.contains(&format!("p{number}").as_str());
            compared += usize::from(git_fits);
            if fuzzing::is_attributed(pattern, path) != git_fits {
                wrong.push(format!("{pattern} {path}: Git says {git_fits}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(compared > 1_000, "only {compared} pairs fit");
}

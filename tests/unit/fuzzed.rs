//! What the fuzz targets rest on: the inputs that are kept, and a reference that is right.

use crate::fuzzing;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

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
        return;
    }
    let pieces = [
        "a", "b", "/", "?", "*", "**", "***", "**/", "/**", "/**/", "[ab]", "[!a]", "[a-b]", "[]a]", "[^", "]", "\\",
        "\\*", "-",
    ];
    let patterns = random_texts(&pieces, 2_000, 6);
    let patterns: Vec<&String> = patterns.iter().filter(|text| !text.starts_with(['"', '#', '!'])).collect();
    let paths: Vec<String> = random_texts(&["a", "b", "/", "ab", "*", "-", "]", "a/b", "\\"], 60, 6)
        .into_iter()
        .filter(|path| crate::tree::is_plain(path))
        .collect();
    let mut attributes = String::new();
    for (number, pattern) in patterns.iter().enumerate() {
        writeln!(attributes, "{pattern} p{number}").unwrap();
    }
    std::fs::write(folder.join(".gitattributes"), attributes).unwrap();
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

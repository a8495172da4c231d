//! What holds for any repository, tried on fixtures that are changed at random: the same tries in every run.

use super::support::suites;
use crate::audit::auditor::{AuditOptions, Auditor};
use crate::audit::line::{self, Record};
use crate::check::check;
use crate::check::config::Config;
use crate::render::TextOptions;
use crate::render::{json, sarif, text};
use crate::report::Report;
use crate::report::lineage::Derived;
use crate::review::saved;
use crate::tree::{Entry, Tree};
use crate::{Completeness, identify};
use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use std::path::PathBuf;

const TODAY: &str = "2025-01-01";

/// The cases by name; those with placeholders for agreements as they are.
pub(super) fn fixtures() -> Vec<(String, Tree)> {
    suites::repositories().iter().map(|case| (case.name(), super::tree(&case.files))).collect()
}

/// Runs a property so many times, each on bytes of its own.
pub(super) fn tries(count: u64, mut property: impl FnMut(&mut Unstructured<'_>) -> Result<()>) {
    for number in 1..=count {
        // The lower half of a seed is the size of the input in bytes.
        let seed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 1_024;
        arbtest(&mut property).seed(seed).run();
    }
}

pub(super) fn judge(tree: &Tree) -> Report {
    check(tree, &Config::default(), TODAY)
}

/// Rules with their severity and model, and the families: all of a report but words and places.
pub(super) type Told = (Vec<(&'static str, &'static str, String)>, Vec<(String, Vec<(String, Derived)>)>);

pub(super) fn told(report: &Report) -> Told {
    let mut findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.rule.id, finding.severity.word(), finding.model.clone()))
        .collect();
    findings.sort();
    let models = report.models.iter().map(|model| {
        let families = model.lineage.iter().map(|lineage| (lineage.family.clone(), lineage.derived));
        (model.path.clone(), families.collect())
    });
    (findings, models.collect())
}

#[test]
fn nothing_panics_on_changed_fixtures() {
    let fixtures = fixtures();
    let mut changed = 0;
    tries(250, |source| {
        let (name, tree) = source.choose(&fixtures)?;
        let mut tree = tree.clone();
        for entry in tree.files.values_mut() {
            if let Entry::Read(bytes) | Entry::Head { bytes, .. } = entry {
                let other = &source.choose(&fixtures)?.1;
                changed += change(source, bytes, other)?;
            }
        }
        let report = judge(&tree);
        _ = text::render(&report, &TextOptions { color: true, ..TextOptions::default() });
        _ = sarif::render(&report, &crate::rules::metas(), "");
        assert!(saved::read(&json::render(&report)).is_ok(), "{name}");
        Ok(())
    });
    assert!(changed > 500, "only {changed} changes");
}

/// Changes some bytes: takes away, doubles, puts in what hostile files have, or pieces of another fixture.
fn change(source: &mut Unstructured<'_>, bytes: &mut Vec<u8>, other: &Tree) -> Result<usize> {
    const PIECES: [&[u8]; 18] = [
        b"---\n",
        b"\n---\n",
        b"\r",
        b"\r\n",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"<<: *a\n",
        b"[[[[{",
        b"\"",
        b"```\n",
        b"<a href='",
        "\u{202e}\u{85}\u{2028}\u{1f999}".as_bytes(),
        b"\xff\xff\xff\xff\xff\xff\xff\x7f",
    ];
    let count = source.int_in_range(0..=4)?;
    for _ in 0..count {
        let start = source.int_in_range(0..=bytes.len())?;
        let end = (start + source.int_in_range(0..=40)?).min(bytes.len());
        match source.int_in_range(0..=4)? {
            0 => drop(bytes.drain(start..end)),
            1 => drop(bytes.splice(start..start, bytes[start..end].to_vec())),
            2 => bytes.truncate(start),
            3 => {
                let piece = *source.choose(&PIECES)?;
                bytes.splice(start..end, piece.iter().copied());
            }
            _ => {
                let files: Vec<&Vec<u8>> = other
                    .files
                    .values()
                    .filter_map(|entry| if let Entry::Read(bytes) = entry { Some(bytes) } else { None })
                    .collect();
                let Some(file) = files.first() else { continue };
                let from = source.int_in_range(0..=file.len())?;
                bytes.splice(start..end, file[from..].iter().copied().take(200));
            }
        }
    }
    Ok(count)
}

#[test]
fn line_ends_change_no_verdict() {
    let mut compared = 0;
    for (name, tree) in fixtures() {
        let mut other = tree.clone();
        for entry in other.files.values_mut() {
            let Entry::Read(bytes) = entry else { continue };
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            if !text.contains('\r') {
                *bytes = text.replace('\n', "\r\n").into_bytes();
                compared += 1;
            }
        }
        assert_eq!(told(&judge(&tree)), told(&judge(&other)), "{name}");
    }
    assert!(compared > 500, "only {compared} files");
}

#[test]
fn names_of_folders_around_a_model_change_no_verdict() {
    let mut compared = 0;
    let around = ["models", "llama-2-7b", "licenses", "tests/data", "\u{e4}hm", "my models (2)", "gemma/0.1"];
    for (at, (name, tree)) in fixtures().iter().enumerate() {
        let first = told(&judge_below("x", "letters", tree));
        let around = around[at % around.len()];
        assert_eq!(first, told(&judge_below(around, "letters", tree)), "{name} in {around}");
        compared += first.0.len();
    }
    assert!(compared > 300, "only {compared} findings");
}

/// The report on a tree that stands in a folder inside another one, with models named from the folder on.
fn judge_below(around: &str, folder: &str, tree: &Tree) -> Report {
    let files = tree.files.iter().map(|(path, entry)| (format!("{around}/{folder}/{path}"), entry.clone()));
    let mut report = judge(&Tree { files: files.collect(), ..Tree::default() });
    let cut = |path: &mut String| {
        if let Some(rest) = path.strip_prefix(around) {
            *path = rest.to_owned();
        }
    };
    report.models.iter_mut().for_each(|model| cut(&mut model.path));
    report.findings.iter_mut().for_each(|finding| cut(&mut finding.model));
    report
}

#[test]
fn the_order_of_files_and_of_repositories_changes_no_verdict() {
    let fixtures = fixtures();
    let terms = AuditOptions { config: None, ancestry: None, today: TODAY };
    // One judge for all: what it remembers of a repository must not show in the next.
    let mut auditor = Auditor::new(terms);
    let mut compared = 0;
    tries(200, |source| {
        let (name, tree) = source.choose(&fixtures)?;
        let mut files: Vec<String> = Vec::new();
        for (path, entry) in &tree.files {
            let Entry::Read(bytes) = entry else { continue };
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            files.push(format!("{}:{}", serde_json::json!(path), serde_json::json!(text)));
        }
        let fresh = Auditor::new(terms).judge_record(record(&files));
        for at in (1..files.len()).rev() {
            files.swap(at, source.int_in_range(0..=at)?);
        }
        compared += usize::from(files.len() > 1);
        assert_eq!(auditor.judge_record(record(&files)), fresh, "{name}");
        Ok(())
    });
    assert!(compared > 100, "only {compared} repositories have more than one file");
}

/// A line of `audit` with files in this order.
fn record(files: &[String]) -> Record {
    line::read(format!("{{\"id\":\"a/b\",\"files\":{{{}}}}}", files.join(",")).as_bytes()).unwrap()
}

#[test]
fn text_after_a_whole_agreement_never_unmakes_it() {
    let agreements = agreements();
    if agreements.is_empty() {
        super::skip_agreements();
        return;
    }
    let fixtures = fixtures();
    tries(60, |source| {
        let (license, agreement) = source.choose(&agreements)?;
        let text = format!("{agreement}\n\n{}", after(source, &agreements, &fixtures)?);
        let found = identify(&text);
        let stays = found
            .licenses
            .iter()
            .any(|found| found.license == *license && found.completeness == Completeness::Complete);
        let tail: String = text[agreement.len()..].chars().take(300).collect();
        assert!(stays, "{license} and then {tail:?}: {:?}", found.licenses);
        Ok(())
    });
}

/// What may stand after an agreement: words, files of fixtures, and pieces of agreements, its own among them.
fn after(source: &mut Unstructured<'_>, agreements: &[(&str, String)], fixtures: &[(String, Tree)]) -> Result<String> {
    let mut text = String::new();
    for _ in 0..source.int_in_range(1..=4)? {
        match source.int_in_range(0..=4)? {
            0 => text.push_str(source.choose(&["Copyright 2024 us", "***", "1. Definitions", "Page 2 of 3", "not"])?),
            1 => text.push_str(&String::from_utf8_lossy(source.bytes(30)?)),
            2 => {
                let tree = &source.choose(fixtures)?.1;
                for entry in tree.files.values() {
                    if let Entry::Read(bytes) = entry {
                        text.push_str(&String::from_utf8_lossy(bytes));
                    }
                }
            }
            _ => {
                let words: Vec<&str> = source.choose(agreements)?.1.split(' ').collect();
                let start = source.int_in_range(0..=words.len())?;
                let end = source.int_in_range(start..=words.len())?;
                text.push_str(&words[start..end].join(" "));
            }
        }
        text.push_str(source.choose(&["\n", "\n\n", " ", ""])?);
    }
    Ok(text)
}

/// The texts at hand that are complete, each with its license.
fn agreements() -> Vec<(&'static str, String)> {
    let Some(folder) = std::env::var_os("MLG_AGREEMENTS").map(PathBuf::from) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = [folder.join("other"), folder]
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let texts = paths.into_iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let complete = |text: &str| {
        let found = identify(text).licenses;
        found.iter().find(|found| found.completeness == Completeness::Complete).map(|found| found.license)
    };
    texts.filter_map(|text| Some((complete(&text)?, text))).collect()
}

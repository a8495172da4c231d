//! The report for GitLab: what its code quality report must hold, the same findings as the JSON, and nothing that acts.

use super::{configuration, repositories, tree};
use crate::check::check;
use crate::render::gitlab;
use crate::report::Report;
use crate::report::{Advice, Basis, Finding, Severity};
use crate::source::{Place, Source, Span};
use serde_json::Value;
use std::collections::BTreeSet;

/// Holds an entry to the fields that GitLab requires, and to their values.
fn assert_valid(entry: &Value) {
    for field in ["description", "check_name", "fingerprint"] {
        assert!(entry[field].as_str().is_some_and(|text| !text.is_empty()), "{field} in {entry}");
    }
    let severity = entry["severity"].as_str().unwrap();
    assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity), "{entry}");
    let path = entry["location"]["path"].as_str().unwrap();
    assert!(!path.is_empty() && !path.starts_with('/') && !path.starts_with("./"), "{entry}");
    let line = |name: &str| entry["location"]["lines"][name].as_u64().unwrap();
    assert!(1 <= line("begin") && line("begin") <= line("end"), "{entry}");
}

#[test]
fn every_case_gives_a_valid_report_with_its_findings() {
    let mut entries = 0;
    for case in repositories() {
        let Some(config) = configuration(&case.files) else { continue };
        let report = check(&tree(&case.files), &config, "2026-01-01");
        let list: Value = serde_json::from_str(&gitlab::render(&report)).unwrap();
        let list = list.as_array().unwrap();
        list.iter().for_each(assert_valid);
        let prints: BTreeSet<&str> = list.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), list.len(), "{}", case.name());
        assert_eq!(report.findings.len(), list.len(), "{}", case.name());
        for (entry, finding) in list.iter().zip(&report.findings) {
            assert_eq!(entry["check_name"], finding.rule.id);
            assert_eq!(entry["fingerprint"], finding.fingerprint());
        }
        entries += list.len();
    }
    assert!(entries > 100, "{entries} entries");
}

/// A finding with a text everywhere.
fn finding(text: &str, severity: Severity) -> Finding {
    Finding {
        rule: &crate::rules::find("missing-notice").unwrap().meta,
        severity,
        model: text.to_owned(),
        place: Source::new("model/README.md", "---\nlicense: mit\n---\n").place(Span::new(4, 11)),
        message: text.into(),
        advice: Advice { steps: vec!["Write:".to_owned()], verbatim: Some(text.to_owned()), ..Advice::default() },
        change: None,
        license: None,
        clause: "Some License 1.b".to_owned(),
        basis: Basis::Text,
        fix: None,
        also: Vec::new(),
        missing_text: None,
        related: Vec::new(),
        subject: text.to_owned(),
        nth: 1,
    }
}

fn entries(findings: Vec<Finding>) -> (String, Vec<Value>) {
    let text = gitlab::render(&Report { findings, ..Report::default() });
    let list = serde_json::from_str(&text).unwrap();
    (text, list)
}

#[test]
fn nothing_found_is_an_empty_list() {
    assert_eq!(entries(Vec::new()).0, "[]\n");
}

#[test]
fn an_entry_says_what_where_by_which_clause_and_what_to_do() {
    let mut there = finding("The notice is missing.", Severity::Error);
    let mut elsewhere = finding("The notice is missing.", Severity::Warning);
    there.subject = "another".to_owned();
    elsewhere.place = Place::file("model/Notice");
    let (_, list) = entries(vec![there, elsewhere]);
    list.iter().for_each(assert_valid);
    let description = "The notice is missing. Some License 1.b (explicit). Write: The notice is missing.";
    assert_eq!(list[0]["description"], description);
    assert_eq!(list[0]["location"]["lines"]["begin"], 2);
    assert_eq!((&list[0]["severity"], &list[1]["severity"]), (&"critical".into(), &"minor".into()));
    assert_eq!(
        (&list[1]["location"]["path"], &list[1]["location"]["lines"]["begin"]),
        (&"model/Notice".into(), &1.into())
    );
}

#[test]
fn fingerprints_differ_even_where_findings_do_not() {
    let (_, list) = entries(vec![finding("x", Severity::Info); 3]);
    let prints: BTreeSet<&str> = list.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), 3);
}

#[test]
fn hostile_text_stays_text_on_one_line() {
    let hostile = format!("a\u{1b}[31m\r\n::error::x\n##[error]y\u{202e}{}", "z".repeat(100_000));
    let (text, list) = entries(vec![finding(&hostile, Severity::Error)]);
    assert!(!text.contains("##[") && !text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
    assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{text}");
    let description = list[0]["description"].as_str().unwrap();
    assert!(!description.contains('\n') && description.chars().count() <= 4_003, "{description}");
}

//! A report read back from JSON: what is kept of our own, and what is refused of one that somebody else wrote.

use crate::check::check;
use crate::check::config::Config;
use crate::render::{json, markdown};
use crate::report::Report;
use crate::review::saved;
use crate::tree::{Entry, Tree};
use serde_json::{Value, json};

const CARD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Ravine\n";

fn report() -> Report {
    let files = [("README.md", CARD), ("b/README.md", CARD)].map(|(path, text)| (path.to_owned(), text));
    let files = files.into_iter().map(|(path, text)| (path, Entry::Read(text.as_bytes().to_vec()))).collect();
    check(&Tree { files, ..Tree::default() }, &Config::default(), "2026-01-01")
}

/// The JSON of the report, changed.
fn changed(change: impl Fn(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(&json::render(&report())).unwrap();
    change(&mut value);
    value.to_string()
}

#[test]
fn a_report_keeps_what_is_said_and_no_fix() {
    let mut report = report();
    report.earlier = report.findings.split_off(4);
    report.untouched = 3;
    let back = saved::read(&json::render(&report)).unwrap();
    assert_eq!(back.models.len(), 2);
    let sentences = |of: &Report| of.unchecked.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((back.untouched, sentences(&back)), (3, sentences(&report)));
    assert_eq!((back.findings.len(), back.earlier.len()), (4, report.earlier.len()));
    for (back, report) in back.findings.iter().zip(&report.findings) {
        assert_eq!(
            (back.rule, back.severity, back.message.to_string()),
            (report.rule, report.severity, report.message.to_string())
        );
        assert_eq!((&*back.place.path, back.place.range), (&*report.place.path, report.place.range));
        assert_eq!(
            (&back.clause, back.basis, back.advice.text()),
            (&report.clause, report.basis, report.advice.text())
        );
        assert_eq!(back.fix, None);
    }
    assert_eq!(back.verdict(), report.verdict());
}

#[test]
fn what_is_no_report_is_refused_with_a_sentence() {
    let many = |value: &mut Value| {
        let first = value["findings"][0].clone();
        value["findings"] = Value::Array(vec![first; 5_001]);
    };
    let wrong = [
        ("", "not a JSON report"),
        ("[]", "not a JSON report"),
        ("{\"version\":1}", "missing field"),
        (&*changed(|value| value["version"] = json!(2)), "version 2"),
        (&*changed(|value| value["findings"][0]["rule"] = json!("made-up")), "does not know"),
        (&*changed(|value| value["findings"][0]["severity"] = json!("fatal")), "unknown variant"),
        (&*changed(many), "more than 5000"),
        (&*format!("{{\"version\":1,\"models\":{}1", "[".repeat(100_000)), "not a JSON report"),
    ];
    for (text, why) in wrong {
        let error = saved::read(text).unwrap_err();
        assert!(error.contains(why), "{why}: {error}");
    }
}

#[test]
fn places_that_no_file_has_are_no_places() {
    for (line, end) in [(0, 0), (5, 2), (3, usize::MAX)] {
        let text = changed(|value| {
            value["findings"][0]["line"] = json!(line);
            value["findings"][0]["end_line"] = json!(end);
        });
        assert_eq!(saved::read(&text).unwrap().findings[0].place.range, None, "{line} to {end}");
    }
}

#[test]
fn long_texts_are_cut_and_none_acts() {
    let hostile = "@octocat #1 <img src=x> ![](http://x) ##[error]x\n::error::x\n```\n".repeat(400);
    let text = changed(|value| {
        for field in ["message", "help", "clause", "path", "model"] {
            value["findings"][0][field] = json!(hostile);
        }
        value["models"][0]["declared"] = Value::Array(vec![json!(hostile); 1_000]);
    });
    let back = saved::read(&text).unwrap();
    assert!(back.findings.iter().all(|finding| finding.message.to_string().chars().count() <= 4_000));
    assert_eq!(back.models[0].declared.len(), 20);
    let shown = markdown::summary::summary(&back, "https://example.org/rules");
    for bad in ["@octocat", "<img", "![](", "##[error]"] {
        let outside: String = shown.split('`').step_by(2).collect();
        assert!(!outside.contains(bad), "{bad} stands in the summary outside of code");
    }
}

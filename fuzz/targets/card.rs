//! The whole check of a repository that is one README, and every way to show it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::check::check;
use model_license_gate::check::config::Config;
use model_license_gate::render::{github, gitlab, json, markdown, sarif, text};
use model_license_gate::check::saved;
use model_license_gate::tree::{Entry, Tree};

fuzz_target!(|bytes: &[u8]| {
    let tree = Tree { files: [("README.md".to_owned(), Entry::Read(bytes.to_vec()))].into(), ..Tree::default() };
    let report = check(&tree, &Config::default(), "2025-01-01");
    assert_eq!(report.models.len(), 1);
    for place in report.findings.iter().map(|finding| &finding.place) {
        if let Some(range) = place.range {
            assert!((range.line, range.column) <= (range.end_line, range.end_column), "{range:?}");
        }
    }
    for shown in
        [text::render(&report, false), gitlab::render(&report), sarif::render(&report), github::render(&report)]
    {
        assert!(!shown.contains('\u{1b}'), "a card drives the terminal");
    }
    _ = markdown::summary::summary(&report, "https://example.com");
    // A report that the gate wrote is one that it can read.
    let again = saved::read(&json::render(&report)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.verdict(), report.verdict());
});

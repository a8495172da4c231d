//! The outputs for GitHub: no text of a repository acts in them, and all of them stay within GitHub's bounds.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use model_license_gate::finding::{Basis, Finding, Fix, Related, Severity};
use model_license_gate::lineage::{Derived, Lineage};
use model_license_gate::render::markdown::{finding, mermaid};
use model_license_gate::report::ModelReport;
use model_license_gate::source::{Place, Source, Span};
use std::collections::BTreeMap;

/// Text that acts wherever it is not made harmless.
const HOSTILE: &str = "@octocat o/r#1 fixes #2 ![x](https://e.test/x.png) <img src=x> `` ` ``` ~~~\r\n::error::pwned\n##[add-mask]e \
     -->\" | end\n```\n| \u{1b}[31m\u{202e} %0A https://github.com/o/r/issues/1 --> <!-- $a$ :tada: www.e.test GH-7";

const PAGE: &str = "https://rules.test/rules.md";

fn hostile_finding() -> Finding {
    let source = Source::new(format!("{HOSTILE}/README.md"), HOSTILE);
    Finding {
        rule: "missing-notice",
        severity: Severity::Error,
        model: HOSTILE.to_owned(),
        place: source.place(Span::new(0, 8)),
        message: format!("`{HOSTILE}` does not fit `{HOSTILE}`. {HOSTILE}"),
        help: format!("Declare `{HOSTILE}`.\n{HOSTILE}:\n{HOSTILE}"),
        clause: HOSTILE.to_owned(),
        basis: Basis::Interpretation,
        fix: Some(Fix { path: format!("{HOSTILE}/Notice"), line: 1, end_line: 0, replacement: HOSTILE.to_owned() }),
        related: vec![Related { place: Place::file(HOSTILE), label: HOSTILE.to_owned() }],
        subject: HOSTILE.to_owned(),
    }
}

fn hostile_model() -> ModelReport {
    let via = (0..30).map(|_| HOSTILE.to_owned()).collect();
    ModelReport {
        path: HOSTILE.to_owned(),
        card: Some(format!("{HOSTILE}/README.md")),
        name: Some(HOSTILE.to_owned()),
        declared: vec![HOSTILE.to_owned(); 9],
        lineage: vec![Lineage { family: "llama2".to_owned(), derived: Derived::Yes, via, evidence: Vec::new() }],
        judged: BTreeMap::new(),
    }
}

/// What is left of Markdown without its code, as a simple reader sees it.
fn outside_of_code(text: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<usize> = None;
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) if ticks >= open && line.trim_start_matches('`').trim().is_empty() => fence = None,
            None if ticks >= 3 && !line[ticks..].contains('`') => fence = Some(ticks),
            Some(_) => {}
            None => out.push_str(&without_spans(line)),
        }
        out.push('\n');
    }
    assert_eq!(fence, None, "a fence is not closed:\n{text}");
    out
}

/// A line without its code spans.
fn without_spans(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        out.push_str(&rest[..open]);
        let ticks = rest[open..].len() - rest[open..].trim_start_matches('`').len();
        let inside = &rest[open + ticks..];
        let close = inside.match_indices('`').map(|(at, _)| at).find(|&at| {
            let run = inside[at..].len() - inside[at..].trim_start_matches('`').len();
            run == ticks && !inside[..at].ends_with('`')
        });
        rest = &inside[close.unwrap_or_else(|| panic!("a code span is not closed: {line}")) + ticks..];
    }
    out.push_str(rest);
    out
}

/// Nothing acts that the repository wrote.
fn assert_inert(markdown: &str) {
    for bad in ["##[", "\u{1b}", "\u{202e}", "\r"] {
        assert!(!markdown.contains(bad), "{bad:?} in {markdown}");
    }
    assert!(markdown.lines().all(|line| !line.trim_start().starts_with("::")), "{markdown}");
    let outside = outside_of_code(markdown);
    for bad in [
        "@octocat",
        "#1",
        "#2",
        "![",
        "<img",
        "https://e.test",
        "https://github.com",
        "www.e.test",
        "GH-7",
        ":tada",
        "<!--",
    ] {
        let found = outside.match_indices(bad).any(|(at, _)| !outside[..at].ends_with('&'));
        assert!(!found, "{bad:?} acts in:\n{outside}");
    }
}

#[test]
fn a_finding_in_markdown_is_inert() {
    let hostile = hostile_finding();
    assert_inert(&finding::body(&hostile, PAGE));
    assert_inert(&finding::line(&hostile));
    let mut changed = hostile;
    changed.fix =
        Some(Fix { path: changed.place.path.to_string(), line: 1, end_line: 1, replacement: HOSTILE.to_owned() });
    assert_inert(&finding::change(&changed).unwrap());
}

#[test]
fn a_graph_is_bounded_and_inert() {
    let finding = hostile_finding();
    let graph = mermaid::lineage(&hostile_model(), &[&finding]).unwrap();
    assert_inert(&graph);
    assert!(graph.lines().count() < 40 && graph.len() < 8_000, "{graph}");
    assert!(graph.contains("|\"missing notice\"|"), "{graph}");
    let inside = graph.strip_prefix("```mermaid\ngraph TD\n").unwrap().strip_suffix("```\n").unwrap();
    for line in inside.lines() {
        assert!(line.chars().all(|c| c.is_alphanumeric() || " []\"<>/|;#.,-:_".contains(c)), "{line}");
        assert!(line.matches('"').count() % 2 == 0 && line.matches('<').count() <= 1, "{line}");
    }
    let mut other = hostile_model();
    other.lineage[0].derived = Derived::No;
    assert_eq!(mermaid::lineage(&other, &[]), None);
}

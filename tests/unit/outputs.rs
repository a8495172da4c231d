//! The outputs for GitHub: no text of a repository acts in them, and all of them stay within GitHub's bounds.

use super::pages;
use super::support::suites;
use crate::render::markdown::{Pages, finding, mermaid, summary};
use crate::render::{github, sarif};
use crate::report::lineage::{Derived, Lineage};
use crate::report::{Advice, Basis, Finding, Fix, Message, Related, Severity};
use crate::report::{Compliance, ModelReport, Report};
use crate::source::{Place, Source, Span};
use crate::{explain, policy, rules};
use std::collections::BTreeMap;

/// Text that acts wherever it is not made harmless.
const HOSTILE: &str = "@octocat o/r#1 fixes #2 ![x](https://e.test/x.png) <img src=x> `` ` ``` ~~~\r\n::error::pwned\n##[add-mask]e \
     -->\" | end\n```\n| \u{1b}[31m\u{202e} %0A https://github.com/o/r/issues/1 --> <!-- $a$ :tada: www.e.test GH-7 {0}";

const PAGE: &str = "https://rules.test/rules.md";

/// With places as links, as in comments on the Hub.
const PAGES: Pages<'_> = Pages { rules: PAGE, files: Some("https://files.test/") };
fn hostile_finding() -> Finding {
    let source = Source::new(format!("{HOSTILE}/README.md"), HOSTILE);
    Finding {
        rule: &rules::find("missing-notice").unwrap().meta,
        severity: Severity::Error,
        model: HOSTILE.to_owned(),
        place: source.place(Span::new(0, 8)),
        message: Message::from(format!("`{HOSTILE}` is not allowed for `{HOSTILE}`.")).and(HOSTILE),
        advice: advice(format!("Declare `{HOSTILE}`.\n{HOSTILE}:"), HOSTILE.to_owned()),
        change: None,
        license: None,
        clause: HOSTILE.to_owned(),
        basis: Basis::Interpretation,
        fix: Some(Fix { path: format!("{HOSTILE}/Notice"), line: 1, end_line: 0, replacement: HOSTILE.to_owned() }),
        also: Vec::new(),
        missing_text: None,
        related: vec![Related { place: Place::file(HOSTILE), label: HOSTILE.to_owned() }],
        subject: HOSTILE.to_owned(),
        nth: 1,
    }
}

fn advice(step: String, text: String) -> Advice {
    Advice { steps: vec![step], verbatim: Some(text), ..Advice::default() }
}

fn lineage(family: &str, derived: Derived) -> Lineage {
    Lineage { family: family.to_owned(), derived, via: Vec::new(), evidence: Vec::new(), license: None }
}

fn hostile_model() -> ModelReport {
    let via = (0..30).map(|_| HOSTILE.to_owned()).collect();
    ModelReport {
        path: HOSTILE.to_owned(),
        card: Some(format!("{HOSTILE}/README.md")),
        name: Some(HOSTILE.to_owned()),
        declared: vec![HOSTILE.to_owned(); 9],
        lineage: vec![Lineage { via, ..lineage("llama2", Derived::Yes) }],
        compliance: Compliance::default(),
        permissive_parents: Vec::new(),
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
    assert_inert(&finding::body(&hostile, Pages::of_rules(PAGE)));
    assert_inert(&finding::line(&hostile, Pages::of_rules(PAGE)));
    let mut changed = hostile;
    changed.fix =
        Some(Fix { path: changed.place.path.to_string(), line: 1, end_line: 1, replacement: HOSTILE.to_owned() });
    assert_inert(&finding::fix_diff(&changed).unwrap());
}

#[test]
fn a_graph_is_bounded_and_inert() {
    let clause = format!("Llama 2 Community License {HOSTILE}");
    let finding = Finding { clause, license: Some("llama2"), ..hostile_finding() };
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

#[test]
fn only_the_step_from_the_family_whose_license_is_broken_is_marked() {
    let mut model = ModelReport { path: "m".to_owned(), name: None, declared: Vec::new(), ..hostile_model() };
    model.lineage = ["other", "llama2"].map(|family| lineage(family, Derived::Yes)).to_vec();
    let finding = |license| Finding { license, ..hostile_finding() };
    let graph = mermaid::lineage(&model, &[&finding(Some("llama2"))]).unwrap();
    assert!(graph.contains("base0 --> model\n") && graph.contains("base1 -->|\"missing notice\"| model\n"), "{graph}");
    assert!(
        graph.contains("style model ") && graph.contains("linkStyle 1 ") && !graph.contains("linkStyle 0"),
        "{graph}"
    );
    let graph = mermaid::lineage(&model, &[&finding(Some("llama3"))]).unwrap();
    assert!(!graph.contains("missing") && !graph.contains("tyle "), "{graph}");
}

#[test]
fn families_that_nothing_speaks_of_fill_no_table() {
    let row = |lineage: Vec<Lineage>| {
        let model = ModelReport { lineage, ..hostile_model() };
        let table = summary::models_table(&Report { models: vec![model], ..Report::default() }, 50_000);
        table.trim_end().trim_end_matches(" |").rsplit("| ").next().unwrap().to_owned()
    };
    let (no, other) = (lineage("llama2", Derived::No), lineage("b", Derived::No));
    assert_eq!(row(vec![no.clone()]), "no sign of Llama 2");
    assert_eq!(row(vec![no, other.clone()]), "no sign of a family that the gate knows");
    assert_eq!(row(vec![other, lineage("llama2", Derived::Yes)]), "derived from Llama 2");
}

/// A report in which everything is hostile, with `count` findings of each severity.
pub(super) fn hostile_report(count: usize) -> Report {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let findings: Vec<Finding> = severities
        .into_iter()
        .flat_map(|severity| (0..count).map(move |_| Finding { severity, ..hostile_finding() }))
        .collect();
    Report {
        models: vec![hostile_model(); count],
        earlier: findings.clone(),
        findings,
        untouched: 7,
        untouched_conclusion: None,
        left_out: Vec::new(),
        unchecked: vec![HOSTILE.to_owned().into()],
    }
}

#[test]
fn the_summary_is_inert_and_says_everything() {
    let shown = summary::summary(&hostile_report(2), PAGE);
    // The fold is our own.
    let (before, folded) = shown.split_once("<details>\n<summary>6 findings from before this change").unwrap();
    let (_, after) = folded.split_once("</details>").unwrap();
    assert_inert(before);
    assert_inert(after);
    assert_inert(folded.split_once("</details>").unwrap().0);
    assert!(shown.starts_with(
        "## Model licenses: does not comply\n\n2 errors, 2 warnings, 2 notes in 2 models.\n7 more models"
    ));
    assert_eq!(shown.matches("\n```mermaid\n").count(), 2);
    let table = summary::models_table(&hostile_report(2), 50_000);
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows.len() == 4 && rows.iter().all(|row| row.replace("\\|", "").matches('|').count() == 5), "{rows:?}");
    assert_eq!(summary::summary(&Report::default(), PAGE).lines().count(), 3);
}

#[test]
fn the_pieces_of_the_summary_keep_to_their_limits() {
    let report = hostile_report(2_000);
    let shown = summary::summary(&report, PAGE);
    assert!(shown.len() <= 900_000, "{}", shown.len());
    outside_of_code(&shown);
    for limit in [1_000, 10_000, 65_536] {
        let pieces = [
            summary::models_table(&report, limit),
            summary::findings(&report.findings, PAGES, limit),
            summary::earlier(&report, PAGES, limit),
            summary::graphs(&report, limit),
        ];
        for piece in &pieces {
            assert!(piece.len() <= limit, "{} of {limit}:\n{piece}", piece.len());
            outside_of_code(piece);
        }
        assert!(pieces[..3].iter().all(|piece| piece.contains(" more")), "{pieces:?}");
    }
    let mut long = hostile_finding();
    long.message = HOSTILE.repeat(10_000).into();
    long.advice = advice(HOSTILE.repeat(10_000), HOSTILE.repeat(10_000));
    assert!(finding::body(&long, PAGES).len() < 40_000 && finding::line(&long, PAGES).len() < 6_000);
}

#[test]
fn annotations_are_ten_of_a_kind_and_nothing_else_commands() {
    let shown = github::render(&hostile_report(15));
    let lines: Vec<&str> = shown.lines().collect();
    let (commands, plain): (Vec<&&str>, Vec<&&str>) = lines.iter().partition(|line| line.starts_with("::"));
    for kind in ["::error ", "::warning ", "::notice "] {
        assert_eq!(commands.iter().filter(|line| line.starts_with(kind)).count(), 10);
    }
    assert_eq!(commands.len(), 30);
    assert!(!shown.contains("##[") && !shown.contains(['\u{1b}', '\r', '\u{202e}']));
    for command in commands {
        let (properties, message) = command[2..].split_once("::").unwrap();
        let names: Vec<&str> = properties.split(',').map(|part| part.split('=').next().unwrap()).collect();
        assert_eq!(names[1..], ["line", "endLine", "col", "endColumn", "title"], "{properties}");
        assert!(message.replace("%0A", "\n").replace("%25", "%").chars().count() <= 4_096);
    }
    let verdict = "fail (does not comply): 15 errors, 15 warnings, 15 notes in 15 models";
    let more = |kind: &str| format!("... and 5 more {kind}s: see the report");
    let counts = [more("error"), more("warning"), more("notice")];
    assert_eq!(plain.len(), 5);
    assert!(counts.iter().all(|line| plain.contains(&&line.as_str())) && *plain[4] == verdict, "{plain:?}");
    let sentence = github::notice(HOSTILE);
    assert!(sentence.starts_with("::notice::@octocat") && sentence.ends_with('\n') && sentence.lines().count() == 1);
    assert!(!sentence.contains("##["));
    let mut long = hostile_report(1);
    long.findings[0].message = "日%".repeat(9_000).into();
    long.findings[0].place.range.as_mut().unwrap().end_line = 9;
    let shown = github::render(&long);
    let (properties, message) = shown.lines().next().unwrap()[2..].split_once("::").unwrap();
    assert!(!properties.contains("col=") && properties.contains("endLine=9"));
    assert_eq!(message.replace("%25", "%").chars().count(), 4_096);
}

#[test]
fn sarif_tells_code_scanning_what_the_report_says() {
    let report = hostile_report(1);
    let text = sarif::render(&report, &rules::metas(), PAGE);
    assert!(!text.contains("##[") && !text.contains(['\u{1b}', '\u{202e}', '\r']));
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &read["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), rules::ALL.len());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 6);
    let states: Vec<&str> = results.iter().map(|result| result["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["new", "new", "new", "unchanged", "unchanged", "unchanged"]);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte)), "{uri}");
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["deletedRegion"]["endColumn"], 1);
        assert_eq!(change["insertedContent"]["text"], format!("{HOSTILE}\n"));
    }
    let mut texts = Vec::new();
    messages(run, &mut texts);
    assert!(texts.iter().filter(|text| text.contains("e.test/x.png")).count() >= 12, "{texts:?}");
    for text in texts {
        assert!(!text.contains("](") && !text.replace(r"\[", "").contains("[x"), "{text}");
        let braces = text.replace("{{", "").replace("}}", "");
        assert!(!braces.contains("{0}"), "{text}");
    }
    let many = sarif::render(&hostile_report(2_000), &rules::metas(), PAGE);
    assert_eq!(many.matches("\"ruleIndex\"").count(), 5_000);
    assert_eq!(many.matches("\"level\": \"error\",\n          \"locations\"").count(), 4_000);
}

/// The texts of all messages of SARIF below a value.
fn messages(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                if name == "message" {
                    found.push(value["text"].as_str().unwrap().to_owned());
                } else {
                    messages(value, found);
                }
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| messages(value, found)),
        _ => {}
    }
}

#[test]
fn sarif_points_at_files_that_are_there() {
    let mut report = hostile_report(1);
    report.earlier.clear();
    report.findings.truncate(1);
    let uri = |report: &Report| {
        let read: serde_json::Value = serde_json::from_str(&sarif::render(report, &rules::metas(), PAGE)).unwrap();
        let result = &read["runs"][0]["results"][0];
        assert!(result["baselineState"].is_null());
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned()
    };
    report.models[0].path = "m".to_owned();
    report.models[0].card = Some("m/README 1.md".to_owned());
    let finding = &mut report.findings[0];
    finding.model = "m".to_owned();
    finding.place = Place::file("m/Notice");
    assert_eq!(uri(&report), "m/README%201.md");
    report.models[0].card = None;
    assert_eq!(uri(&report), "m/Notice");
    let source = Source::new("m/adapter_config.json", "{}");
    report.findings[0].related = vec![Related { place: source.place(Span::new(0, 1)), label: "x".to_owned() }];
    assert_eq!(uri(&report), "m/adapter_config.json");
}

/// The finding of a rule in the first case of its suite, as it is printed.
fn example(rule: &str) -> Option<pages::Example> {
    let suite = format!("rules/{rule}");
    let case = suites::read(&suite).into_iter().next()?;
    let terminal = &case.block("terminal")?.text;
    let name = rules::name_of(rule);
    let start = terminal.lines().position(|line| line.contains(&format!("[{name}]: ")))?;
    let lines: Vec<&str> = terminal.lines().skip(start).take_while(|line| !line.is_empty()).collect();
    Some(pages::Example { folder: format!("tests/{suite}.md"), shown: lines.join("\n") })
}

/// A page is what its generator says; `UPDATE_EXPECT` writes it.
fn assert_page(name: &str, page: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty()) {
        std::fs::write(&path, page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page, "run UPDATE_EXPECT=1 cargo test --lib outputs");
}

#[test]
fn the_page_of_rules_is_what_the_rules_say() {
    let page = pages::rules_page(example);
    assert_page("rules.md", &page);
    for rule in &rules::ALL {
        assert_eq!(page.matches(&format!("\n## {}\n", rule.meta.name())).count(), 1);
    }
    assert_eq!(page.matches("\nExample, [`tests/").count(), rules::ALL.len());
    assert!(explain::RULES_PAGE.ends_with("/docs/rules.md"));
}

#[test]
fn the_page_of_licenses_is_what_the_policies_say() {
    let page = pages::licenses_page();
    assert_page("licenses.md", &page);
    for policy in policy::all() {
        assert_eq!(page.matches(&format!("\n### {}\n", policy.license)).count(), 1);
        assert!(explain::explain(policy.license).unwrap().contains(policy.name));
    }
    let unverified = policy::all().iter().filter(|policy| policy.obligations.iter().any(|duty| duty.unverified));
    assert_eq!(page.matches(", **not verified**. ").count(), unverified.count());
}

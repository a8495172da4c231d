//! How much is said at most: remarks, characters, and what hostile text can do to both.

use super::world::{World, at_lines, bodies, diff, show, suggested, tree};
use crate::report::Fault;
use crate::report::Report;
use crate::report::{Finding, Severity};
use crate::review::plan::{MAX_REMARKS, Summary};

/// Most characters (not bytes) that GitHub takes in one body.
const MAX_CHARACTERS: usize = 65_536;
use crate::tree::Tree;

fn card(name: &str) -> String {
    format!("---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# {name}\n")
}

fn models(count: usize, card: &str) -> Tree {
    let files: Vec<(String, &str)> = (0..count).map(|at| (format!("m{at:03}/README.md"), card)).collect();
    tree(&files.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>())
}

#[test]
fn of_many_findings_twenty_get_remarks_errors_first() {
    let two_at_lines = card("A").replace("license: mit", "license: mit\nlicence: mit");
    let mut world = World::new(Tree::default(), models(13, &two_at_lines));
    let mut report = world.report();
    // What has no line stays an error, and takes no room.
    let (absent, at_line): (Vec<_>, Vec<_>) =
        report.findings.iter_mut().partition(|finding| finding.rule.fault == Fault::Absent);
    assert!(at_line.len() >= 25 && absent.iter().filter(|one| one.severity == Severity::Error).count() > MAX_REMARKS);
    for (at, finding) in at_line.into_iter().enumerate() {
        finding.severity = if at % 3 == 0 { Severity::Error } else { Severity::Warning };
    }
    let is_error_at_line =
        |finding: &Finding| finding.severity == Severity::Error && finding.rule.fault != Fault::Absent;
    let files = diff(&world.before, &world.after);
    let plan = world.run_on(&report, Some(&files));
    assert_eq!(at_lines(&plan).len() + plan.file_remarks.len(), MAX_REMARKS);
    let errors = at_lines(&plan).iter().filter(|remark| remark.body.contains("**Error")).count();
    assert_eq!(errors, report.findings.iter().filter(|finding| is_error_at_line(finding)).count());
    // One that is mended makes room for one other.
    let first = report.findings.iter().position(is_error_at_line).unwrap();
    let gone = report.findings.remove(first);
    let plan = world.run_on(&report, Some(&files));
    assert_eq!((plan.deletions.len(), at_lines(&plan).len()), (1, 1), "{}", gone.rule.id);
}

#[test]
fn two_hundred_models_fit_into_one_comment() {
    let mut world = World::new(Tree::default(), models(200, &card("A")));
    let report = world.report();
    let plan = world.run_on(&report, None);
    let Some(Summary::Post(text)) = &plan.summary else { panic!("{}", show(&plan)) };
    assert!(text.chars().count() < 60_000 && text.chars().count() > 25_000);
    assert!(text.lines().any(|line| line.starts_with("| and ") && line.ends_with(" more | | | |")));
    assert!(text.contains("more findings: see the job summary"));
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn no_text_of_a_repository_makes_a_body_too_long_or_gets_out_of_it() {
    let odd = [
        "@everyone ![x](https://evil.example/p.png) <img src=x> #1 a/b#2 fixes #3",
        "``` \n```suggestion\nx\n``` `",
        "<!-- model-license-gate v1 folder=0 --> --> </details>",
        "\u{202e}\u{1b}[31m ##[error]x\n::error::y",
        "日本語 | a | b |",
    ];
    let mut world = World::new(Tree::default(), tree(&[("README.md", &card("A"))]));
    let mut report: Report = world.report();
    let one = report.findings.iter().find(|finding| finding.rule.id == "incompatible-license").unwrap().clone();
    for length in [1, 40, 4_000] {
        for (at, text) in odd.iter().enumerate() {
            let text = text.repeat(length);
            let mut finding = one.clone();
            finding.message = format!("`{text}` is not allowed for {text}").into();
            finding.advice.steps = vec![format!("Write `{text}`:")];
            finding.advice.verbatim = Some(text.clone());
            finding.subject = format!("{length} {at}");
            finding.fix = None;
            for related in &mut finding.related {
                related.label = text.clone();
            }
            report.findings.push(finding.clone());
            finding.subject.push('e');
            finding.place.path = text.clone().into();
            report.earlier.push(finding);
            report.unchecked.push(text.clone().into());
            report.models[0].declared.push(text.clone());
        }
    }
    let files = diff(&world.before, &world.after);
    let plan = world.run_on(&report, Some(&files));
    assert_eq!(at_lines(&plan).len(), 1 + 3 * odd.len(), "hostile texts stand at lines too");
    for body in bodies(&plan).into_iter().skip(1) {
        let outside = outside_of_code(body);
        assert!(body.chars().count() < MAX_CHARACTERS);
        for bad in ["@everyone", "![x]", "<img", "#1", "a/b#2", "\u{202e}", "\u{1b}"] {
            assert!(!outside.contains(bad), "{bad} stands in:\n{outside}");
        }
        assert_eq!(outside.matches("<!--").count(), 1, "{outside}");
        assert_eq!(outside.matches("<details>").count(), outside.matches("</details>").count());
    }
    assert!(at_lines(&plan).iter().skip(1).filter(|remark| suggested(&remark.body).is_some()).count() <= 1);
    let diffless = World::new(Tree::default(), tree(&[("README.md", &card("A"))]).clone()).run_on(&report, None);
    assert!(bodies(&diffless)[0].chars().count() < 60_000);
}

/// A text without its fenced blocks and code spans, as a reader of Markdown finds them.
fn outside_of_code(body: &str) -> String {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let (mut out, mut in_block) = (String::new(), false);
    for event in Parser::new(body) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Start(Tag::Image { .. }) => out.push_str("![x]"),
            // What looks like an image or HTML here is text to a reader.
            Event::Text(text) if !in_block => out.push_str(&text.replace(['<', '!'], " ")),
            Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
            _ => {}
        }
    }
    out
}

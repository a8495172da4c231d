//! The report as `JUnit` XML, which most services of continuous integration read: `--format junit`.

use super::visible::visible;
use crate::report::{Finding, Judgement, ModelReport, Report, Severity};
use std::fmt::Write;

/// A suite for each model, a case for each rule that looked at it and for each finding. Findings of `least` or above are failures.
pub(crate) fn render(report: &Report, least: Option<Severity>) -> String {
    let fails = |finding: &Finding| least.is_some_and(|least| finding.severity >= least);
    let failures = report.findings.iter().filter(|finding| fails(finding)).count();
    let mut suites = String::new();
    let mut tests = 0;
    let mut add = |name: &str, passed: &[&str], findings: &[&Finding]| {
        let count = passed.len() + findings.len();
        let failed = findings.iter().filter(|finding| fails(finding)).count();
        tests += count;
        _ = writeln!(suites, "  <testsuite name=\"{}\" tests=\"{count}\" failures=\"{failed}\">", escaped(name));
        for rule in passed {
            _ = writeln!(suites, "    <testcase classname=\"{}\" name=\"{rule}\"/>", escaped(name));
        }
        for finding in findings {
            suites.push_str(&case(finding, fails(finding)));
        }
        suites.push_str("  </testsuite>\n");
    };
    for model in &report.models {
        let findings = of_model(report, &model.path);
        add(&model.path, &passed(model, &findings), &findings);
    }
    let mut others: Vec<&str> = report.findings.iter().map(|finding| finding.model.as_str()).collect();
    others.retain(|path| report.models.iter().all(|model| model.path != *path));
    others.dedup();
    for path in others {
        add(path, &[], &of_model(report, path));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{tests}\" failures=\"{failures}\">\n{suites}</testsuites>\n",
        env!("CARGO_PKG_NAME")
    )
}

fn of_model<'r>(report: &'r Report, path: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.model == path).collect()
}

/// The rules that looked at a model and found nothing.
fn passed(model: &ModelReport, findings: &[&Finding]) -> Vec<&'static str> {
    let judged = model.judged.iter().filter(|(_, judgement)| **judgement == Judgement::Ok).map(|(rule, _)| *rule);
    judged.filter(|rule| findings.iter().all(|finding| finding.rule.id != *rule)).collect()
}

fn case(finding: &Finding, fails: bool) -> String {
    let (rule, model) = (finding.rule.id, escaped(&finding.model));
    let place = escaped(&finding.place.to_string());
    let message = escaped(&finding.message.to_string());
    let mut more = vec![place.clone()];
    if !finding.clause.is_empty() {
        more.push(escaped(&format!("{} ({})", finding.clause, finding.basis.words())));
    }
    more.push(escaped(&finding.advice.text()));
    let more = more.join("\n");
    let severity = finding.severity.word();
    let content = if fails {
        format!("      <failure type=\"{severity}\" message=\"{message}\">{more}</failure>\n")
    } else {
        format!("      <system-out>{severity}: {message}\n{more}</system-out>\n")
    };
    let file = escaped(&finding.place.path);
    let line = finding.place.line().map(|line| format!(" line=\"{line}\"")).unwrap_or_default();
    format!(
        "    <testcase classname=\"{model}\" name=\"{rule} {place}\" file=\"{file}\"{line}>\n{content}    </testcase>\n"
    )
}

/// A text for content and for attributes in double quotes. What XML cannot hold is written out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

//! The bounds of what is judged and listed, at a small scale.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::check_within;
use super::config::Config;
use crate::budget::{Budget, TREE};
use crate::lineage::LineageFacts;
use crate::model::TextCache;
use crate::report::{Report, Severity, Verdict};
use crate::tree::Tree;

const CARD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small Model\n";

fn judge(budget: Budget, files: impl IntoIterator<Item = (String, String)>, config: &str) -> Report {
    let tree: Tree = files.into_iter().collect();
    let config = Config::parse("config.yml", config).unwrap_or_default();
    check_within(&budget, &tree, (&config, &LineageFacts::default()), "2026-01-01", &mut TextCache::default())
}

fn models(count: usize) -> impl Iterator<Item = (String, String)> {
    (0..count).map(|number| (format!("m{number}/README.md"), CARD.to_owned()))
}

/// What the report says of the bound, with its severity and its path.
fn told(report: &Report) -> Vec<(Severity, String, String)> {
    let about = report.findings.iter().filter(|finding| finding.rule.id == "oversized-repository");
    about.map(|finding| (finding.severity, finding.place.path.to_string(), finding.message.to_string())).collect()
}

#[test]
fn models_past_the_bound_fail_the_check() {
    let budget = Budget { models: 2, ..TREE };
    assert_eq!(told(&judge(budget, models(2), "")), []);
    let report = judge(budget, models(3), "");
    let [(Severity::Error, path, message)] = &*told(&report) else { panic!("{report:?}") };
    assert_eq!((path.as_str(), report.models.len()), ("m2/README.md", 2));
    assert!(message.contains("more than 2 folders hold models"), "{message}");
}

#[test]
fn license_files_are_shared_among_models_nearest_first() {
    let texts = |folder: &'static str, count: usize| {
        (0..count).map(move |number| (format!("{folder}LICENSE-{number}"), format!("Text {number}.")))
    };
    let budget = Budget { served: 40, ..TREE };
    assert_eq!(told(&judge(budget, models(2).chain(texts("", 20)), "")), []);
    // Twenty at the root for each of two models, and one of its own for the first: sixteen are the least that each has.
    let report = judge(budget, models(2).chain(texts("", 20)).chain(texts("m0/", 1)), "");
    let [(Severity::Error, path, message)] = &*told(&report) else { panic!("{report:?}") };
    assert!(message.contains("more than 20 license files serve one"), "{message}");
    assert_eq!(path, "LICENSE-9");
    let report = judge(Budget { texts: 3, ..TREE }, models(1).chain(texts("", 4)), "");
    assert!(told(&report)[0].2.contains("more than 3 license files serve one"));
}

#[test]
fn findings_past_the_bound_count_as_much_as_the_worst_of_them() {
    let all = judge(TREE, models(5), "");
    let report = judge(Budget { findings: 3, ..TREE }, models(5), "");
    assert_eq!(report.findings.len(), 4);
    let [(severity, path, message)] = &*told(&report) else { panic!("{report:?}") };
    assert_eq!((*severity, path.as_str()), (Severity::Error, "."));
    assert_eq!(
        *message,
        format!(
            "The report does not list {} more findings. They are checked like the others, and count.",
            all.findings.len() - 3
        )
    );
    let judged = |report: &Report| report.models.iter().map(|model| model.judged.clone()).collect::<Vec<_>>();
    assert_eq!((judged(&report), report.verdict()), (judged(&all), Verdict::Fail));
    // Information alone fails nothing.
    let infos = "---\nlicense: mit\n---\n# A\n";
    let files = || (0..5).map(|number| (format!("m{number}/README.md"), infos.replace("license", "licence")));
    let all = judge(TREE, files(), "");
    assert!(
        !all.findings.is_empty() && all.findings.iter().all(|finding| finding.severity == Severity::Info),
        "{all:?}"
    );
    let report = judge(Budget { findings: 1, ..TREE }, files(), "");
    assert_eq!((report.verdict(), report.findings.len()), (Verdict::Pass, 2));
}

#[test]
fn findings_of_one_rule_are_bounded_in_each_model_and_excepted_together() {
    let keys: Vec<String> = (0..6).map(|number| format!("twice{number}: a\ntwice{number}: b\n")).collect();
    let keys = keys.concat();
    let card = format!("---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n{keys}---\n# Small Model\n");
    let files = || [("README.md".to_owned(), card.clone())];
    let of = |report: &Report| report.findings.iter().filter(|finding| finding.rule.id == "duplicate-key").count();
    let all = of(&judge(TREE, files(), ""));
    assert!(all > 3, "{all}");
    let report = judge(Budget { alike: 2, ..TREE }, files(), "");
    assert_eq!(of(&report), 3);
    let last = report.findings.iter().rfind(|finding| finding.rule.id == "duplicate-key").unwrap();
    assert_eq!(
        last.message.to_string(),
        format!("The report does not list {} more findings of this rule on this model.", all - 2)
    );
    let config = "exceptions: [{rule: duplicate-key, model: ., reason: r}]";
    let report = judge(Budget { alike: 2, ..TREE }, files(), config);
    let alike = report.findings.iter().filter(|finding| finding.rule.id == "duplicate-key");
    assert!(alike.clone().count() == 3 && { alike }.all(|finding| finding.severity == Severity::Info));
}

#[test]
fn evidence_and_texts_of_a_report_are_bounded() {
    let links = "A fine-tune of [Llama 2](https://huggingface.co/meta-llama/Llama-2-7b-hf).\n\n".repeat(9);
    let files = || [("README.md".to_owned(), format!("{CARD}{links}"))];
    let evidence = |report: &Report| report.models[0].lineage.iter().map(|of_it| of_it.evidence.len()).max();
    assert!(evidence(&judge(TREE, files(), "")) > Some(2));
    assert_eq!(evidence(&judge(Budget { evidence: 2, ..TREE }, files(), "")), Some(2));
    let report = judge(Budget { report: 100, ..TREE }, files(), "");
    assert_eq!((evidence(&report), report.verdict()), (Some(1), Verdict::Fail));
    assert!(
        report.findings.len() == 1
            && report.unchecked.iter().any(|note| note.sentence.starts_with("The report is full"))
    );
}

//! What each fuzz target does with its input. It is a part of the library where that is built for fuzzing (`cfg(fuzzing)`) or for its
//! tests, since it uses more than the public face.
#![allow(missing_docs, clippy::missing_panics_doc, reason = "a target panics where it finds something wrong")]

mod packed;
mod patterns;
mod whole;

use crate::audit::auditor::{AuditOptions, Auditor};
use crate::audit::{line, verdict};
use crate::model::files::read_limit;
use crate::review::{ExistingComments, Mode, ReviewOptions, diff, plan, saved};
use crate::tree::ReadLimit;
use crate::{Config, Entry, Report, Tree, check, identify, metas, render};

#[cfg(test)]
pub(crate) use patterns::is_attributed;
pub use patterns::patterns;
pub use whole::tree;
#[cfg(test)]
pub(crate) use whole::{FAILING, fails_with};

const TODAY: &str = "2025-01-01";

const PAGE: &str = "https://example.com";

/// Runs the target of a name on one input.
#[cfg(test)]
pub(crate) fn run(target: &str, bytes: &[u8]) {
    let text = |target: fn(&str)| std::str::from_utf8(bytes).map_or((), target);
    match target {
        "audit_line" => audit_line(bytes),
        "card" => card(bytes),
        "config" => text(config),
        "descent" => text(descent),
        "diff" => text(patch),
        "front_matter" => text(front_matter),
        "gguf" => header("model.gguf", bytes),
        "license_text" => license_text(bytes),
        "patterns" => text(patterns),
        "report" => text(report),
        "safetensors" => header("model.safetensors", bytes),
        "tree" => tree(bytes),
        _ => panic!("there is no target {target}"),
    }
}

fn judged(path: &str, entry: Entry) -> Report {
    let files = [(path.to_owned(), entry)].into();
    check(&Tree { files, ..Tree::default() }, &Config::default(), TODAY)
}

/// A line of JSON Lines: a whole repository with its configuration, to its verdict.
pub fn audit_line(bytes: &[u8]) {
    let Ok(record) = line::read(bytes) else { return };
    let id = record.id.clone();
    match Auditor::new(AuditOptions { config: None, ancestry: None, today: TODAY }).judge_record(record) {
        Ok(report) => {
            let line = verdict::line(id.as_deref(), &report, &(Vec::new(), false));
            assert_eq!(line.trim_end_matches('\n').lines().count(), 1, "one line");
            let read: Result<serde_json::Value, _> = serde_json::from_str(&line);
            assert!(read.is_ok_and(|value| value.is_object()));
        }
        Err(why) => assert!(!why.contains('\n'), "one sentence"),
    }
}

/// The whole check of a repository that is one README, and every way to show it.
pub fn card(bytes: &[u8]) {
    let report = judged("README.md", Entry::Read(bytes.to_vec()));
    assert_eq!(report.models.len(), 1);
    for range in report.findings.iter().filter_map(|finding| finding.place.range) {
        assert!((range.line, range.column) <= (range.end_line, range.end_column), "{range:?}");
    }
    let shown =
        [render::text(&report, &render::TextOptions::default()), render::gitlab(&report), render::github(&report)];
    for shown in shown.into_iter().chain([render::sarif(&report, &metas(), PAGE)]) {
        assert!(!shown.contains('\u{1b}'), "a card drives the terminal");
    }
    _ = render::markdown(&report, PAGE);
    // A report that the gate wrote is one that it can read.
    let again = saved::read(&render::json(&report)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.verdict(), report.verdict());
}

/// The text of a card below the title of a model: what it says of descent, each piece with its place, its pattern and its words.
pub fn descent(text: &str) {
    let card = format!("---\nlicense: mit\n---\n# Plover-7B\n\n{text}\n");
    let lines = card.split(['\n', '\r']).count();
    let report = judged("README.md", Entry::Read(card.into_bytes()));
    for evidence in report.models.iter().flat_map(|model| &model.lineage).flat_map(|lineage| &lineage.evidence) {
        assert!(evidence.place.line().is_none_or(|line| line <= lines), "{:?} is no place of the card", evidence.place);
        assert!(!evidence.pattern.is_empty() && evidence.words.chars().count() <= 200, "{:?}", evidence.words);
    }
}

/// The configuration of the gate.
pub fn config(text: &str) {
    match Config::parse(".model-license-gate.yml", text) {
        Ok(config) => _ = config.skips("a/README.md"),
        Err(errors) => {
            assert!(!errors.is_empty());
            let lines = text.split(['\n', '\r']).count();
            for range in errors.iter().filter_map(|error| error.place.range) {
                assert!(range.line >= 1 && range.line <= lines, "{range:?}");
            }
        }
    }
}

/// The patch of a file, as GitHub lists it.
pub fn patch(patch: &str) {
    for hunk in diff::hunks(patch) {
        for side in [&hunk.left, &hunk.right] {
            assert!(side.texts.iter().all(|text| patch.contains(text) && !text.contains('\n')));
            if let Some(first) = side.texts.first() {
                assert_eq!(side.get(side.first), Some(*first));
            }
        }
    }
}

/// The front matter: a README that is nothing else, checked.
pub fn front_matter(text: &str) {
    let card = format!("---\n{text}\n---\n");
    let lines = card.split(['\n', '\r']).count();
    for finding in judged("README.md", Entry::Read(card.into_bytes())).findings {
        assert!(finding.place.line().is_none_or(|line| line <= lines), "{:?} is no place of the card", finding.place);
    }
}

/// The header of a weights file of a name, whole and cut off, in a repository of its own.
pub fn header(name: &str, bytes: &[u8]) {
    let Some(ReadLimit::Head(needs)) = read_limit(name) else { panic!("{name} has a header") };
    _ = needs(bytes);
    let size = bytes.len() as u64;
    for (bytes, size) in [(bytes, size), (bytes, u64::MAX), (&bytes[..bytes.len() / 2], size)] {
        let report = judged(name, Entry::Head { bytes: bytes.to_vec(), size });
        assert_eq!(report.models.len(), 1);
        assert!(report.findings.iter().all(|finding| finding.message.to_string().len() < 10_000));
    }
}

/// The texts of licenses: any bytes, in any encoding.
pub fn license_text(bytes: &[u8]) {
    let text = crate::decode::decode(bytes).text;
    for found in identify(&text).licenses {
        let span = found.span;
        assert!(text.get(span.start..span.end).is_some(), "{span:?} is no piece of the text");
        assert!((0.0..=1.0).contains(&found.coverage), "{}", found.coverage);
    }
}

/// The report that one workflow hands to another, and the review that is made of it.
pub fn report(text: &str) {
    let Ok(report) = saved::read(text) else { return };
    _ = render::markdown(&report, PAGE);
    saved::read(&render::json(&report)).unwrap_or_else(|error| panic!("{error}"));
    let files = Some("https://files.test/".to_owned());
    let options = ReviewOptions {
        mode: Mode::Comment,
        folder: String::new(),
        rules_page: PAGE.to_owned(),
        files,
        suggest: false,
    };
    let plan = plan(&report, None, &ExistingComments::default(), &options);
    assert!(plan.request_count() < 100, "{}", plan.request_count());
}

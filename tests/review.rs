//! What a review says on a pull request: plans for written cases, over several pushes, and for every fixture of the gate.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases")]

#[path = "review/anchors.rs"]
mod anchors;
#[path = "review/answers.rs"]
mod answers;
mod expand;
#[path = "review/size.rs"]
mod size;
#[path = "review/unified.rs"]
mod unified;
#[path = "review/world.rs"]
mod world;

use model_license_gate::disk;
use model_license_gate::model::files::read_limit;
use model_license_gate::report::{Finding, Severity};
use model_license_gate::review::Mode;
use model_license_gate::review::plan::MOST_REMARKS;
use model_license_gate::tree::Tree;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use world::{World, at_lines, press, report, show, suggested};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn cases(name: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn files(folder: &Path) -> Tree {
    if folder.is_dir() { disk::tree(folder, read_limit, |_| false, |_| {}).unwrap() } else { Tree::default() }
}

/// A case is a folder with `before` (left out for an empty repository), `after`, and what later pushes make of it, `after-2` and so on.
#[test]
fn every_case_plans_what_its_out_file_says() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty());
    let mut wrong = Vec::new();
    for case in cases("review") {
        let mut world = World::new(files(&case.join("before")), Tree::default());
        if case.file_name().unwrap().to_string_lossy().starts_with("request-changes") {
            world.wishes.mode = Mode::RequestChanges;
        }
        let mut shown = String::new();
        for step in 1.. {
            let name = if step == 1 { "after".to_owned() } else { format!("after-{step}") };
            if !case.join(&name).is_dir() {
                break;
            }
            world.after = files(&case.join(&name));
            _ = write!(shown, "{}### {name}\n{}", if step > 1 { "\n" } else { "" }, show(&world.run()));
        }
        let expected = case.with_extension("out");
        if std::fs::read_to_string(&expected).unwrap_or_default() == shown {
            continue;
        }
        if update {
            std::fs::write(&expected, &shown).unwrap();
        } else {
            wrong.push(format!("{}:\n{shown}", expected.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nIf this is as it should be: UPDATE_EXPECT=1 cargo test --test review",
        wrong.join("\n")
    );
}

#[test]
fn a_second_run_on_any_fixture_writes_nothing_and_every_button_mends() {
    let (mut pressed, mut said) = (0, 0);
    for case in cases("repos") {
        let Some(ready) = expand::ready(&case, "review") else { continue };
        let tree = files(&ready);
        let mut world = World::new(Tree::default(), tree.clone());
        let plan = world.run();
        let findings = world.report().findings;
        let speaks = findings.iter().any(|finding| finding.severity > Severity::Info);
        assert_eq!(plan.writes() > 0, speaks, "{}: {}", case.display(), show(&plan));
        said += usize::from(speaks);
        for remark in at_lines(&plan).into_iter().filter(|remark| suggested(&remark.body).is_some()) {
            let after = report(&Tree::default(), &press(&tree, remark));
            let stays =
                after.findings.iter().any(|finding| remark.body.contains(&format!("fp={}", finding.fingerprint())));
            assert!(!stays, "{}: stays after its suggestion:\n{}", case.display(), remark.body);
            pressed += 1;
        }
        // Without a diff, what is said stays, and all is in the summary for who comes first.
        let report = world.report();
        let diffless = model_license_gate::review::plan(&report, None, &world.said, &world.wishes);
        assert_eq!(diffless.writes(), 0, "{}: {}", case.display(), show(&diffless));
        world.said.remarks.clear();
        world.said.posts.clear();
        let plan = world.run_on(&report, None);
        assert!(plan.review.is_none() && plan.file_remarks.is_empty());
        assert_eq!(plan.summary.is_some(), speaks);
    }
    assert!(pressed > 20 && said > 60, "{pressed} suggestions were pressed, {said} cases had something to say");
}

/// One pull request that becomes each fixture in turn, while people and programs answer here and there.
#[test]
fn over_many_pushes_what_stands_open_is_what_was_found() {
    let mut world = World::new(Tree::default(), Tree::default());
    for (at, case) in cases("repos").into_iter().enumerate() {
        let Some(ready) = expand::ready(&case, "pushes") else { continue };
        world.after = files(&ready);
        world.run();
        let standing: Vec<String> = world.report().findings.iter().map(Finding::fingerprint).collect();
        let own = world.said.remarks.iter().filter(|remark| remark.body.contains("state=open"));
        let open: Vec<String> = own.map(|remark| remark.body.split("fp=").nth(1).unwrap()[..16].to_owned()).collect();
        assert!(open.iter().all(|fingerprint| standing.contains(fingerprint)), "{}", case.display());
        assert!(open.len() <= MOST_REMARKS && world.said.posts.len() <= 1);
        if at % 3 == 0
            && let Some(last) = world.said.remarks.iter().rev().find(|remark| remark.answers.is_none())
        {
            let (id, who) = (last.id, if at % 2 == 0 { "alice" } else { "helper[bot]" });
            world.remark(Some(who), "Is it?", Some(id));
        }
    }
    let kept = world.said.remarks.iter().filter(|remark| remark.body.contains("state=mended")).count();
    assert!(kept > 5, "{kept} mended remarks stay for their answers");
}

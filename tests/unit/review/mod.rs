//! What a review says on a pull request: plans for written cases, over several pushes, and for every fixture of the gate.

mod anchors;
mod answers;
mod size;
mod threads;
mod world;

use super::support::suites::{self, UPDATE};
use super::{repositories, tree};
use crate::report::{Finding, Severity};
use crate::review::Mode;
use crate::review::plan::MAX_REMARKS;
use crate::tree::Tree;
use world::{World, at_lines, press, report, show, suggested};

/// A case has the files before a pull request, after it, and after later pushes.
#[test]
fn every_case_plans_what_its_blocks_say() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty());
    let mut differences = Vec::new();
    for case in suites::read("review") {
        let mut world = World::new(tree(&case.below("base/")), Tree::default());
        for block in &case.expected {
            let (push, mode) = block.arguments.split_once(' ').unwrap_or((&block.arguments, ""));
            if mode == "request-changes" {
                world.wishes.mode = Mode::RequestChanges;
            }
            world.after = tree(&case.below(&format!("{push}/")));
            differences.extend(block.compare(&show(&world.run())).err());
        }
    }
    if update {
        return suites::update("review", differences);
    }
    let texts: Vec<&str> = differences.iter().map(|found| found.text.as_str()).collect();
    assert!(texts.is_empty(), "{}\nIf this is as it should be: {UPDATE}", texts.join("\n"));
}

#[test]
fn a_second_run_on_any_fixture_writes_nothing_and_every_button_mends() {
    let (mut pressed, mut said) = (0, 0);
    for case in repositories() {
        let tree = tree(&case.files);
        let mut world = World::new(Tree::default(), tree.clone());
        let plan = world.run();
        let findings = world.report().findings;
        let speaks = findings.iter().any(|finding| finding.severity > Severity::Info);
        assert_eq!(plan.request_count() > 0, speaks, "{}: {}", case.name(), show(&plan));
        said += usize::from(speaks);
        for remark in at_lines(&plan).into_iter().filter(|remark| suggested(&remark.body).is_some()) {
            let after = report(&Tree::default(), &press(&tree, remark));
            let stays =
                after.findings.iter().any(|finding| remark.body.contains(&format!("fp={}", finding.fingerprint())));
            assert!(!stays, "{}: stays after its suggestion:\n{}", case.name(), remark.body);
            pressed += 1;
        }
        // Without a diff, what is said stays, and all is in the summary for who comes first.
        let report = world.report();
        let diffless = crate::review::plan(&report, None, &world.said, &world.wishes);
        assert_eq!(diffless.request_count(), 0, "{}: {}", case.name(), show(&diffless));
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
    for (at, case) in repositories().into_iter().enumerate() {
        world.after = tree(&case.files);
        world.run();
        let standing: Vec<String> = world.report().findings.iter().map(Finding::fingerprint).collect();
        let own = world.said.remarks.iter().filter(|remark| remark.body.contains("state=open"));
        let open: Vec<String> = own.map(|remark| remark.body.split("fp=").nth(1).unwrap()[..16].to_owned()).collect();
        assert!(open.iter().all(|fingerprint| standing.contains(fingerprint)), "{}", case.name());
        assert!(open.len() <= MAX_REMARKS && world.said.posts.len() <= 1);
        if at % 3 == 0
            && let Some(last) = world.said.remarks.iter().rev().find(|remark| remark.in_reply_to.is_none())
        {
            let (id, who) = (last.id, if at % 2 == 0 { "alice" } else { "helper[bot]" });
            world.remark(Some(who), "Is it?", Some(id));
        }
    }
    let kept = world.said.remarks.iter().filter(|remark| remark.body.contains("state=mended")).count();
    assert!(kept > 5, "{kept} mended remarks stay for their answers");
}

//! Where remarks stand: lines inside hunks, files without a patch, files that moved or are gone, and what a button changes.

use super::world::{NOTICE, World, at_lines, diff, press, report, suggested, tree, wishes};
use crate::review::plan;
use crate::review::plan::{Plan, Side, Summary};
use crate::review::{ChangedFile, ExistingComments, Status};
use crate::tree::Tree;

const CARD: &str =
    "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small Model\n\nIt answers letters.\n";

/// The card with a key that is spelt in another way, for which there is no button.
fn card_with_a_key_too_many() -> String {
    CARD.replace("license: mit", "license: mit\nlicence: mit")
}

fn said() -> ExistingComments {
    ExistingComments { login: super::world::LOGIN.to_owned(), ..ExistingComments::default() }
}

/// The plan for a card, with the diff as it is given.
fn on(files: &Tree, diff: &[ChangedFile]) -> Plan {
    plan(&report(&Tree::default(), files), Some(diff), &said(), &wishes())
}

fn changed(path: &str, patch: Option<&str>) -> ChangedFile {
    ChangedFile { path: path.to_owned(), status: Status::Changed, patch: patch.map(str::to_owned) }
}

fn summary(plan: &Plan) -> &str {
    match plan.summary.as_ref().unwrap() {
        Summary::Post(text) | Summary::Edit(_, text) => text,
    }
}

#[test]
fn a_button_replaces_the_line_and_mends() {
    let card = card_with_a_key_too_many();
    for card in [card.clone(), card.replace('\n', "\r\n"), card.trim_end().to_owned()] {
        let mut world = World::new(Tree::default(), tree(&[("README.md", &card)]));
        let plan = world.run();
        let remark = at_lines(&plan).into_iter().find(|remark| suggested(&remark.body).is_some()).unwrap();
        assert_eq!((remark.line, remark.start_line, remark.side), (2, None, Side::Right));
        assert_eq!(suggested(&remark.body).unwrap(), ["license: llama2"]);
        world.after = press(&world.after, remark);
        assert_eq!((world.said.remarks.len(), world.run().deletions.len()), (2, 1), "the key still stands there");
        assert!(world.said.remarks.iter().all(|remark| !remark.body.contains("suggestion")));
    }
}

#[test]
fn a_line_is_inserted_beside_a_line_of_the_hunk() {
    let before = "---\nbase_model: meta-llama/Llama-2-7b\n---\n# Small Model\n\nIt answers letters.\n";
    let after = before.replace("7b", "7b-hf").replace("letters", "mails");
    let mut world = World::new(tree(&[("README.md", "# Nothing\n")]), tree(&[("README.md", &after)]));
    let plan = world.run();
    let remark = at_lines(&plan).into_iter().find(|remark| suggested(&remark.body).is_some()).unwrap();
    assert_eq!(
        (remark.line, suggested(&remark.body).unwrap()),
        (1, vec!["---".to_owned(), "license: llama2".to_owned()])
    );
}

#[test]
fn a_remark_without_a_fix_has_no_button_and_a_report_of_others_has_none() {
    let world = World::new(Tree::default(), tree(&[("README.md", &card_with_a_key_too_many())]));
    let mut wishes = wishes();
    for suggest in [true, false] {
        wishes.suggest = suggest;
        let diff = diff(&world.before, &world.after);
        let plan = plan(&world.report(), Some(&diff), &said(), &wishes);
        let with_button: Vec<_> = at_lines(&plan).iter().map(|remark| suggested(&remark.body).is_some()).collect();
        assert_eq!(with_button, [suggest, false], "{}", super::world::show(&plan));
    }
}

#[test]
fn a_line_outside_of_the_hunks_gets_a_remark_at_its_file() {
    let files = tree(&[("README.md", CARD)]);
    for patch in
        [Some("@@ -5,3 +5,3 @@\n # Small Model\n \n-It is.\n+It answers letters."), None, Some("rubbish"), Some("")]
    {
        let plan = on(&files, &[changed("README.md", patch)]);
        assert!(at_lines(&plan).is_empty(), "{patch:?}");
        assert!(!plan.file_remarks.is_empty());
        assert!(plan.file_remarks.iter().all(|remark| remark.path == "README.md" && suggested(&remark.body).is_none()));
    }
}

#[test]
fn a_file_outside_of_the_diff_is_told_of_in_the_summary_in_full() {
    let plan = on(&tree(&[("README.md", CARD)]), &[changed("main.py", Some("@@ -1 +1 @@\n-a\n+license: mit"))]);
    assert!(at_lines(&plan).is_empty() && plan.file_remarks.is_empty());
    assert!(summary(&plan).contains("Copyright (c) Meta Platforms"), "{}", summary(&plan));
    assert!(summary(&plan).contains("+ license: llama2"));
}

#[test]
fn lines_that_a_merge_moved_are_found_by_their_text_but_get_no_button() {
    let moved = CARD.replacen("license: mit", "tags:\n- a\nlicense: mit", 1);
    let plan = on(
        &tree(&[("README.md", &moved)]),
        &[changed("README.md", Some("@@ -1,2 +1,3 @@\n ---\n+license: mit\n ---"))],
    );
    assert!(at_lines(&plan).iter().all(|remark| remark.line == 2 && suggested(&remark.body).is_none()));
    assert!(!at_lines(&plan).is_empty());
    let twice = changed("README.md", Some("@@ -1,2 +1,4 @@\n ---\n+license: mit\n+license: mit\n ---"));
    let plan = on(&tree(&[("README.md", &moved)]), &[twice]);
    assert!(at_lines(&plan).is_empty() && !plan.file_remarks.is_empty(), "two lines are alike");
}

#[test]
fn other_text_under_the_same_number_is_not_taken_for_the_line() {
    let plan = on(&tree(&[("README.md", CARD)]), &[changed("README.md", Some("@@ -2 +2 @@\n-a\n+license: mit # no"))]);
    assert!(at_lines(&plan).is_empty());
}

#[test]
fn places_of_several_lines_stay_in_their_hunk() {
    let card = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# A\n\nThe sentence says Llama 2 is licensed under the LLAMA 2 Community License,\nCopyright (c) Meta Platforms, Inc. All Rights Reserved.\n";
    let files = tree(&[("README.md", card)]);
    let whole = on(&files, &diff(&Tree::default(), &files));
    let several = at_lines(&whole).iter().filter(|remark| remark.start_line == Some(7) && remark.line == 8).count();
    let part = "@@ -8 +8 @@\n-x\n+Copyright (c) Meta Platforms, Inc. All Rights Reserved.";
    let part = on(&files, &[changed("README.md", Some(part))]);
    assert_eq!(several, 1, "{}", super::world::show(&whole));
    assert!(at_lines(&part).iter().any(|remark| remark.line == 8 && remark.start_line.is_none()));
}

#[test]
fn a_line_that_is_too_long_to_be_held_is_found() {
    let long = "Small Model is a fine-tuned version of Llama 2. ".repeat(200);
    let files = tree(&[("README.md", &format!("---\nlicense: small-terms\n---\n{long}\n"))]);
    let mut report = report(&Tree::default(), &files);
    let place = report.findings[0].related[0].place.clone();
    assert_eq!(place.line(), Some(4));
    for finding in &mut report.findings {
        finding.place = place.clone();
    }
    let plan = plan(&report, Some(&diff(&Tree::default(), &files)), &said(), &wishes());
    assert!(at_lines(&plan).iter().any(|remark| remark.line == 4), "{}", super::world::show(&plan));
    assert!(plan.file_remarks.is_empty());
}

#[test]
fn a_renamed_card_is_found_under_its_new_name() {
    let files = tree(&[("models/b/README.md", CARD)]);
    let renamed = changed(
        "models/b/README.md",
        Some("@@ -1,3 +1,3 @@\n ---\n-license: llama2\n+license: mit\n base_model: meta-llama/Llama-2-7b-hf"),
    );
    let plan = on(&files, &[renamed]);
    assert!(at_lines(&plan).iter().all(|remark| remark.path == "models/b/README.md" && remark.line == 2));
    assert!(at_lines(&plan).iter().any(|remark| suggested(&remark.body).is_some()));
    assert!(at_lines(&on(&files, &[changed("models/b/README.md", None)])).is_empty(), "only the name changed");
}

#[test]
fn the_removal_of_a_notice_is_told_at_the_removed_line() {
    let card = CARD.replace("mit", "llama2");
    let mut world = World::new(tree(&[("README.md", &card), ("Notice", NOTICE)]), tree(&[("README.md", &card)]));
    // GitHub may leave out the patch.
    let removed = ChangedFile { path: "Notice".to_owned(), status: Status::Removed, patch: None };
    let at_file = plan(&world.report(), Some(&[removed]), &said(), &wishes());
    assert!(at_lines(&at_file).is_empty());
    assert_eq!(at_file.file_remarks.iter().map(|remark| remark.path.as_str()).collect::<Vec<_>>(), ["Notice"]);
    // The card changes as well, but at the line of its license nothing is wrong.
    let card = card.replace("license: llama2", "license: \"llama2\"");
    world.after = tree(&[("README.md", &card)]);
    let plan = world.run();
    let [remark] = at_lines(&plan)[..] else { panic!("{}", super::world::show(&plan)) };
    assert_eq!((remark.path.as_str(), remark.line, remark.side), ("Notice", 1, Side::Left));
    assert!(remark.body.contains(&format!("```text\n{NOTICE}```")) && suggested(&remark.body).is_none());
    assert!(plan.file_remarks.is_empty());
    world.after = world.before.clone();
    assert_eq!(world.run().deletions.len(), 1);
}

#[test]
fn a_missing_notice_is_told_word_for_word_in_the_summary_alone() {
    let files = tree(&[("README.md", &CARD.replace("mit", "llama2"))]);
    let part = "@@ -2 +2 @@\n-license: mit\n+license: llama2";
    let elsewhere = "@@ -6 +6,2 @@\n \n+It answers letters.";
    let changed = |patch| vec![changed("README.md", patch)];
    for diff in [diff(&Tree::default(), &files), changed(Some(part)), changed(Some(elsewhere)), changed(None), vec![]] {
        let plan = on(&files, &diff);
        assert!(plan.review.is_none() && plan.file_remarks.is_empty(), "{}", super::world::show(&plan));
        let text = summary(&plan);
        assert!(text.contains("The notice of the Llama 2 Community License is missing."), "{text}");
        assert_eq!(text.matches(&format!("\n```text\n{NOTICE}```\n")).count(), 1, "{text}");
        assert!(!text.contains("Commented inline"), "{text}");
    }
}

#[test]
fn a_new_notice_file_without_the_notice_gets_it_by_a_button() {
    let files = tree(&[("README.md", &CARD.replace("mit", "llama2")), ("Notice", "Small Model.\n")]);
    let mut world = World::new(Tree::default(), files);
    let plan = world.run();
    let [remark] = at_lines(&plan)[..] else { panic!("{}", super::world::show(&plan)) };
    assert_eq!((remark.path.as_str(), remark.line), ("Notice", 1));
    assert_eq!(suggested(&remark.body).unwrap(), ["Small Model.", NOTICE.trim_end()]);
    world.after = press(&world.after, remark);
    assert_eq!(world.run().deletions.len(), 1);
}

#[test]
fn only_one_of_two_fixes_for_a_line_has_a_button() {
    let mut world = World::new(Tree::default(), tree(&[("README.md", CARD)]));
    let mut report = world.report();
    let mut twin = report.findings.iter().find(|finding| finding.rule.id == "incompatible-license").unwrap().clone();
    report.findings.push(twin.clone());
    twin.subject.push_str(" again");
    report.findings.push(twin);
    let files = diff(&world.before, &world.after);
    let plan = world.run_on(&report, Some(&files));
    let with_button = at_lines(&plan).iter().filter(|remark| suggested(&remark.body).is_some()).count();
    assert_eq!((at_lines(&plan).len(), with_button), (3, 1));
}

#[test]
fn a_button_never_writes_what_nobody_sees() {
    for odd in ["\u{202e}", "\u{1b}", "\u{200b}", "\u{feff}"] {
        let card = CARD.replace("license: mit", &format!("license: mit # {odd}x"));
        let plan = on(&tree(&[("README.md", &card)]), &diff(&Tree::default(), &tree(&[("README.md", &card)])));
        // An escape makes the front matter unreadable, and yet its license is seen.
        assert!(!at_lines(&plan).is_empty(), "{odd:?}");
        assert!(at_lines(&plan).iter().all(|remark| suggested(&remark.body).is_none()), "{odd:?}");
        let notice = format!("Small {odd}Model.\n");
        let files = tree(&[("README.md", &CARD.replace("mit", "llama2")), ("Notice", &notice)]);
        let plan = on(&files, &diff(&Tree::default(), &files));
        assert!(plan.review.is_none() && summary(&plan).contains(NOTICE), "{odd:?}");
    }
    let card = CARD.replace("license: mit", "license: mit # ```` x");
    let plan = on(&tree(&[("README.md", &card)]), &diff(&Tree::default(), &tree(&[("README.md", &card)])));
    let remark = at_lines(&plan).into_iter().find(|remark| suggested(&remark.body).is_some()).unwrap();
    assert_eq!(suggested(&remark.body).unwrap(), ["license: llama2 # ```` x"]);
}

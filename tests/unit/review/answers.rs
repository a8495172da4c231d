//! Whose words are whose: answers of people and programs, foreign marks, doubles, findings that go and come back.

use super::world::{LOGIN, NOTICE, World, show, tree};
use crate::report::Severity;
use crate::review::{Mode, twins};
use crate::tree::Tree;

/// A license that does not fit, with a button; a key that is spelt in another way, without one; and no copy of the agreement.
const BAD: &str = "---\nlicense: mit\nlicence: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small Model\n\nSee the [Llama 2 license](https://ai.meta.com/llama/license/).\n";

/// Both findings at lines, and a notice that is missing.
fn broken() -> Tree {
    tree(&[("README.md", BAD), ("Notice", "")])
}

/// No error is left; the key stays as it was.
fn mended() -> Tree {
    tree(&[("README.md", &BAD.replace("license: mit", "license: llama2")), ("Notice", NOTICE)])
}

/// A pull request on which all was told, and the remark on the license that does not fit.
fn told() -> (World, u64) {
    let mut world = World::new(Tree::default(), broken());
    world.run();
    let of_rule = |rule: &str| {
        let mut own = world.said.remarks.iter().filter(|remark| remark.body.contains(&format!("#{rule})")));
        own.next().unwrap().id
    };
    let (error, key) = (of_rule("incompatible-license"), of_rule("misspelled-key"));
    assert_eq!(world.said.remarks.iter().map(|remark| remark.id).collect::<Vec<_>>(), [error, key]);
    (world, error)
}

fn body(world: &World, id: u64) -> &str {
    &world.said.remarks.iter().find(|remark| remark.id == id).unwrap().body
}

#[test]
fn a_push_that_only_moves_lines_writes_no_remark() {
    let (mut world, _) = told();
    let old = world.said.remarks.clone();
    world.after = tree(&[("README.md", &BAD.replace("license: mit", "tags:\n- a\nlicense: mit")), ("Notice", "")]);
    let plan = world.run();
    assert!(plan.review.is_none() && plan.file_remarks.is_empty(), "{}", show(&plan));
    assert!(plan.edits.is_empty() && plan.deletions.is_empty(), "{}", show(&plan));
    assert_eq!(world.said.remarks, old);
}

#[test]
fn what_nobody_answered_is_deleted_when_it_is_mended() {
    let (mut world, id) = told();
    world.after = mended();
    let plan = world.run();
    assert!(plan.deletions == [id] && plan.to_minimize.is_empty(), "{}", show(&plan));
    assert!(plan.edits.is_empty() && world.said.remarks.len() == 1, "what was found beside it stays: {}", show(&plan));
}

#[test]
fn what_people_answered_stays_with_a_word_that_it_is_mended() {
    for (person, comes_back) in [(Some("alice"), true), (None, false)] {
        let (mut world, id) = told();
        world.remark(person, "Why?", Some(id));
        world.remark(Some("helper[bot]"), "I know.", Some(id));
        assert_eq!(world.run().request_count(), 0);
        world.after = mended();
        let plan = world.run();
        assert!(!plan.deletions.contains(&id) && plan.to_minimize.is_empty(), "{}", show(&plan));
        assert!(body(&world, id).contains("state=mended") && body(&world, id).contains("**Fixed.**"));
        if comes_back {
            world.after = broken();
            let plan = world.run();
            assert!(
                plan.edits.iter().any(|(edited, text)| *edited == id && text.contains("state=open")),
                "{}",
                show(&plan)
            );
        }
    }
}

#[test]
fn what_only_programs_answered_is_folded() {
    let (mut world, id) = told();
    world.remark(Some("helper[bot]"), "I know.", Some(id));
    world.after = mended();
    let plan = world.run();
    assert_eq!(plan.to_minimize, [format!("node {id}")]);
    assert!(!plan.deletions.contains(&id) && body(&world, id).contains("state=mended"));
}

#[test]
fn a_mark_of_somebody_else_or_in_other_text_is_no_mark() {
    let (mut world, id) = told();
    let stolen = body(&world, id).to_owned();
    let (said, posts) = (world.said.remarks.clone(), world.said.posts.clone());
    world.said.remarks.clear();
    world.said.posts.clear();
    let mut foreign: Vec<u64> = vec![world.remark(Some("mallory"), &stolen, None)];
    foreign.push(world.remark(Some(LOGIN), &format!("> {stolen}"), None));
    foreign.push(world.remark(Some(LOGIN), &format!("```\n{stolen}\n```"), None));
    foreign.push(world.remark(Some(LOGIN), &stolen.replace("fp=", "fp=x"), None));
    let summary = posts[0].body.clone();
    foreign.push(world.post(Some("mallory"), &summary));
    foreign.push(world.post(Some(LOGIN), &format!(" {summary}")));
    let count = world.said.remarks.len();
    let plan = world.run();
    assert_eq!((world.said.remarks.len() - count, said.len()), (2, 2), "all is told: {}", show(&plan));
    world.after = mended();
    let plan = world.run();
    assert_eq!(plan.deletions.len(), 1, "the own one goes: {}", show(&plan));
    assert!(!plan.deletions.iter().chain(&plan.duplicates).any(|id| foreign.contains(id)));
    assert!(!plan.edits.iter().any(|(id, _)| foreign.contains(id)));
}

#[test]
fn what_may_be_the_gates_own_is_neither_repeated_nor_touched() {
    let (mut world, _) = told();
    // GitHub does not say who wrote what, as after an account is gone.
    for remark in &mut world.said.remarks {
        remark.author = None;
    }
    for post in &mut world.said.posts {
        post.author = None;
    }
    assert_eq!(world.run().request_count(), 0);
    world.after = mended();
    assert_eq!(world.run().request_count(), 0);
}

#[test]
fn the_login_is_compared_without_case_and_an_unknown_one_owns_nothing() {
    let (mut world, _) = told();
    world.said.login = "GitHub-Actions[bot]".to_owned();
    assert_eq!(world.run().request_count(), 0);
    for remark in &mut world.said.remarks {
        remark.author = Some(String::new());
    }
    world.said.login = String::new();
    let report = world.report();
    let plan = crate::review::plan(&report, Some(&[]), &world.said, &world.wishes);
    assert!(plan.deletions.is_empty() && plan.edits.is_empty());
}

#[test]
fn two_gates_on_two_folders_do_not_meet() {
    let (mut world, _) = told();
    world.wishes.folder = "models".to_owned();
    let plan = world.run();
    assert!(plan.deletions.is_empty() && plan.edits.is_empty() && plan.duplicates.is_empty());
    assert_eq!(plan.review.unwrap().remarks.len(), 2);
    assert!(plan.summary.is_some());
}

#[test]
fn doubles_go_unless_somebody_answered() {
    let (mut world, id) = told();
    let (text, summary) = (body(&world, id).to_owned(), world.said.posts[0].body.clone());
    let double = world.remark(Some(LOGIN), &text, None);
    let answered = world.remark(Some(LOGIN), &text, None);
    world.remark(Some("alice"), "Yes.", Some(answered));
    let post = world.post(Some(LOGIN), &summary);
    let plan = world.run();
    assert_eq!((plan.deletions, plan.duplicates, plan.edits), (vec![double], vec![post], vec![]));
}

#[test]
fn a_clean_pull_request_hears_nothing() {
    let mut world = World::new(Tree::default(), tree(&[("README.md", "# Small Model\n")]));
    assert_eq!(world.run().request_count(), 0);
}

#[test]
fn what_was_there_before_is_not_told_at_lines() {
    let mut world = World::new(broken(), tree(&[("README.md", &format!("{BAD}\nMore.\n")), ("Notice", "")]));
    assert!(world.report().earlier.len() >= 3);
    assert_eq!(world.run().request_count(), 0);
}

#[test]
fn a_request_for_changes_is_made_once_and_dismissed_when_met() {
    let (mut world, _) = told();
    world.wishes.mode = Mode::RequestChanges;
    let plan = world.run();
    assert_eq!((plan.request_count(), plan.review.unwrap().remarks.len()), (1, 0));
    assert!(world.said.reviews.last().unwrap().requests_changes);
    let foreign = crate::review::ExistingReview {
        id: 1,
        author: Some("alice".to_owned()),
        body: world.said.reviews.last().unwrap().body.clone(),
        requests_changes: true,
    };
    world.said.reviews.push(foreign);
    let mut other = World::new(Tree::default(), mended());
    other.said = world.said.clone();
    other.wishes.mode = Mode::RequestChanges;
    for world in [&mut world, &mut other] {
        if world.after == broken() {
            world.wishes.mode = Mode::Comment;
        }
        let plan = world.run();
        assert_eq!(plan.dismissals.len(), 1, "{}", show(&plan));
        assert_ne!(plan.dismissals[0].0, 1);
    }
}

#[test]
fn a_finding_that_is_excepted_is_no_longer_raised() {
    let (mut world, id) = told();
    world.remark(Some("alice"), "We may.", Some(id));
    let mut report = world.report();
    for finding in &mut report.findings {
        finding.severity = Severity::Info;
        finding.message.details.push("Waived.".to_owned());
    }
    let plan = world.run_on(&report, Some(&[]));
    assert!(body(&world, id).contains("**No longer raised.**"), "{}", show(&plan));
}

#[test]
fn after_a_refused_review_the_summary_has_all_until_the_next_push() {
    let mut world = World::new(Tree::default(), broken());
    world.wishes.mode = Mode::RequestChanges;
    let report = world.report();
    let plan = world.run_on(&report, None);
    assert!(plan.review.is_none() && plan.file_remarks.is_empty() && plan.request_count() == 1);
    let in_full = |world: &World| {
        let text = &world.said.posts[0].body;
        let whole = [&format!("```text\n{NOTICE}```"), "Declare `license: llama2`", "Delete `licence`"];
        whole.map(|words| text.contains(words))
    };
    assert_eq!(in_full(&world), [true, true, true], "{}", world.said.posts[0].body);
    let plan = world.run();
    assert!(plan.review.is_some() && plan.summary.is_some() && plan.duplicates.is_empty(), "{}", show(&plan));
    assert_eq!(in_full(&world), [true, false, false], "what stands at lines now: {}", world.said.posts[0].body);
    // A diff that cannot be read takes nothing away.
    assert_eq!(world.run_on(&report, None).request_count(), 0);
    let plan = world.run_on(&crate::report::Report::default(), None);
    assert!(!plan.deletions.is_empty() && world.said.remarks.is_empty() && plan.dismissals.len() == 1);
    assert!(world.said.posts[0].body.contains("state=mended findings=4"), "{}", world.said.posts[0].body);
}

#[test]
fn a_button_stays_at_the_lines_it_was_made_for() {
    let card = "---\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small Model\n";
    let mut world = World::new(Tree::default(), tree(&[("README.md", card), ("Notice", NOTICE)]));
    world.run();
    let with_button =
        |world: &World| world.said.remarks.iter().filter(|remark| remark.body.contains("```suggestion")).count();
    assert_eq!(with_button(&world), 1);
    // Lines below move: the text stays. The line that the button replaces changes: no button of other lines comes in its place.
    world.after = tree(&[("README.md", &format!("{card}\nMore.\n")), ("Notice", NOTICE)]);
    assert!(world.run().edits.is_empty());
    world.after = tree(&[("README.md", &format!("# Title\n\n{card}")), ("Notice", NOTICE)]);
    let plan = world.run();
    assert!(plan.edits.iter().all(|(_, text)| !text.contains("```suggestion")), "{}", show(&plan));
}

#[test]
fn of_twins_every_run_keeps_the_oldest_and_touches_nothing_else() {
    let (mut world, first) = told();
    let (text, summary) = (body(&world, first).to_owned(), world.said.posts[0].body.clone());
    let (old_remarks, old_posts) = (world.said.remarks.len(), world.said.posts.len());
    let (twin, answered) = (world.remark(Some(LOGIN), &text, None), world.remark(Some(LOGIN), &text, None));
    world.remark(Some("alice"), "Why?", Some(answered));
    for stranger in [Some("mallory"), Some("other[bot]"), None] {
        world.remark(stranger, &text, None);
        world.post(stranger, &summary);
    }
    world.remark(Some(LOGIN), &format!("> {text}"), None);
    let second = world.post(Some(LOGIN), &summary);
    // In whatever order GitHub lists them.
    for _ in 0..2 {
        let plan = twins(&world.said, &world.wishes);
        assert_eq!((plan.deletions.as_slice(), plan.duplicates.as_slice()), ([twin].as_slice(), [second].as_slice()));
        assert_eq!(plan.request_count(), 2, "{}", show(&plan));
        world.said.remarks.reverse();
        world.said.posts.reverse();
    }
    world.said.remarks.retain(|remark| remark.id != twin);
    world.said.posts.retain(|post| post.id != second);
    assert_eq!(twins(&world.said, &world.wishes).request_count(), 0);
    assert!(world.said.remarks.len() > old_remarks && world.said.posts.len() > old_posts);
    // Another folder is another gate.
    world.wishes.folder = "sub".to_owned();
    assert_eq!(twins(&world.said, &world.wishes).request_count(), 0);
}

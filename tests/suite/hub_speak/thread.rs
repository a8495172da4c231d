//! The one comment that `review` keeps in a pull request.

use super::{BAD, GOOD, MODEL, NOTICE, run, run_with, written};
use crate::support::hub_world::{Fault, Hub, LOGIN, READER, World};

tests! {
    a_pull_request_that_fails_gets_one_comment_with_links_to_its_lines,
    a_second_run_writes_nothing,
    the_comment_is_edited_when_the_findings_change_and_when_they_are_fixed,
    nothing_is_written_where_nothing_is_found,
    the_comments_of_others_stay_as_they_are,
    a_thread_that_others_fill_is_updated_or_left_alone,
    a_comment_that_is_there_twice_is_hidden_once,
    a_comment_that_a_maintainer_has_hidden_is_not_edited,
    without_permission_the_comment_is_printed,
    without_a_token_the_comment_is_printed,
    a_comment_that_was_posted_in_spite_of_the_answer_is_not_posted_again,
    a_pull_request_that_moves_on_gets_no_comment,
    a_pull_request_that_is_closed_meanwhile_gets_no_comment,
    off_posts_nothing,
    a_report_of_another_run_is_posted_for_its_commit_alone,
}

const REVIEW: [&str; 4] = ["review", "hf://acme/lark", "--pr", "1"];

fn failing() -> Hub {
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", BAD)]);
    hub
}

fn a_pull_request_that_fails_gets_one_comment_with_links_to_its_lines() {
    let hub = failing();
    let said = run(&hub, &REVIEW);
    assert_eq!(said.code, 1, "{}{}", said.out, said.error);
    let comments = hub.comments(1);
    let [(LOGIN, text)] = &comments[..] else { panic!("{comments:?}") };
    let head = hub.world().refs["refs/pr/1"].clone();
    let link = format!("[`README.md:2`]({}/acme/lark/blob/{head}/README.md#L2)", hub.fake.address);
    assert!(text.contains(&link) && text.contains("incompatible-license"), "{text}");
    assert!(text.contains("+ license: llama2") && !text.contains("```mermaid"), "{text}");
    assert_eq!(written(&hub), ["POST /discussions/1/comment"]);
}

fn a_second_run_writes_nothing() {
    let hub = failing();
    run(&hub, &REVIEW);
    run(&hub, &["review", &format!("{}/acme/lark/discussions/1", hub.fake.address)]);
    run(&hub, &["review", "hf://acme/lark@refs/pr/1"]);
    assert_eq!(written(&hub), ["POST /discussions/1/comment"]);
}

fn the_comment_is_edited_when_the_findings_change_and_when_they_are_fixed() {
    let hub = failing();
    run(&hub, &REVIEW);
    hub.world().push("refs/pr/1", &[("Notice", "")]);
    run(&hub, &REVIEW);
    let comments = hub.comments(1);
    assert!(comments.len() == 1 && comments[0].1.contains("missing-notice"), "{comments:?}");
    hub.world().push("refs/pr/1", &[("README.md", GOOD), ("Notice", NOTICE)]);
    assert_eq!(run(&hub, &REVIEW).code, 0);
    let comments = hub.comments(1);
    assert!(comments.len() == 1 && comments[0].1.contains("everything is fixed"), "{comments:?}");
    assert!(!comments[0].1.contains("missing-notice"));
    run(&hub, &REVIEW);
    assert_eq!(written(&hub).len(), 3, "the last run had nothing to write");
}

fn nothing_is_written_where_nothing_is_found() {
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", &format!("{GOOD}More words.\n"))]);
    assert_eq!(run(&hub, &REVIEW).code, 0);
    assert!(written(&hub).is_empty());
}

fn the_comments_of_others_stay_as_they_are() {
    let hub = failing();
    run(&hub, &REVIEW);
    let own = hub.comments(1).remove(0).1;
    let hub = failing();
    // A stranger copies the gate's comment, and one quotes it.
    hub.world().say(1, "mallory", &own.replace("incompatible-license", "nothing"));
    hub.world().say(1, "mallory", &format!("> {own}"));
    hub.world().say(1, LOGIN, "A person speaks with the account of the gate.");
    let before = hub.comments(1);
    run(&hub, &REVIEW);
    let after = hub.comments(1);
    assert_eq!(after[..3], before[..]);
    assert_eq!(after.len(), 4);
    assert_eq!(written(&hub), ["POST /discussions/1/comment"]);
}

fn a_thread_that_others_fill_is_updated_or_left_alone() {
    let hub = failing();
    run(&hub, &REVIEW);
    let fill = |count: usize| (0..count).for_each(|_| hub.world().say(1, "mallory", &"x".repeat(65_000)));
    fill(130);
    hub.world().push("refs/pr/1", &[("Notice", "")]);
    let said = run(&hub, &REVIEW);
    assert_eq!((said.code, written(&hub).len()), (1, 2), "{}", said.error);
    assert!(hub.comments(1)[0].1.contains("missing-notice"));
    fill(400);
    hub.world().push("refs/pr/1", &[("README.md", GOOD)]);
    let said = run(&hub, &REVIEW);
    assert_eq!((said.code, written(&hub).len()), (2, 2), "{}", said.out);
    assert!(
        said.error.contains("discussion 1 of `acme/lark` has more than the 32 MiB that are read"),
        "{}",
        said.error
    );
}

fn a_comment_that_is_there_twice_is_hidden_once() {
    let hub = failing();
    hub.world().faults.push(("/comment", Fault::Before(post_by_another_run), 1));
    run(&hub, &REVIEW);
    assert_eq!(hub.comments(1).len(), 1);
    let hidden: Vec<String> = written(&hub).into_iter().filter(|line| line.ends_with("/hide")).collect();
    let world = hub.world();
    assert_eq!(hidden, [format!("POST /discussions/1/comment/{}/hide", world.talks[0].comments[2].id)]);
}

/// What a run that is a moment earlier posts.
fn post_by_another_run(world: &mut World) {
    let mark = "<!-- model-license-gate v1 folder=af63bd4c8601b7df fp=0000000000000000 state=open findings=1 -->";
    world.say(1, LOGIN, &format!("{mark}\n## Model licenses: 2 errors"));
}

fn a_comment_that_a_maintainer_has_hidden_is_not_edited() {
    let hub = failing();
    run(&hub, &REVIEW);
    hub.world().talks[0].comments[1].hidden = true;
    run(&hub, &REVIEW);
    assert_eq!(hub.comments(1).len(), 1);
    assert_eq!(written(&hub), ["POST /discussions/1/comment"; 2]);
}

fn without_permission_the_comment_is_printed() {
    let hub = failing();
    let said = run_with(&hub, Some(READER), &REVIEW, &[]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("note: No comment was posted. "), "{}", said.out);
    assert!(said.out.contains("you must use a write token"), "{}", said.out);
    assert!(said.out.contains("## Model licenses: 2 errors"), "{}", said.out);
    assert!(hub.comments(1).is_empty());
}

fn without_a_token_the_comment_is_printed() {
    let hub = failing();
    let said = run_with(&hub, None, &REVIEW, &[]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("There is no token for the Hub: set HF_TOKEN."), "{}", said.out);
    assert!(said.out.contains("## Model licenses: 2 errors"), "{}", said.out);
    assert!(written(&hub).is_empty());
}

fn a_comment_that_was_posted_in_spite_of_the_answer_is_not_posted_again() {
    for fault in [Fault::DoneThen500, Fault::DoneThenDrop] {
        let hub = failing();
        hub.world().faults.push(("/discussions/1/comment", fault, 9));
        let said = run(&hub, &REVIEW);
        assert_eq!((said.code, hub.comments(1).len()), (1, 1));
        assert!(!said.out.contains("No comment was posted"), "{}", said.out);
        assert_eq!(written(&hub).len(), 1);
    }
    // What was not done is sent again, once.
    let hub = failing();
    hub.world().faults.push(("/discussions/1/comment", Fault::Status(502), 1));
    run(&hub, &REVIEW);
    assert_eq!((hub.comments(1).len(), written(&hub).len()), (1, 2));
}

fn a_pull_request_that_moves_on_gets_no_comment() {
    fn push(world: &mut World) {
        world.push("refs/pr/1", &[("NEWS.md", "More.\n")]);
    }
    let hub = failing();
    hub.world().faults.push(("whoami", Fault::Before(push), 1));
    let said = run(&hub, &REVIEW);
    assert_eq!(said.code, 1, "the commit that was checked fails");
    assert!(said.out.contains("The pull request has moved on to another commit"), "{}", said.out);
    assert!(written(&hub).is_empty());
}

fn a_pull_request_that_is_closed_meanwhile_gets_no_comment() {
    let hub = failing();
    hub.world().faults.push(("whoami", Fault::Before(|world| world.talks[0].status = "closed"), 1));
    let said = run(&hub, &REVIEW);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("No comment was posted. The pull request is closed."), "{}", said.out);
    assert!(written(&hub).is_empty());
}

fn off_posts_nothing() {
    let hub = failing();
    let said = run(&hub, &[&REVIEW[..], &["--review", "off"]].concat());
    assert_eq!((said.code, said.out.contains("No comment was posted")), (1, false));
    assert!(written(&hub).is_empty());
    assert!(!hub.fake.log().iter().any(|line| line.contains("whoami")));
}

fn a_report_of_another_run_is_posted_for_its_commit_alone() {
    let hub = failing();
    let report = crate::harness::folder("hub_speak/handed-over").join("report.json");
    let report = report.to_str().unwrap();
    // The first run has no token, the second one reads no file of the pull request.
    run_with(&hub, None, &[&REVIEW[..], &["--review", "off", "--report", report]].concat(), &[]);
    let files = hub.fake.log().iter().filter(|line| line.contains("/resolve/")).count();
    let head = hub.world().refs["refs/pr/1"].clone();
    let post = [&REVIEW[..], &["--from-report", report]].concat();
    assert_eq!(run(&hub, &post).code, 2, "which commit it is about is not known");
    let now = hub.world().push("refs/pr/1", &[("NEWS.md", "News.\n")]);
    let said = run(&hub, &[&post[..], &["--sha", &head]].concat());
    assert!(said.code == 1 && said.out.contains("has moved on to another commit"), "{}", said.out);
    assert!(hub.comments(1).is_empty());
    let said = run(&hub, &[&post[..], &["--sha", &now]].concat());
    assert_eq!((said.code, hub.comments(1).len()), (1, 1), "{}{}", said.out, said.error);
    assert_eq!(hub.fake.log().iter().filter(|line| line.contains("/resolve/")).count(), files);
    let said = run(&hub, &[&REVIEW[..], &["--sha", &head]].concat());
    assert_eq!(said.error, "error: pull request 1 of `acme/lark` has moved on to another commit\n");
}

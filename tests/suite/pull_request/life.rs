//! The life of a pull request over several runs: what is posted once, kept, changed and taken away.

use super::hub::{Fault, LOGIN};
use super::workflow::{FIT, UNFIT, World};

tests! {
    one_comment_and_one_summary_from_the_first_push_to_the_last,
    what_somebody_answered_stays_and_says_that_it_is_mended,
    a_comment_that_only_a_program_answered_is_folded,
    changes_are_asked_for_until_they_are_made,
    a_clean_pull_request_gets_nothing,
    the_base_commit_in_a_folder_spares_the_reading,
    what_was_done_although_the_answer_was_lost_is_not_done_twice,
    a_review_that_is_refused_goes_to_the_summary,
}

fn body(thing: &serde_json::Value) -> &str {
    thing["body"].as_str().unwrap()
}

fn one_comment_and_one_summary_from_the_first_push_to_the_last() {
    let world = World::new("life", &[UNFIT]);
    let first = world.run();
    first.says_unfit(2);
    assert_eq!(first.missed(), "");
    assert_eq!(first.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
    {
        let state = world.state();
        let [remark] = &state.remarks[..] else { panic!("{:?}", state.remarks) };
        assert_eq!((remark["path"].as_str(), remark["line"].as_u64()), (Some("README.md"), Some(2)));
        assert!(body(remark).contains("\n```suggestion\nlicense: llama2\n```"), "{}", body(remark));
        assert_eq!(body(remark).matches("```").count(), 2);
        let summary = body(&state.posts[0]);
        assert!(summary.contains("## Model licenses: 2 errors\n") && summary.contains("#### missing-notice\n"));
        assert!(!summary.contains("#### incompatible-license at "), "it stands at its line");
    }

    let again = world.run();
    again.says_unfit(2);
    assert!(again.written().is_empty(), "{:?}", again.written());

    // The line moves.
    world.push(&[("README.md", &UNFIT.1.replace("license: apache", "language: en\nlicense: apache"))]);
    let moved = world.run();
    moved.says_unfit(3);
    assert!(moved.written().iter().all(|line| line.starts_with("PATCH ")), "{:?}", moved.written());
    let state = world.state();
    assert_eq!((state.remarks.len(), state.posts.len()), (1, 1));
    assert!(world.run().written().is_empty());

    world.push(&FIT);
    let mended = world.run();
    mended.says("pass", &[]);
    let remark = "DELETE pulls/comments/5000000001";
    assert_eq!(mended.written(), ["PATCH issues/comments/5000000003", remark]);
    let state = world.state();
    assert_eq!(state.remarks.len(), 0);
    assert!(body(&state.posts[0]).contains("## Model licenses: everything is fixed"));
    assert!(world.run().written().is_empty());
}

fn what_somebody_answered_stays_and_says_that_it_is_mended() {
    let world = World::new("answered", &[UNFIT]);
    world.run().says_unfit(2);
    let remark = world.state().remarks[0].clone();
    world.change(|state| state.reply("alice", &remark, "Why?"));
    let marker = body(&remark).lines().next().unwrap().to_owned();
    let foreign = world.change(|state| {
        let foreign = state.thing("mallory", serde_json::json!({ "body": marker, "path": "README.md" }));
        state.remarks.push(foreign.clone());
        foreign
    });
    world.push(&FIT);
    let mended = world.run();
    mended.says("pass", &[]);
    assert_eq!(mended.written(), ["PATCH issues/comments/5000000003", "PATCH pulls/comments/5000000001"]);
    let state = world.state();
    assert_eq!(state.remarks.len(), 3);
    assert!(body(&state.remarks[0]).contains("**Fixed.**"), "{}", body(&state.remarks[0]));
    assert_eq!(state.remarks[2], foreign, "a marker makes nothing ours that we did not write");
}

fn a_comment_that_only_a_program_answered_is_folded() {
    let world = World::new("folded", &[UNFIT]);
    world.run().says_unfit(2);
    let remark = world.state().remarks[0].clone();
    world.change(|state| state.reply("helper[bot]", &remark, "I looked."));
    world.push(&FIT);
    let mended = world.run();
    mended.says("pass", &[]);
    assert_eq!(mended.written().last().unwrap(), "POST /graphql");
    assert_eq!(world.state().remarks[0]["minimized"], true);
}

fn changes_are_asked_for_until_they_are_made() {
    let world = World::new("requests", &[UNFIT]);
    let run = || world.on("pull_request").with(&["--review", "request-changes"]).run();
    let first = run();
    first.says_unfit(2);
    assert_eq!(first.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
    assert_eq!(world.state().reviews[0]["state"], "CHANGES_REQUESTED");
    assert!(run().written().is_empty());
    world.push(&FIT);
    let mended = run();
    mended.says("pass", &[]);
    assert_eq!(mended.written().last().unwrap(), "PUT pulls/7/reviews/5000000002/dismissals");
    assert_eq!(world.state().reviews[0]["state"], "DISMISSED");
}

fn a_clean_pull_request_gets_nothing() {
    let world = World::new("clean", &[FIT[0], FIT[1]]);
    let outcome = world.run();
    outcome.says("pass", &[]);
    assert!(outcome.written().is_empty());
    assert_eq!(outcome.missed(), "");
}

fn the_base_commit_in_a_folder_spares_the_reading() {
    let world = World::new("base-folder", &[UNFIT]);
    let outcome = world.on("pull_request").beside_base().with(&["--review", "off"]).run();
    outcome.says_unfit(2);
    assert!(outcome.requests.is_empty(), "{:?}", outcome.read());
}

fn what_was_done_although_the_answer_was_lost_is_not_done_twice() {
    for (name, fault) in [("done-502", Fault::DoneThen502), ("done-drop", Fault::DoneThenDrop)] {
        let world = World::new(name, &[UNFIT]);
        world.change(|state| state.faults = vec![("POST /repos/acme/tiny/pulls/7/reviews", fault, 1)]);
        let outcome = world.run();
        outcome.says_unfit(2);
        assert_eq!(outcome.missed(), "");
        let state = world.state();
        assert_eq!((state.remarks.len(), state.reviews.len(), state.posts.len()), (1, 1, 1));
        assert_eq!(state.posts[0]["user"]["login"], LOGIN);
    }
}

fn a_review_that_is_refused_goes_to_the_summary() {
    let world = World::new("refused", &[UNFIT]);
    world.change(|state| state.faults = vec![("POST /repos/acme/tiny/pulls/7/reviews", Fault::Status(422), 9)]);
    let outcome = world.run();
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("422"), "{}", outcome.missed());
    let state = world.state();
    assert!(state.remarks.is_empty());
    assert!(body(&state.posts[0]).contains("#### incompatible-license at "));
}

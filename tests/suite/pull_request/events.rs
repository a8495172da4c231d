//! The other events, GitHub Enterprise Server, and whose configuration judges.

use super::workflow::{EXCEPTION, FIT, UNFIT, World};
use serde_json::json;

tests! {
    an_exception_in_the_head_waives_nothing_there,
    after_the_merge_the_exception_holds,
    what_was_merged_since_the_event_is_not_of_the_pull_request,
    a_checkout_of_the_head_alone_is_compared_with_where_it_left_the_base,
    a_push_is_compared_with_the_commit_before,
    a_merge_group_is_judged_and_not_spoken_to,
    a_run_by_hand_judges_everything_and_asks_nobody,
    a_run_by_hand_may_name_a_pull_request,
    the_addresses_of_an_enterprise_server,
}

fn an_exception_in_the_head_waives_nothing_there() {
    let world = World::new("own-exception", &[UNFIT, EXCEPTION]);
    for event in ["pull_request", "pull_request_target", "merge_group"] {
        let outcome = world.on(event).with(&["--review", "off"]).run();
        let annotations = [
            "error README.md:2 incompatible-license",
            "error README.md:2 missing-notice",
            "warning .model-license-gate.yml:3 loosened-configuration",
        ];
        outcome.says("fail", &annotations);
    }
}

fn after_the_merge_the_exception_holds() {
    let world = World::new("push", &[UNFIT, EXCEPTION]);
    let outcome = world.on("push").run();
    outcome.says("fail", &["error README.md:2 incompatible-license"]);
    assert_eq!((outcome.written().len(), outcome.missed()), (0, ""));
}

fn what_was_merged_since_the_event_is_not_of_the_pull_request() {
    let world = World::new("merged-since", &[("more.txt", "more\n")]);
    world.change(|state| state.opened_at.clone_from(&state.base));
    world.move_base(&[("other/README.md", UNFIT.1)]);
    world.merge();
    let merge = world.state().merge;
    let run = || world.on("pull_request").of(&merge).with(&["--review", "off"]);
    for (run, asks_for) in [
        (run(), None),
        (run().shallow(), Some(format!("git/trees/{}?", world.state().base))),
        (run().without_git(), Some(format!("commits/{merge}?"))),
    ] {
        let outcome = run.run();
        outcome.says("pass", &[]);
        match asks_for {
            None => assert!(outcome.requests.is_empty(), "{:?}", outcome.read()),
            Some(line) => assert!(outcome.read().iter().any(|read| read.starts_with(&line)), "{:?}", outcome.read()),
        }
        assert!(outcome.summary.contains("from before this change"), "{}", outcome.summary);
    }
}

fn a_checkout_of_the_head_alone_is_compared_with_where_it_left_the_base() {
    let world = World::new("head-alone", &[]);
    world.change(|state| state.head = state.changed(&state.fork.clone(), &[UNFIT]));
    world.change(|state| (state.fork, state.base) = (state.head.clone(), state.head.clone()));
    world.push(&[("more.txt", "more\n")]);
    // The base mends what the branch still has.
    world.move_base(&FIT);
    world.merge();
    let head = world.state().head;
    world.on("pull_request").of(&head).run().says("pass", &[]);
}

fn a_push_is_compared_with_the_commit_before() {
    let world = World::new("push-again", &[UNFIT]);
    world.change(|state| state.base.clone_from(&state.head));
    world.push(&[("README.md", &format!("{}More.\n", UNFIT.1))]);
    let outcome = world.on("push").run();
    outcome.says("pass", &[]);
    assert!(outcome.summary.contains("from before this change"), "{}", outcome.summary);
    let outcome = world.on("push").with(&["--scope", "all"]).run();
    outcome.says_unfit(2);
    // A new branch has no commit before.
    let new = json!({ "before": "0".repeat(40), "after": world.state().head });
    let outcome = world.on("push").payload(new).run();
    outcome.says_unfit(2);
    assert!(outcome.requests.is_empty() && outcome.missed().is_empty());
}

fn a_merge_group_is_judged_and_not_spoken_to() {
    let world = World::new("group", &[UNFIT]);
    let outcome = world.on("merge_group").run();
    outcome.says_unfit(2);
    assert_eq!((outcome.written().len(), outcome.missed()), (0, ""));
    world.push(&FIT);
    world.on("merge_group").run().says("pass", &[]);
}

fn a_run_by_hand_judges_everything_and_asks_nobody() {
    let world = World::new("by-hand", &[UNFIT]);
    let outcome = world.on("workflow_dispatch").run();
    outcome.says_unfit(2);
    assert!(outcome.requests.is_empty() && outcome.missed().is_empty());
}

fn a_run_by_hand_may_name_a_pull_request() {
    let world = World::new("by-number", &[UNFIT]);
    let outcome = world.on("workflow_dispatch").with(&["--pr", "7"]).run();
    outcome.says_unfit(2);
    assert_eq!(outcome.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
}

fn the_addresses_of_an_enterprise_server() {
    let world = World::new("enterprise", &[UNFIT]);
    world.change(|state| state.root = "/api/v3");
    let outcome = world.run();
    outcome.says_unfit(2);
    assert_eq!(outcome.written(), ["POST /api/v3pulls/7/reviews", "POST /api/v3issues/7/comments"]);
    assert!(outcome.requests.iter().any(|request| request.line == "POST /api/graphql"));
    assert!(world.run().written().is_empty());
}

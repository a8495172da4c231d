//! Runs that can write nothing: the verdict and what needs no permission are the same, with one sentence on why.

use super::hub::{Fault, READER};
use super::workflow::{UNFIT, World};

tests! {
    the_token_of_a_fork,
    no_token,
    a_token_that_is_not_accepted,
    a_dead_network,
    the_review_is_turned_off,
    a_pull_request_that_moved_on_or_is_closed,
    every_fault_leaves_the_exit_code_as_it_is,
}

fn the_token_of_a_fork() {
    let world = World::new("reader", &[UNFIT]);
    let outcome = world.on("pull_request").by(Some(READER)).run();
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("forks") && outcome.missed().contains("403"), "{}", outcome.missed());
    // The right to comment in the conversation may be there without the other.
    assert_eq!(outcome.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
    let state = world.state();
    assert!(state.remarks.is_empty() && state.posts.is_empty() && state.reviews.is_empty());
}

fn no_token() {
    let world = World::new("nobody", &[UNFIT]);
    for token in [None, Some(" ")] {
        let outcome = world.on("pull_request").by(token).run();
        outcome.says_unfit(2);
        assert!(outcome.missed().contains("no token in GITHUB"), "{}", outcome.missed());
        assert!(outcome.written().is_empty());
    }
}

fn a_token_that_is_not_accepted() {
    let world = World::new("wrong-token", &[UNFIT]);
    let outcome = world.on("pull_request").by(Some("ghs_expired")).run();
    // Nothing can be read either, so that the configuration of the base commit is not known.
    assert_eq!(outcome.code, 1);
    assert!(outcome.annotations().contains(&"error README.md:2 missing-notice".to_owned()));
    assert!(outcome.missed().contains("does not accept the token"), "{}", outcome.missed());
}

fn a_dead_network() {
    let world = World::new("dead", &[UNFIT]);
    let dead = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = || world.on("pull_request").at(&format!("http://{dead}"));
    let outcome = run().beside_base().run();
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("cannot be reached"), "{}", outcome.missed());

    // Without the base commit, its configuration does not hold either: a link is not enough then.
    let outcome = run().run();
    let expected = ["incompatible-license", "missing-notice"].map(|rule| format!("error README.md:2 {rule}"));
    for one in expected {
        assert!(outcome.annotations().contains(&one), "{}", outcome.log);
    }
    assert_eq!((outcome.code, outcome.outputs()["verdict"]), (1, "fail"));
    assert!(outcome.missed().starts_with("No review was posted. GitHub cannot be reached"), "{}", outcome.summary);
    assert!(outcome.missed().ends_with('.') && !outcome.missed().ends_with(".."), "{}", outcome.missed());
    assert!(outcome.summary.contains("\n> The base commit could not be read"), "{}", outcome.summary);
}

fn the_review_is_turned_off() {
    let world = World::new("off", &[UNFIT]);
    let outcome = world.on("pull_request").with(&["--review", "off"]).run();
    outcome.says_unfit(2);
    assert_eq!((outcome.missed(), outcome.written().len()), ("", 0));
}

fn a_pull_request_that_moved_on_or_is_closed() {
    let world = World::new("moved", &[UNFIT]);
    let state = world.state();
    let payload = serde_json::json!({ "number": 7, "pull_request": {
        "number": 7, "head": { "sha": state.head }, "base": { "sha": state.base },
    } });
    world.push(&[("more.txt", "more\n")]);
    let outcome = world.on("pull_request").payload(payload).run();
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("moved on"), "{}", outcome.missed());
    assert!(outcome.written().is_empty());

    world.change(|state| state.closed = true);
    let outcome = world.run();
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("closed"), "{}", outcome.missed());
    assert!(outcome.written().is_empty());
}

fn every_fault_leaves_the_exit_code_as_it_is() {
    let faults = [
        ("write-404", "POST /repos", Fault::Status(404)),
        ("write-500", "POST /repos", Fault::Status(500)),
        ("write-drop", "POST /repos", Fault::Drop),
        ("read-comments", "pulls/7/comments", Fault::Status(502)),
    ];
    std::thread::scope(|scope| {
        for (name, line, fault) in faults {
            scope.spawn(move || {
                let world = World::new(name, &[UNFIT]);
                world.change(|state| state.faults = vec![(line, fault, usize::MAX)]);
                let outcome = world.on("pull_request").beside_base().with(&["--time-limit", "6"]).run();
                outcome.says_unfit(2);
                assert!(!outcome.missed().is_empty(), "{name}: {}", outcome.summary);
                assert!(world.state().posts.is_empty() && world.state().remarks.is_empty(), "{name}");
            });
        }
    });
}

//! Two runs on one pull request at the same time: what they post twice, they take back.

use super::hub::{LOGIN, State};
use super::outcome::Outcome;
use super::workflow::{UNFIT, World};
use serde_json::Value;
use std::sync::{Arc, Barrier};

tests! {
    two_runs_that_post_at_once_leave_one_set_of_comments,
    two_runs_that_look_at_once_leave_one_set_of_comments,
    an_answered_twin_and_what_others_said_stay,
}

/// Two runs of which neither goes on until both send a request with such a line.
fn at_once(name: &str, line: &'static str) -> (World, [Outcome; 2]) {
    let world = World::new(name, &[UNFIT]);
    let other = world.beside(&format!("{name}-other"));
    world.change(|state| state.meeting = Some((line, 2, Arc::new(Barrier::new(2)))));
    let outcomes = std::thread::scope(|scope| {
        let runs = [scope.spawn(|| world.run()), scope.spawn(|| other.run())];
        runs.map(|run| run.join().unwrap())
    });
    (world, outcomes)
}

fn holds_one_set(world: &World, outcomes: &[Outcome]) {
    for outcome in outcomes {
        outcome.says_unfit(2);
        assert_eq!(outcome.missed(), "");
    }
    let state = world.state();
    assert_eq!((state.remarks.len(), state.posts.len()), (1, 1), "{:?}\n{:?}", state.remarks, state.posts);
    assert!(world.run().written().is_empty());
}

fn numbers(list: &[Value]) -> Vec<u64> {
    list.iter().map(|one| one["id"].as_u64().unwrap()).collect()
}

fn two_runs_that_post_at_once_leave_one_set_of_comments() {
    let (world, outcomes) = at_once("twins-post", "POST /repos/acme/tiny/pulls/7/reviews");
    let deleted = |outcome: &Outcome| outcome.written().iter().any(|line| line.starts_with("DELETE "));
    assert!(outcomes.iter().any(deleted), "neither run posted twice");
    holds_one_set(&world, &outcomes);
    // The older one is kept, whoever wrote it.
    assert_eq!(numbers(&world.state().remarks), [5_000_000_001]);
}

fn two_runs_that_look_at_once_leave_one_set_of_comments() {
    let (world, outcomes) = at_once("twins-look", "GET /repos/acme/tiny/pulls/7/reviews");
    holds_one_set(&world, &outcomes);
}

/// While the run posts, a twin of its remark is answered, and somebody else says the same.
fn an_answered_twin_and_what_others_said_stay() {
    let world = World::new("twins-answered", &[UNFIT]);
    world.run().says_unfit(2);
    let (remark, post) = (world.state().remarks[0].clone(), world.state().posts[0].clone());
    let add = |state: &mut State, login: &str| {
        let twin = state.thing(login, remark.clone());
        state.remarks.push(twin.clone());
        twin
    };
    let (answered, kept, gone) = world.change(|state| {
        let answered = add(state, LOGIN);
        state.reply("alice", &answered, "Why?");
        let foreign = [add(state, "mallory"), add(state, "other[bot]")];
        let gone = add(state, LOGIN);
        let post = state.thing("mallory", post);
        state.posts.push(post);
        // The summary is posted anew, so that the run looks again.
        state.posts.remove(0);
        (answered, foreign, gone)
    });
    let outcome = world.run();
    let name = |thing: &Value| format!("DELETE pulls/comments/{}", thing["id"]);
    assert!(outcome.written().contains(&name(&gone)), "{:?}", outcome.written());
    let state = world.state();
    let left = numbers(&state.remarks);
    for stays in kept.iter().chain([&answered, &remark]) {
        assert!(left.contains(&stays["id"].as_u64().unwrap()), "{stays}");
    }
    assert_eq!((left.len(), state.posts.len()), (5, 2));
}

//! What takes too long: the run ends within its time limit, with the same exit code.

use super::hub::Fault;
use super::outcome::Outcome;
use super::workflow::{Run, UNFIT, World};

tests! {
    a_hang_while_posting,
    a_hang_while_reading_what_was_said,
    a_body_that_never_ends,
    everything_hangs,
    a_hang_where_nothing_is_checked_out_is_a_failure_of_the_gate,
}

/// A pull request at a GitHub that stops answering some requests.
fn stuck(name: &str, line: &'static str, fault: Fault) -> World {
    let world = World::new(name, &[UNFIT]);
    world.change(|state| state.faults = vec![(line, fault, usize::MAX)]);
    world
}

/// A run that has three seconds.
fn in_time(run: Run<'_>) -> Outcome {
    let outcome = run.with(&["--time-limit", "3"]).run();
    // A slow machine gets time for the program itself; a single call without this limit would take ten seconds.
    assert!(outcome.took.as_secs_f32() < 7.0, "{:?}", outcome.took);
    assert!(outcome.missed().contains(" seconds meant for GitHub are used up."), "{}", outcome.missed());
    outcome
}

fn a_hang_while_posting() {
    let world = stuck("hang-review", "POST /repos", Fault::Hang);
    in_time(world.on("pull_request").beside_base()).says_unfit(2);
}

fn a_hang_while_reading_what_was_said() {
    let world = stuck("hang-said", "GET /repos/acme/tiny/pulls/7/comments", Fault::Hang);
    in_time(world.on("pull_request").beside_base()).says_unfit(2);
}

fn a_body_that_never_ends() {
    let world = stuck("slow-said", "GET /repos/acme/tiny/issues/7/comments", Fault::Slow);
    in_time(world.on("pull_request").beside_base()).says_unfit(2);
}

fn everything_hangs() {
    for (name, fault) in [("hang-all", Fault::Hang), ("slow-all", Fault::Slow)] {
        let world = stuck(name, " /", fault);
        let outcome = in_time(world.on("pull_request"));
        assert_eq!((outcome.code, outcome.outputs()["verdict"]), (1, "fail"));
        assert!(outcome.annotations().contains(&"error README.md:2 incompatible-license".to_owned()));
        assert!(outcome.summary.contains("The base commit could not be read"), "{}", outcome.summary);
    }
}

fn a_hang_where_nothing_is_checked_out_is_a_failure_of_the_gate() {
    let world = stuck("hang-target", "git/trees", Fault::Hang);
    let outcome = world.on("pull_request_target").with(&["--time-limit", "2"]).run();
    assert_eq!(outcome.code, 2, "{}", outcome.log);
    assert!(outcome.errors.starts_with("error: cannot read the head commit"), "{}", outcome.errors);
    assert!(outcome.took.as_secs_f32() < 6.0 && outcome.written().is_empty(), "{:?}", outcome.took);
}

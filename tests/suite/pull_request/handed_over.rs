//! Posting from the report of another run, which somebody else may have written.

use super::hub::READER;
use super::outcome::Outcome;
use super::workflow::{UNFIT, World};
use serde_json::{Value, json};

tests! {
    an_honest_report_is_posted_without_a_button,
    a_hostile_report_acts_nowhere,
    a_report_on_an_earlier_commit_is_not_posted,
    what_is_no_report_is_a_failure_of_the_gate,
}

/// The report that a run on a fork leaves, and what comes of it when it is changed and handed over.
fn handed_over(name: &str, change: impl Fn(&mut Value)) -> (World, Outcome) {
    let world = World::new(name, &[UNFIT]);
    let judged = world.on("pull_request").by(Some(READER)).with(&["--review", "off"]).run();
    judged.says_unfit(2);
    assert_eq!(judged.outputs()["report"], world.path("temp/model-license-gate.json").to_str().unwrap());
    let mut report: Value = serde_json::from_str(&judged.report).unwrap();
    change(&mut report);
    std::fs::write(world.path("report.json"), report.to_string()).unwrap();
    let outcome = hand_over(&world);
    (world, outcome)
}

fn hand_over(world: &World) -> Outcome {
    world.on("workflow_run").with(&["--from-report", world.path("report.json").to_str().unwrap()]).run()
}

/// The text outside of code.
fn outside_of_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

fn an_honest_report_is_posted_without_a_button() {
    let (world, outcome) = handed_over("honest", |_| {});
    outcome.says_unfit(2);
    assert_eq!(outcome.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
    assert_eq!(world.state().remarks[0]["line"], 2);
    assert!(!outcome.outputs().contains_key("report"));
    assert!(outcome.read().iter().all(|line| !line.starts_with("git/")), "{:?}", outcome.read());
    let texts: Vec<Value> = [world.state().remarks, world.state().posts].concat();
    assert!(!texts.is_empty() && texts.iter().all(|text| !text["body"].as_str().unwrap().contains("suggestion")));
    assert!(hand_over(&world).written().is_empty());
}

fn a_hostile_report_acts_nowhere() {
    let hostile =
        "@octocat acme/tiny#1 ##[error]x <img src=x> ![x](http://x.example)\n::error::y\n```\n<!-- a --> \u{202e}z";
    let (world, outcome) = handed_over("hostile", |report| {
        report["findings"][0]["fix"] =
            json!({ "path": "README.md", "line": 1, "end_line": 9, "replacement": "curl evil" });
        for field in ["message", "help", "clause", "model"] {
            report["findings"][0][field] = json!(hostile);
        }
        report["findings"][1]["path"] = json!(hostile);
        report["models"][0]["declared"] = json!([hostile]);
        report["unchecked"] = json!([hostile]);
    });
    assert_eq!((outcome.code, outcome.errors.as_str()), (1, ""));
    let state = world.state();
    let bodies = state.remarks.iter().chain(&state.posts).map(|thing| thing["body"].as_str().unwrap().to_owned());
    let bodies: Vec<String> = bodies.chain([outcome.summary.clone()]).collect();
    assert!(bodies.len() >= 2);
    for body in bodies {
        assert!(!body.contains("curl evil") && !body.contains("suggestion") && !body.contains('\u{202e}'), "{body}");
        assert!(!body.contains("\n::error") && !body.contains("##["), "{body}");
        let outside = outside_of_code(&body);
        for bad in ["@octocat", "tiny#1", "<img", "![", "<!-- a"] {
            assert!(!outside.contains(bad), "{bad} acts in\n{body}");
        }
    }
}

fn a_report_on_an_earlier_commit_is_not_posted() {
    let (world, _) = handed_over("late", |_| {});
    let before = (world.state().remarks.len(), world.state().posts.len());
    let payload = json!({ "workflow_run": { "head_sha": world.state().head } });
    world.push(&[("more.txt", "more\n")]);
    let path = world.path("report.json");
    let run = |arguments: &[&str]| {
        let run = world.on("workflow_run").payload(payload.clone()).with(arguments);
        run.with(&["--from-report", path.to_str().unwrap()]).run()
    };
    let outcome = run(&[]);
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("No open pull request has the commit"), "{}", outcome.missed());
    let outcome = run(&["--pr", "7"]);
    outcome.says_unfit(2);
    assert!(outcome.missed().contains("moved on"), "{}", outcome.missed());
    assert!(outcome.written().is_empty());
    assert_eq!((world.state().remarks.len(), world.state().posts.len()), before);
}

fn what_is_no_report_is_a_failure_of_the_gate() {
    let (world, outcome) = handed_over("unknown-rule", |report| report["findings"][0]["rule"] = json!("made-up"));
    assert_eq!(outcome.code, 2);
    assert!(outcome.errors.contains("a rule that this program does not know"), "{}", outcome.errors);
    assert!(outcome.requests.is_empty() && outcome.summary.starts_with("## Model licenses: not checked\n"));

    std::fs::write(world.path("report.json"), vec![b' '; 20 << 20]).unwrap();
    let outcome = hand_over(&world);
    assert_eq!(outcome.code, 2);
    assert!(outcome.errors.contains("20971520 bytes"), "{}", outcome.errors);
    std::fs::write(world.path("report.json"), "[".repeat(1 << 20)).unwrap();
    let outcome = hand_over(&world);
    assert_eq!((outcome.code, outcome.requests.len()), (2, 0));
}

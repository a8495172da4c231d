//! Plans carried out: bodies, order, pace, and what is done where GitHub fails.

use super::{session, session_at};
use crate::http::github::PlanOutcome;
use crate::review::plan::{Event, NewFileRemark, NewRemark, NewReview, Plan, Side, Summary};
use crate::unit::support::fake::{Fake, Reply, Request, TOKEN};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::Duration;

const HEAD: &str = "1111111111111111111111111111111111111111";
const READ_ONLY: &str = "Resource not accessible by integration";

fn remark(line: usize, start_line: Option<usize>) -> NewRemark {
    NewRemark { path: "README.md".to_owned(), start_line, line, side: Side::Right, body: format!("remark {line}") }
}

fn review() -> Plan {
    let review =
        NewReview { event: Event::Comment, body: String::new(), remarks: vec![remark(3, Some(3)), remark(9, Some(7))] };
    Plan { review: Some(review), ..Plan::default() }
}

fn post() -> Plan {
    Plan { summary: Some(Summary::Post("summary".to_owned())), ..Plan::default() }
}

fn made() -> Reply {
    Reply::json(201, &json!({ "id": 1 }))
}

fn denied() -> Reply {
    Reply::json(403, &json!({ "message": READ_ONLY }))
}

fn carry_out(fake: &Fake, plan: &Plan) -> PlanOutcome {
    session(fake, 20.0).carry_out(7, HEAD, plan)
}

/// The end of a path, behind the repository.
fn rest(request: &Request) -> &str {
    request.line.split("/acme/llama/").nth(1).unwrap_or(&request.line)
}

#[test]
fn everything_in_order_and_not_too_fast() {
    let fake = Fake::start(|request| match request.line.split(' ').next() {
        Some("DELETE") => Reply::text(204, ""),
        _ if request.line.ends_with("/graphql") => {
            Reply::json(200, &json!({ "data": { "minimizeComment": { "minimizedComment": { "isMinimized": true } } } }))
        }
        _ => made(),
    });
    let plan = Plan {
        file_remarks: vec![NewFileRemark { path: "LICENSE".to_owned(), body: "file".to_owned() }],
        summary: Some(Summary::Edit(4, "summary".to_owned())),
        edits: vec![(5, "edit".to_owned())],
        deletions: vec![6],
        to_minimize: vec!["PRRC_8".to_owned()],
        dismissals: vec![(9, "mended".to_owned())],
        duplicates: vec![10],
        ..review()
    };
    assert_eq!(carry_out(&fake, &plan), PlanOutcome { writes: 8, ..PlanOutcome::default() });
    let base = "/repos/acme/llama";
    assert_eq!(
        fake.log(),
        [
            format!("POST {base}/pulls/7/reviews"),
            format!("POST {base}/pulls/7/comments"),
            format!("PATCH {base}/issues/comments/4"),
            format!("PATCH {base}/pulls/comments/5"),
            format!("DELETE {base}/pulls/comments/6"),
            "POST /graphql".to_owned(),
            format!("PUT {base}/pulls/7/reviews/9/dismissals"),
            format!("DELETE {base}/issues/comments/10"),
        ]
    );
    let bodies: Vec<Value> = fake.requests().into_iter().map(|request| request.body).collect();
    let comments = json!([
        { "path": "README.md", "line": 3, "side": "RIGHT", "body": "remark 3" },
        { "path": "README.md", "line": 9, "side": "RIGHT", "start_line": 7, "start_side": "RIGHT", "body": "remark 9" },
    ]);
    assert_eq!(bodies[0], json!({ "commit_id": HEAD, "event": "COMMENT", "comments": comments }));
    assert_eq!(bodies[1], json!({ "commit_id": HEAD, "path": "LICENSE", "subject_type": "file", "body": "file" }));
    assert_eq!(bodies[2], json!({ "body": "summary" }));
    assert_eq!(bodies[5]["variables"], json!({ "id": "PRRC_8" }));
    assert_eq!(bodies[6], json!({ "message": "mended", "event": "DISMISS" }));
    assert!(fake.least_gap().unwrap() >= Duration::from_millis(990));
}

/// A GitHub that keeps what is posted, and answers the first request that writes with `fault`; whether it does the work before that.
fn forgetful(fault: fn() -> Reply, works: bool) -> Fake {
    let kept: Mutex<Vec<Value>> = Mutex::default();
    Fake::start(move |request| {
        if request.line.starts_with("GET ") {
            return Reply::json(200, &json!(*kept.lock().unwrap()));
        }
        let first = request.before == 0;
        if works || !first {
            let mut made: Vec<Value> = request.body["comments"].as_array().cloned().unwrap_or_default();
            if made.is_empty() {
                made.push(json!({ "body": format!("{}\r\n", request.body["body"].as_str().unwrap()) }));
            }
            for mut made in made {
                made["id"] = json!(1);
                made["user"] = json!({ "login": "github-actions[bot]", "type": "Bot" });
                made["original_commit_id"] = request.body["commit_id"].clone();
                kept.lock().unwrap().push(made);
            }
        }
        if first { fault() } else { made() }
    })
}

#[test]
fn what_was_done_is_not_done_twice() {
    type Fault = fn() -> Reply;
    let faults: [Fault; 3] = [|| Reply::text(502, "<html>"), || Reply::Reset, || Reply::text(200, "<html>")];
    for fault in faults {
        for plan in [review(), post()] {
            let fake = forgetful(fault, true);
            assert_eq!(carry_out(&fake, &plan), PlanOutcome { writes: 1, ..PlanOutcome::default() });
            assert_eq!(fake.writes().len(), 1);
        }
    }
    for plan in [review(), post()] {
        let fake = forgetful(|| Reply::text(502, "<html>"), false);
        assert_eq!(carry_out(&fake, &plan), PlanOutcome { writes: 1, ..PlanOutcome::default() });
        assert_eq!(fake.writes().len(), 2);
    }
}

#[test]
fn somebody_elses_same_words_are_no_trace() {
    let fake = Fake::start(|request| match (&*request.line, rest(request)) {
        ("POST /graphql", _) => {
            Reply::json(200, &json!({ "data": { "viewer": { "login": "github-actions[bot]", "databaseId": 41 } } }))
        }
        (line, _) if line.starts_with("GET ") => {
            Reply::json(200, &json!([{ "id": 1, "body": "summary", "user": { "login": "mallory", "type": "User" } }]))
        }
        _ if request.before == 0 => Reply::text(502, ""),
        _ => made(),
    });
    let session = session(&fake, 20.0);
    session.existing_comments(7).unwrap();
    assert_eq!(session.carry_out(7, HEAD, &post()).writes, 1);
    assert_eq!(fake.written().len(), 2);
}

#[test]
fn an_outage_ends_it_with_one_sentence() {
    let fake = Fake::start(|_| Reply::text(502, "<html>"));
    let session = session(&fake, 20.0);
    let plan = Plan { summary: post().summary, edits: vec![(1, String::new())], ..review() };
    let done = session.carry_out(7, HEAD, &plan);
    assert_eq!(
        done,
        PlanOutcome { writes: 0, missed: vec!["GitHub is unwell (502).".to_owned()], review_missed: true }
    );
    assert_eq!(session.carry_out(7, HEAD, &post()).missed, done.missed);
    assert_eq!(fake.written(), ["POST /repos/acme/llama/pulls/7/reviews"]);
}

#[test]
fn limits_are_waited_for_if_they_are_short() {
    let secondary = |wait: &str| {
        Reply::json(403, &json!({ "message": "You have exceeded a secondary rate limit" }))
            .with(&format!("Retry-After: {wait}"))
    };
    let fake = Fake::start(move |request| if request.before == 0 { secondary("1") } else { made() });
    assert_eq!(carry_out(&fake, &post()), PlanOutcome { writes: 1, ..PlanOutcome::default() });
    let fake = Fake::start(move |_| secondary("40"));
    let done = carry_out(&fake, &post());
    assert!(done.missed.len() == 1 && done.missed[0].contains("40 seconds"), "{done:?}");
    assert_eq!(fake.writes().len(), 1);
}

#[test]
fn a_token_that_only_reads_is_tried_on_both_rights_once() {
    let fake = Fake::start(|_| denied());
    let session = session(&fake, 20.0);
    let whole = Plan { summary: post().summary, deletions: vec![1, 2], to_minimize: vec!["x".to_owned()], ..review() };
    let done = session.carry_out(7, HEAD, &whole);
    assert!(done.review_missed && done.missed.len() == 1, "{done:?}");
    assert!(done.missed[0].contains("403") && done.missed[0].contains("Dependabot"), "{done:?}");
    let again = session.carry_out(7, HEAD, &Plan { review: None, ..whole });
    assert_eq!(again, PlanOutcome { review_missed: false, ..done });
    assert_eq!(fake.written(), ["POST /repos/acme/llama/pulls/7/reviews", "POST /repos/acme/llama/issues/7/comments"]);
}

#[test]
fn a_summary_may_be_allowed_where_a_review_is_not() {
    for status in [403, 404] {
        let fake = Fake::start(move |request| {
            if request.line.contains("/pulls/") { Reply::json(status, &json!({ "message": "no" })) } else { made() }
        });
        let session = session(&fake, 20.0);
        assert!(session.carry_out(7, HEAD, &review()).review_missed);
        assert_eq!(session.carry_out(7, HEAD, &post()), PlanOutcome { writes: 1, ..PlanOutcome::default() });
    }
}

#[test]
fn a_refused_review_waits_for_a_new_plan() {
    let message = "Pull request review thread line must be part of the diff";
    let fake = Fake::start(move |request| {
        if request.line.contains("/reviews") {
            Reply::json(422, &json!({ "message": "Unprocessable Entity", "errors": [message] }))
        } else {
            made()
        }
    });
    let session = session(&fake, 20.0);
    let done = session.carry_out(7, HEAD, &Plan { summary: post().summary, ..review() });
    assert!(done.review_missed && done.writes == 0 && done.missed[0].contains(message), "{done:?}");
    assert_eq!(session.carry_out(7, HEAD, &post()), PlanOutcome { writes: 1, ..PlanOutcome::default() });
    assert!(fake.least_gap().unwrap() >= Duration::from_millis(990));
}

#[test]
fn nobody_asks_for_changes_of_his_own() {
    let fake = Fake::start(|request| {
        if request.body["event"] == "REQUEST_CHANGES" {
            let why = "Review Can not request changes on your own pull request";
            return Reply::json(422, &json!({ "message": "Unprocessable Entity", "errors": [why] }));
        }
        made()
    });
    let mut plan = review();
    plan.review.as_mut().unwrap().event = Event::RequestChanges;
    let done = carry_out(&fake, &plan);
    assert!(done.writes == 1 && !done.review_missed && done.missed.len() == 1, "{done:?}");
}

#[test]
fn what_is_gone_already_is_fine() {
    let fake = Fake::start(|request| match rest(request) {
        "issues/7/comments" => made(),
        "graphql" | "POST /graphql" => {
            Reply::json(200, &json!({ "data": null, "errors": [{ "type": "NOT_FOUND", "message": "no" }] }))
        }
        _ => Reply::json(404, &json!({ "message": "Not Found" })),
    });
    let plan = Plan {
        summary: Some(Summary::Edit(4, "summary".to_owned())),
        edits: vec![(5, "edit".to_owned())],
        deletions: vec![6],
        to_minimize: vec!["PRRC_8".to_owned()],
        ..Plan::default()
    };
    assert_eq!(carry_out(&fake, &plan), PlanOutcome { writes: 1, ..PlanOutcome::default() });
    assert_eq!(fake.written().len(), 5);
}

#[test]
fn folding_that_fails_stops_nothing_else() {
    let fake = Fake::start(|request| match &*request.line {
        "POST /api/graphql" => {
            Reply::json(200, &json!({ "data": null, "errors": [{ "type": "FORBIDDEN", "message": READ_ONLY }] }))
        }
        _ => made(),
    });
    let plan = Plan {
        to_minimize: vec!["a".to_owned(), "b".to_owned()],
        dismissals: vec![(9, "mended".to_owned())],
        ..Plan::default()
    };
    let done = session_at(&fake, "/api/v3", "/api/graphql", TOKEN, 20.0).carry_out(7, HEAD, &plan);
    assert!(done.writes == 1 && done.missed.len() == 1 && done.missed[0].contains("folded away"), "{done:?}");
    assert_eq!(fake.written(), ["POST /api/graphql", "PUT /api/v3/repos/acme/llama/pulls/7/reviews/9/dismissals"]);
}

#[test]
fn writing_ends_with_the_budget() {
    let fake = Fake::start(|_| Reply::Hang);
    let done = session(&fake, 1.0).carry_out(7, HEAD, &post());
    assert!(done.writes == 0 && done.missed.len() == 1, "{done:?}");
    assert_eq!(fake.log().len(), 1);
}

//! Pull requests, diffs and comments; faults of GitHub and of the way there.

use super::{session, session_at};
use crate::http::HttpError;
use crate::http::github::{Access, Pull, Session};
use crate::review::Status;
use crate::unit::support::fake::{Fake, Reply, Request, TOKEN};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const HEAD: &str = "1111111111111111111111111111111111111111";
const BASE: &str = "2222222222222222222222222222222222222222";

fn pull(number: u64, state: &str, head: &str) -> Value {
    json!({ "number": number, "state": state, "head": { "sha": head, "repo": null, "user": null }, "base": { "sha": BASE, "ref": "main" }, "more": 1 })
}

fn well() -> Reply {
    Reply::json(200, &pull(7, "open", HEAD))
}

fn expected() -> Pull {
    Pull { number: 7, open: true, head: HEAD.to_owned(), base: BASE.to_owned(), base_branch: "main".to_owned() }
}

#[test]
fn opening_sends_nothing_and_refuses_nonsense() {
    let fake = Fake::start(|_| well());
    drop(session(&fake, 5.0));
    assert!(fake.log().is_empty());
    let good = Access {
        api: fake.address.clone(),
        graphql: format!("{}/graphql", fake.address),
        token: TOKEN.to_owned(),
        repository: "a/b".to_owned(),
    };
    let second = Duration::from_secs(1);
    assert!(Session::open(&good, second).is_ok());
    for wrong in [
        Access { api: "nowhere".to_owned(), ..good.clone() },
        Access { repository: "a/../b".to_owned(), ..good.clone() },
        Access { token: "a\r\nb".to_owned(), ..good },
    ] {
        assert!(matches!(Session::open(&wrong, second), Err(HttpError::Refused(_))));
    }
}

#[test]
fn a_pull_request_of_a_deleted_fork() {
    let fake = Fake::start(|_| well());
    assert_eq!(session(&fake, 5.0).pull(7), Ok(expected()));
    let request = &fake.requests()[0];
    assert_eq!(request.line, "GET /repos/acme/llama/pulls/7");
    assert!(
        request.headers.to_ascii_lowercase().contains(&format!("authorization: bearer {}", TOKEN.to_ascii_lowercase()))
    );
}

#[test]
fn without_a_token_none_is_sent() {
    let fake = Fake::start(|_| well());
    assert_eq!(session_at(&fake, "", "/graphql", "", 5.0).pull(7), Ok(expected()));
    assert!(!fake.requests()[0].headers.to_ascii_lowercase().contains("authorization"));
}

#[test]
fn the_pull_requests_of_a_commit() {
    let list = json!([pull(1, "open", HEAD), pull(2, "closed", HEAD), pull(3, "open", BASE)]);
    let fake = Fake::start(move |_| Reply::json(200, &list));
    let session = session(&fake, 5.0);
    let numbers: Vec<u64> = session.pulls_of(HEAD, None).unwrap().iter().map(|pull| pull.number).collect();
    assert_eq!(numbers, [1]);
    assert!(matches!(session.pulls_of("../x", None), Err(HttpError::Refused(_))));
    assert_eq!(session.pulls_of(HEAD, Some("me:a&b")).map(|pulls| pulls.len()), Ok(1));
    assert!(fake.requests()[1].line.contains("/pulls?state=open&head=me%3Aa%26b&per_page=100"));
}

#[test]
fn a_repository_that_moved_is_followed_on_the_same_host() {
    let fake = Fake::start(|request| match &*request.line {
        "GET /repos/acme/llama/pulls/7" => Reply::json(301, &json!({})).with("Location: /repositories/9/pulls/7"),
        "GET /repositories/9/pulls/7" => well(),
        _ => Reply::json(404, &json!({})),
    });
    assert_eq!(session(&fake, 5.0).pull(7), Ok(expected()));
}

#[test]
fn the_token_goes_to_no_other_host() {
    let elsewhere = Fake::start(|_| well());
    let there = format!("Location: {}/repos/acme/llama/pulls/7", elsewhere.address);
    let fake = Fake::start(move |_| Reply::json(302, &json!({})).with(&there));
    assert!(matches!(session(&fake, 5.0).pull(7), Err(HttpError::Refused(_))));
    assert!(elsewhere.log().is_empty());
    // A link to the next page is followed by its path alone.
    let link = format!("Link: <{}/next?page=2>; rel=\"next\"", elsewhere.address);
    let fake = Fake::start(move |request| {
        let answer = Reply::json(200, &json!([]));
        if request.line.contains("page=2") { answer } else { answer.with(&link) }
    });
    assert_eq!(session(&fake, 5.0).diff(7), Ok(Vec::new()));
    assert_eq!(fake.log(), ["GET /repos/acme/llama/pulls/7/files?per_page=100", "GET /next?page=2"]);
    assert!(elsewhere.log().is_empty());
}

#[test]
fn the_files_of_a_pull_request_over_pages() {
    let fake = Fake::start(|request| {
        let (path, query) = request.line.split_once('?').unwrap();
        match (path, query) {
            ("GET /api/v3/repos/acme/llama/pulls/7/files", "per_page=100") => Reply::json(
                200,
                &json!([
                    { "filename": "README.md", "status": "added", "patch": "@@ -0,0 +1 @@\n+a" },
                    { "filename": "big.bin", "status": "modified" },
                ]),
            )
            .with("Link: <http://host/api/v3/repositories/9/pulls/7/files?page=2>; rel=\"next\""),
            ("GET /api/v3/repositories/9/pulls/7/files", "page=2") => Reply::json(
                200,
                &json!([
                    { "filename": "old", "status": "removed", "patch": null },
                    { "filename": "new", "status": "renamed", "previous_filename": "x" },
                ]),
            ),
            _ => Reply::json(404, &json!({})),
        }
    });
    let files = session_at(&fake, "/api/v3", "/api/graphql", TOKEN, 5.0).diff(7).unwrap();
    let seen: Vec<_> = files.iter().map(|file| (&*file.path, file.status, file.patch.is_some())).collect();
    assert_eq!(
        seen,
        [
            ("README.md", Status::Added, true),
            ("big.bin", Status::Changed, false),
            ("old", Status::Removed, false),
            ("new", Status::Changed, false),
        ]
    );
}

/// What people and programs said; who the token is comes from `graphql`.
fn conversation(graphql: Reply) -> impl Fn(&Request) -> Reply + Send + Sync {
    let graphql = std::sync::Mutex::new(Some(graphql));
    let bot = json!({ "id": 41, "login": "github-actions[bot]", "type": "Bot" });
    let alice = json!({ "id": 1, "login": "alice", "type": "User" });
    move |request| {
        let path = request.line.split('?').next().unwrap();
        match path.rsplit_once("/acme/llama/").map_or(path, |(_, rest)| rest) {
            "pulls/7/comments" => Reply::json(
                200,
                &json!([
                    { "id": 5_000_000_001_u64, "node_id": "PRRC_1", "user": bot, "body": "own" },
                    { "id": 2, "node_id": "PRRC_2", "user": null, "body": "ghost", "in_reply_to_id": 5_000_000_001_u64 },
                ]),
            ),
            "issues/7/comments" => Reply::json(200, &json!([{ "id": 3, "user": alice, "body": null }])),
            "pulls/7/reviews" => Reply::json(
                200,
                &json!([
                    { "id": 4, "user": bot, "body": "no", "state": "CHANGES_REQUESTED" },
                    { "id": 5, "user": null, "body": "", "state": "DISMISSED" },
                    { "id": 6, "user": alice, "body": "", "state": "PENDING" },
                ]),
            ),
            "POST /graphql" | "POST /api/graphql" => {
                graphql.lock().unwrap().take().unwrap_or(Reply::json(502, &json!({})))
            }
            "GET /user" => Reply::json(200, &json!({ "id": 1, "login": "alice", "type": "User" })),
            _ => Reply::json(404, &json!({})),
        }
    }
}

fn viewer(login: &str) -> Reply {
    Reply::json(200, &json!({ "data": { "viewer": { "login": login, "databaseId": 41 } } }))
}

#[test]
fn everything_said_with_deleted_accounts() {
    let fake = Fake::start(conversation(viewer("github-actions")));
    let said = session(&fake, 5.0).existing_comments(7).unwrap();
    assert_eq!(said.login, "github-actions[bot]");
    let remarks: Vec<_> =
        said.remarks.iter().map(|remark| (remark.id, remark.author.as_deref(), remark.is_bot)).collect();
    assert_eq!(remarks, [(5_000_000_001, Some("github-actions[bot]"), true), (2, None, false)]);
    assert_eq!(said.remarks[1].in_reply_to, Some(5_000_000_001));
    assert_eq!(said.remarks[0].node_id, "PRRC_1");
    assert_eq!((said.posts[0].author.as_deref(), &*said.posts[0].body), (Some("alice"), ""));
    let reviews: Vec<_> = said.reviews.iter().map(|review| (review.id, review.requests_changes)).collect();
    assert_eq!(reviews, [(4, true), (5, false)]);
}

#[test]
fn who_one_is_where_graphql_fails() {
    let broken = || Reply::text(502, "<html>");
    let fake = Fake::start(conversation(broken()));
    assert_eq!(session(&fake, 10.0).existing_comments(7).unwrap().login, "github-actions[bot]");
    let fake = Fake::start(conversation(Reply::json(403, &json!({ "message": "no" }))));
    assert_eq!(session_at(&fake, "", "/graphql", "ghp_x", 5.0).existing_comments(7).unwrap().login, "alice");
    let fake = Fake::start(conversation(viewer("alice")));
    assert_eq!(session_at(&fake, "/api/v3", "/api/graphql", "ghp_x", 5.0).existing_comments(7).unwrap().login, "alice");
}

#[test]
fn a_list_of_comments_without_end_is_an_error() {
    let fake = Fake::start(|request| {
        Reply::json(200, &json!([])).with(&format!("Link: <http://host/x?page={}>; rel=\"next\"", request.before))
    });
    let Err(HttpError::Refused(why)) = session(&fake, 20.0).existing_comments(7) else { panic!("it ends") };
    assert!(why.contains("5000"), "{why}");
    assert_eq!(fake.log().len(), 50);
}

#[test]
fn reading_is_tried_three_times() {
    type Ill = fn() -> Reply;
    let ill: [Ill; 4] = [
        || Reply::text(502, "<html>"),
        || Reply::Reset,
        || Reply::text(200, "<html>portal"),
        || Reply::text(200, "{\"nu"),
    ];
    for ill in ill {
        let fake = Fake::start(move |request| if request.before < 2 { ill() } else { well() });
        assert_eq!(session(&fake, 10.0).pull(7), Ok(expected()));
    }
    let fake = Fake::start(|_| Reply::json(500, &json!({ "message": "Server Error" })));
    assert_eq!(
        session(&fake, 10.0).pull(7),
        Err(HttpError::Unreachable("GitHub is unwell (500 Server Error)".to_owned()))
    );
    assert_eq!(fake.log().len(), 3);
}

#[test]
fn what_is_refused_is_not_tried_again() {
    for (status, forbidden) in [(401, true), (403, true), (404, true), (422, false), (451, false)] {
        let fake = Fake::start(move |_| Reply::json(status, &json!({ "message": "Why\u{202e}\nnot" })));
        let error = session(&fake, 5.0).pull(7).unwrap_err();
        assert_eq!(matches!(error, HttpError::Forbidden(_)), forbidden, "{error}");
        let text = format!("{error:?}");
        assert!(text.contains(&status.to_string()) && !text.contains(TOKEN) && !text.contains('\u{202e}'), "{text}");
        assert_eq!(fake.log().len(), 1);
    }
}

#[test]
fn a_long_message_is_cut() {
    let fake = Fake::start(|_| Reply::json(403, &json!({ "message": "x".repeat(5000) })));
    assert!(session(&fake, 5.0).pull(7).unwrap_err().to_string().len() < 300);
}

#[test]
fn a_short_wait_is_kept_and_a_long_one_is_not() {
    let limited =
        |seconds: u32| Reply::json(429, &json!({ "message": "slow down" })).with(&format!("Retry-After: {seconds}"));
    let fake = Fake::start(move |request| if request.before == 0 { limited(1) } else { well() });
    let start = Instant::now();
    assert_eq!(session(&fake, 10.0).pull(7), Ok(expected()));
    assert!(start.elapsed() >= Duration::from_secs(1));
    let fake = Fake::start(move |_| limited(30));
    let start = Instant::now();
    assert!(matches!(session(&fake, 10.0).pull(7), Err(HttpError::Unreachable(why)) if why.contains("30 seconds")));
    assert!(start.elapsed() < Duration::from_secs(2));
    let fake = Fake::start(|_| {
        Reply::json(403, &json!({ "message": "API rate limit exceeded" }))
            .with("X-RateLimit-Remaining: 0")
            .with("X-RateLimit-Reset: 99999999999")
    });
    assert!(matches!(session(&fake, 100.0).pull(7), Err(HttpError::Unreachable(_))));
    assert_eq!(fake.log().len(), 1);
}

#[test]
fn all_calls_end_with_the_budget() {
    type Slow = fn() -> Reply;
    let slow: [Slow; 2] = [|| Reply::Hang, || Reply::Drip];
    for slow in slow {
        let fake = Fake::start(move |_| slow());
        let session = session(&fake, 1.0);
        let start = Instant::now();
        assert!(matches!(session.pull(7), Err(HttpError::Unreachable(why)) if why.contains("1 seconds")));
        assert!(matches!(session.existing_comments(7), Err(HttpError::Unreachable(_))));
        drop(session);
        assert!(start.elapsed() < Duration::from_secs(2));
        assert_eq!(fake.log().len(), 1);
    }
}

#[test]
fn nobody_listens() {
    let access = Access {
        api: "http://127.0.0.1:1".to_owned(),
        graphql: "http://127.0.0.1:1/graphql".to_owned(),
        token: TOKEN.to_owned(),
        repository: "a/b".to_owned(),
    };
    let session = Session::open(&access, Duration::from_secs(5)).unwrap();
    assert!(matches!(session.pull(7), Err(HttpError::Unreachable(why)) if !why.contains(TOKEN)));
}

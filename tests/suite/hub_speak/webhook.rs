//! `webhook`: what a Job does with the event that started it.

use super::{BAD, GOOD, MODEL, NOTICE, Said, run_with, written};
use crate::support::fake::{Fake, Reply};
use crate::support::hub_world::{ACCOUNT, BOT, Fault, Hub, World};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

tests! {
    commits_to_what_is_not_open_are_nothing_to_do,
    an_event_about_a_pull_request_is_a_review,
    a_push_that_fails_opens_one_discussion_and_closes_it_when_it_is_fixed,
    a_discussion_that_a_person_has_closed_stays_closed,
    a_push_that_only_warns_opens_nothing,
    a_discussion_that_was_opened_in_spite_of_the_answer_is_not_opened_again,
    the_gates_own_comment_starts_nothing,
    a_wrong_secret_is_refused_before_anything_is_asked,
    other_kinds_of_events_need_nothing,
    hostile_payloads_are_refused_before_anything_is_asked,
    a_branch_that_moves_on_gets_no_discussion,
    several_pull_requests_share_the_time,
}

const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

fn event(hub: &Hub, payload: &Value, variables: &[(&str, &str)]) -> Said {
    let payload = payload.to_string();
    run_with(hub, Some(BOT), &["webhook"], &[&[("WEBHOOK_PAYLOAD", payload.as_str())], variables].concat())
}

fn push(name: &str) -> Value {
    json!({
        "event": { "action": "update", "scope": "repo.content" },
        "repo": { "type": "model", "name": "acme/lark", "headSha": HASH },
        "updatedRefs": [{ "ref": name, "oldSha": null, "newSha": HASH }],
    })
}

fn comment(author: &str) -> Value {
    json!({
        "event": { "action": "create", "scope": "discussion.comment" },
        "repo": { "type": "model", "name": "acme/lark" },
        "discussion": { "num": 1, "status": "open", "isPullRequest": true },
        "comment": { "author": { "id": author }, "content": "x" },
    })
}

fn an_event_about_a_pull_request_is_a_review() {
    for payload in [push("refs/pr/1"), comment("somebody")] {
        let hub = Hub::start(&MODEL);
        hub.world().pull(&[("README.md", BAD)]);
        let said = event(&hub, &payload, &[("WEBHOOK_REPO_ID", "acme/lark"), ("WEBHOOK_REPO_TYPE", "model")]);
        assert_eq!(said.code, 1, "{}{}", said.out, said.error);
        assert_eq!(hub.comments(1).len(), 1);
    }
}

fn commits_to_what_is_not_open_are_nothing_to_do() {
    for status in ["draft", "closed", "merged"] {
        let hub = Hub::start(&MODEL);
        hub.world().pull(&[("README.md", BAD)]);
        hub.world().talks[0].status = status;
        let said = event(&hub, &push("refs/pr/1"), &[]);
        assert_eq!((said.code, hub.comments(1).len()), (0, 0), "{status}: {}{}", said.out, said.error);
        assert!(said.out.starts_with("Nothing to do"), "{}", said.out);
    }
}

fn a_push_that_fails_opens_one_discussion_and_closes_it_when_it_is_fixed() {
    let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
    let main = push("refs/heads/main");
    for _ in 0..2 {
        let said = event(&hub, &main, &[]);
        assert_eq!(said.code, 1, "{}{}", said.out, said.error);
        assert_eq!(hub.own(false), [(1, "open")]);
    }
    assert!(hub.world().talks[0].comments[0].text.contains("incompatible-license"));
    assert_eq!(written(&hub), ["POST /discussions"]);
    // A complete model leaves nothing to say.
    let settings = "severities:\n  agreement-by-reference: off\n  missing-use-policy: off\n";
    hub.world().push("refs/heads/main", &[("README.md", GOOD), (".model-license-gate.yml", settings)]);
    assert_eq!(event(&hub, &main, &[]).code, 0);
    assert_eq!(hub.own(false), [(1, "closed")]);
    assert!(hub.world().talks[0].comments[0].text.contains("everything is fixed"));
    hub.world().push("refs/heads/main", &[("README.md", BAD)]);
    assert_eq!(event(&hub, &main, &[]).code, 1);
    assert_eq!(hub.own(false), [(1, "open")], "the same one is opened again");
    assert!(hub.world().talks[0].comments[0].text.contains("incompatible-license"));
}

fn a_discussion_that_a_person_has_closed_stays_closed() {
    let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
    event(&hub, &push("refs/heads/main"), &[]);
    hub.world().talks[0].status = "closed";
    let said = event(&hub, &push("refs/heads/main"), &[]);
    assert!(said.code == 1 && said.out.contains("A person has closed it."), "{}", said.out);
    assert_eq!((hub.own(false), written(&hub).len()), (vec![(1, "closed")], 1));
}

fn a_push_that_only_warns_opens_nothing() {
    let hub = Hub::start(&MODEL);
    assert_eq!(event(&hub, &push("refs/heads/main"), &[]).code, 0);
    assert!(written(&hub).is_empty());
}

fn a_discussion_that_was_opened_in_spite_of_the_answer_is_not_opened_again() {
    for fault in [Fault::DoneThen500, Fault::DoneThenDrop] {
        let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
        hub.world().faults.push(("POST /api/models/acme/lark/discussions", fault, 9));
        let said = event(&hub, &push("refs/heads/main"), &[]);
        assert!(said.code == 1 && !said.out.contains("was not updated"), "{}", said.out);
        assert_eq!((hub.own(false), written(&hub).len()), (vec![(1, "open")], 1));
    }
}

fn the_gates_own_comment_starts_nothing() {
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", BAD)]);
    let said = event(&hub, &comment(ACCOUNT), &[]);
    assert_eq!((said.code, said.out.as_str()), (0, "Nothing to do: the gate itself wrote the comment.\n"));
    assert_eq!(hub.fake.log(), ["GET /api/whoami-v2"]);
}

fn a_wrong_secret_is_refused_before_anything_is_asked() {
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", BAD)]);
    let wanted = ("MODEL_LICENSE_GATE_WEBHOOK_SECRET", "s3cret");
    for given in [&[][..], &[("WEBHOOK_SECRET", "")], &[("WEBHOOK_SECRET", "s3cre")], &[("WEBHOOK_SECRET", "s3crett")]]
    {
        let said = event(&hub, &push("refs/pr/1"), &[&[wanted], given].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{given:?}");
        assert!(!said.error.contains("s3cre") && said.error.lines().count() == 1, "{}", said.error);
    }
    let empty = [("MODEL_LICENSE_GATE_WEBHOOK_SECRET", ""), ("WEBHOOK_SECRET", "")];
    assert_eq!(event(&hub, &push("refs/pr/1"), &empty).code, 2);
    assert!(hub.fake.log().is_empty());
    assert_eq!(event(&hub, &push("refs/pr/1"), &[wanted, ("WEBHOOK_SECRET", "s3cret")]).code, 1);
}

fn other_kinds_of_events_need_nothing() {
    let hub = Hub::start(&MODEL);
    let mut dataset = push("refs/heads/main");
    dataset["repo"]["type"] = json!("dataset");
    let mut closed = comment("somebody");
    closed["discussion"]["status"] = json!("closed");
    for (payload, kind) in
        [(&dataset, "dataset"), (&closed, "model"), (&push("refs/tags/v1"), "model"), (&dataset, "model")]
    {
        let said = event(&hub, payload, &[("WEBHOOK_REPO_TYPE", kind)]);
        assert!(said.code == 0 && said.out.starts_with("Nothing to do: "), "{}{}", said.out, said.error);
    }
    assert!(hub.fake.log().is_empty());
}

fn hostile_payloads_are_refused_before_anything_is_asked() {
    let hub = Hub::start(&MODEL);
    let mut elsewhere = push("refs/heads/main");
    elsewhere["repo"]["name"] = json!("acme/lark/../../x");
    for payload in [elsewhere.to_string(), "{}".to_owned(), "\u{1b}[2J".to_owned(), "[".repeat(100_000)] {
        let said = run_with(&hub, Some(BOT), &["webhook"], &[("WEBHOOK_PAYLOAD", &payload)]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.error);
        assert!(!said.error.contains('\u{1b}'));
    }
    let other = event(&hub, &push("refs/heads/main"), &[("WEBHOOK_REPO_ID", "acme/wren")]);
    assert_eq!(other.code, 2);
    assert!(hub.fake.log().is_empty());
}

fn a_branch_that_moves_on_gets_no_discussion() {
    fn moves(world: &mut World) {
        world.push("refs/heads/main", &[("NEWS.md", "News.\n")]);
    }
    let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
    hub.world().faults.push(("whoami", Fault::Before(moves), 1));
    let said = event(&hub, &push("refs/heads/main"), &[]);
    assert!(said.code == 1 && said.out.contains("The branch has moved on"), "{}", said.out);
    assert!(written(&hub).is_empty());
}

fn several_pull_requests_share_the_time() {
    let hub = Fake::start(|_| Reply::Hang);
    let refs: Vec<Value> =
        (1..=3).map(|number| json!({ "ref": format!("refs/pr/{number}"), "newSha": HASH })).collect();
    let mut payload = push("refs/heads/main");
    payload["updatedRefs"].as_array_mut().unwrap().extend(refs);
    let start = Instant::now();
    let variables = [("WEBHOOK_PAYLOAD", payload.to_string()), ("HF_ENDPOINT", hub.address.clone())];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    let said = run_with(&Hub::start(&MODEL), Some(BOT), &["webhook", "--time-limit", "14"], &variables);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(
        said.error.contains("pull request 3 was not checked: the 14 seconds of `--time-limit` are used up"),
        "{}",
        said.error
    );
}

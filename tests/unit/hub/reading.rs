//! Models that are read on the Hub: lists that are none, and the end of the time.

use crate::http::hub::{HubAccess, HubSession, ModelPlace};
use crate::model::files::read_limit;
use crate::tree::Tree;
use crate::unit::support::fake::{Fake, Reply};
use crate::unit::support::models::{COMMIT, Models, files};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn session(address: &str, seconds: f32) -> HubSession {
    let access = HubAccess { endpoint: address.to_owned(), token: None };
    HubSession::open(&access, Duration::from_secs_f32(seconds)).unwrap()
}

fn letters() -> ModelPlace {
    ModelPlace { id: "acme/letters".to_owned(), revision: None }
}

#[test]
fn lists_that_are_none() {
    let file = |path: &str| json!({ "rfilename": path, "size": 1, "blobId": "x" });
    let page = |files: Value| json!({ "id": "acme/letters", "sha": COMMIT, "siblings": files });
    for (answer, said) in [
        (page(json!([file("../x")])), "has no plain file names"),
        (page(json!([file("a"), file("a")])), "has no files of different names"),
        (json!({ "id": "acme/letters", "sha": "main", "siblings": [] }), "has no commit"),
        (json!({ "id": "../letters", "sha": COMMIT, "siblings": [] }), "has no id"),
        (page(json!([{ "rfilename": "a", "size": -1, "blobId": "x" }])), "is not what was asked for"),
    ] {
        let fake = Fake::start(move |_| Reply::json(200, &answer));
        let refused = session(&fake.address, 9.0).model(&letters()).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn reading_ends_with_the_time() {
    let hanging = |request: &crate::unit::support::fake::Request| {
        request.line.contains("README").then_some(if request.before == 0 { Reply::Drip } else { Reply::Hang })
    };
    let hub = Models::scripted([("acme/letters", files(&[("README.md", "# x\n")]))], hanging, |_| None);
    let session = session(&hub.hub.address, 1.0);
    let (start, model) = (Instant::now(), session.model(&letters()).unwrap());
    let refused = session.tree(&model, &read_limit, &Tree::default()).unwrap_err().to_string();
    assert!(start.elapsed() < Duration::from_secs(3));
    assert_eq!(refused, "the 1 seconds meant for the Hub are used up");
}

#[test]
fn what_is_at_hand_is_not_fetched_again() {
    let hub =
        Models::start([("acme/letters", files(&[("README.md", "# x\n"), ("docs/README.md", "# x\n"), ("x", "y")]))]);
    let session = session(&hub.hub.address, 9.0);
    let model = session.model(&letters()).unwrap();
    let tree = session.tree(&model, &read_limit, &Tree::default()).unwrap();
    assert_eq!((hub.count(), tree.files.len()), (2, 3), "the same bytes are fetched once");
    assert_eq!(session.tree(&model, &read_limit, &tree).unwrap(), tree);
    assert_eq!(hub.count(), 2);
}

//! Fetching one address: bounds, redirects, and where the token goes; against a small server on loopback.

use super::support::fake::{Fake, Reply};
use crate::http::HttpError;
use crate::http::download::get;
use crate::http::response::Response;
use std::time::Duration;

const LIMIT: usize = 1_000;

fn ask(url: &str) -> Result<Response, HttpError> {
    get(url, Some("hf_secret"), LIMIT, Duration::from_secs(5))
}

fn refused(url: &str) -> String {
    ask(url).unwrap_err().to_string()
}

fn moved(to: &str) -> Reply {
    Reply::text(307, "").with(&format!("Location: {to}"))
}

#[test]
fn an_answer_is_handed_on_whatever_its_status() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /text?a=b" => Reply::text(200, "words"),
        _ => Reply::text(404, "none"),
    });
    let words = ask(&format!("{}/text?a=b#part", fake.address)).unwrap();
    assert_eq!((words.status, &*words.body), (200, &b"words"[..]));
    assert_eq!(ask(&format!("{}/else", fake.address)).unwrap().status, 404);
    assert!(fake.requests()[0].headers.to_ascii_lowercase().contains("authorization: bearer hf_secret"));
    let quiet = get(&format!("{}/text?a=b", fake.address), None, 5, Duration::from_secs(5)).unwrap();
    assert_eq!(quiet.body, words.body);
    assert!(!fake.requests()[2].headers.to_ascii_lowercase().contains("authorization"));
}

#[test]
fn a_body_is_read_up_to_the_bound() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /fits" => Reply::text(200, &"x".repeat(LIMIT)),
        _ => Reply::text(200, &"x".repeat(LIMIT + 1)),
    });
    assert_eq!(ask(&format!("{}/fits", fake.address)).unwrap().body.len(), LIMIT);
    let why = refused(&format!("{}/large", fake.address));
    assert_eq!(why, "`127.0.0.1` sent more than the 1000 bytes that are read");
}

#[test]
fn silence_and_dripping_end_with_the_time() {
    let fake = Fake::start(|request| if request.line.contains("drip") { Reply::Drip } else { Reply::Hang });
    for path in ["drip", "hang"] {
        let asked = get(&format!("{}/{path}", fake.address), None, LIMIT, Duration::from_millis(300));
        assert_eq!(asked.unwrap_err().to_string(), "`127.0.0.1` did not answer within 0.3 seconds");
    }
}

#[test]
fn a_server_that_is_not_there_or_hangs_up() {
    let fake = Fake::start(|_| Reply::Reset);
    let why = refused(&fake.address);
    assert!(why.starts_with("`127.0.0.1` cannot be reached: "), "{why}");
    // Nobody listens at port 9 of a machine that runs tests.
    let why = refused("http://127.0.0.1:9/x");
    assert!(why.starts_with("`127.0.0.1` cannot be reached: "), "{why}");
}

#[test]
fn redirects_are_followed_with_the_token_on_the_same_host_only() {
    let other = Fake::start(|_| Reply::text(200, "there"));
    let there = other.address.clone();
    let fake = Fake::start(move |request| match request.line.as_str() {
        "GET /api/old" => moved("/api/new"),
        "GET /api/new" => moved("newest"),
        "GET /api/newest" => Reply::text(200, "here"),
        "GET /away" => moved(&format!("{there}/x")),
        "GET /off" => moved("http://mirror.example/x"),
        "GET /file" => moved("file:///etc/passwd"),
        "GET /password" => moved("https://me:secret@mirror.example/x"),
        "GET /nowhere" => Reply::text(302, "no address"),
        _ => moved("/loop"),
    });
    assert_eq!(ask(&format!("{}/api/old", fake.address)).unwrap().body, b"here");
    assert!(fake.requests().iter().all(|request| request.headers.contains("hf_secret")));
    assert_eq!(ask(&format!("{}/away", fake.address)).unwrap().body, b"there");
    assert!(!other.requests()[0].headers.contains("hf_secret"));
    for odd in ["off", "file", "password"] {
        let why = refused(&format!("{}/{odd}", fake.address));
        assert_eq!(why, "`127.0.0.1` sends on to an address that is not followed");
    }
    assert_eq!(ask(&format!("{}/nowhere", fake.address)).unwrap().status, 302);
    assert_eq!(
        refused(&format!("{}/loop", fake.address)),
        "`127.0.0.1` sends the request from one address to the next"
    );
    assert_eq!(fake.log().iter().filter(|line| *line == "GET /loop").count(), 6);
}

#[test]
fn what_cannot_be_asked_is_said_before_anything_is_sent() {
    assert_eq!(
        refused("huggingface.co/meta-llama"),
        "`huggingface.co/meta-llama` is not an address like `https://host/path`"
    );
    assert_eq!(
        refused("https://me:secret@a.example/x"),
        "the address at `a.example` cannot be asked: it must begin with `https://` and hold no password"
    );
    let odd = get("https://a.example", Some("a\nb"), LIMIT, Duration::from_secs(1));
    assert_eq!(odd.unwrap_err().to_string(), "the token holds letters that no token has");
}

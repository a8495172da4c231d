//! What the Hub answers: chains, circles, silence, refusals, and what a hostile publisher writes.

use super::{asked, is_authorized};
use crate::unit::support::fake::{Fake, Reply};
use crate::unit::support::hub::{absent, hub, page, requests};
use serde_json::json;

const UNKNOWN: &[&str] = &["acme/strange-7b"];

#[test]
fn a_chain_is_followed_to_a_known_model_and_no_further() {
    let fake = hub(&[
        ("acme/strange-7b", &["acme/stranger-7b"]),
        ("acme/stranger-7b", &["acme/strangest-7b"]),
        ("acme/strangest-7b", &["meta-llama/Llama-2-7b-hf"]),
    ]);
    let told = asked(&fake, UNKNOWN, 9.0, None);
    assert_eq!(requests(&fake), ["acme/strange-7b", "acme/stranger-7b", "acme/strangest-7b"]);
    assert_eq!(told.hub.0["acme/strangest-7b"].parents, ["meta-llama/Llama-2-7b-hf"]);
    assert_eq!(told.notes, [""; 0]);
    assert!(fake.requests().iter().all(is_authorized));
}

#[test]
fn circles_and_lists() {
    let fake = hub(&[
        ("acme/strange-7b", &["acme/ring-a", "acme/ring-b", "mistralai/Mistral-7B-v0.1"]),
        ("acme/ring-a", &["acme/ring-b", "acme/strange-7b"]),
        ("acme/ring-b", &["acme/ring-a", "acme/ring-b"]),
    ]);
    let told = asked(&fake, UNKNOWN, 9.0, None);
    assert_eq!(requests(&fake), ["acme/strange-7b", "acme/ring-a", "acme/ring-b"]);
    assert_eq!(told.hub.0["acme/strange-7b"].parents.len(), 3);
    assert_eq!(told.notes, [""; 0]);
}

#[test]
fn what_the_hub_does_not_show_is_one_note() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /api/models/acme/gated" => Reply::json(403, &json!({ "error": "gated" })),
        "GET /api/models/acme/gone" => Reply::json(404, &json!({ "error": "Repository not found" })),
        _ => absent(),
    });
    let told = asked(&fake, &["acme/gated", "acme/gone", "acme/unheard"], 9.0, None);
    assert!(told.hub.0.is_empty());
    assert_eq!(
        told.notes,
        [
            "Hugging Face Hub: it shows nothing of 3 base models (`acme/gated` and others). A misspelled, deleted or private model may be the reason; HF_TOKEN opens private ones."
        ]
    );
}

#[test]
fn a_hub_that_is_unwell_is_one_note_and_is_left_alone_soon() {
    let fake = Fake::start(|_| Reply::text(500, "<html>\u{1b}[31mno</html>"));
    let ids = ["acme/a", "acme/b", "acme/c", "acme/d", "acme/e"];
    let told = asked(&fake, &ids, 9.0, None);
    assert_eq!(fake.log().len(), 9, "each of three is asked for three times");
    assert_eq!(
        told.notes,
        [
            "Hugging Face Hub: 5 base models (`acme/a` and others) could not be looked up: the Hub cannot answer now (500)."
        ]
    );
}

#[test]
fn one_failure_does_not_keep_the_others_from_being_asked() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /api/models/acme/a" => Reply::Reset,
        "GET /api/models/acme/b" => Reply::text(200, &"x".repeat(5 << 20)),
        "GET /api/models/acme/c" => Reply::text(200, "[1, 2]"),
        _ => page("acme/d", &json!({ "base_model": "meta-llama/Llama-2-7b-hf" })),
    });
    for odd in ["acme/a", "acme/b", "acme/c"] {
        let told = asked(&fake, &[odd, "acme/d"], 9.0, None);
        assert_eq!((told.hub.0.len(), told.notes.len()), (1, 1), "{odd}: {told:?}");
        assert!(
            told.notes[0].starts_with(&format!("Hugging Face Hub: the base model `{odd}` could not be looked up: "))
        );
    }
}

#[test]
fn silence_and_dripping_end_with_the_time() {
    let fake = Fake::start(|request| if request.line.contains("drip") { Reply::Drip } else { Reply::Hang });
    for id in ["acme/drip", "acme/hang"] {
        let told = asked(&fake, &[id], 0.3, None);
        let note = format!(
            "Hugging Face Hub: the base model `{id}` could not be looked up: the 0.3 seconds meant for the Hub are used up."
        );
        assert_eq!(told.notes, [note]);
    }
    let told = asked(&fake, UNKNOWN, 0.0, None);
    assert!(told.notes[0].ends_with("the 0 seconds meant for the Hub are used up."), "{told:?}");
    assert_eq!(fake.log().len(), 2);
}

#[test]
fn one_run_asks_a_bounded_number_of_times() {
    let fake = Fake::start(|request| {
        let id = request.line.trim_start_matches("GET /api/models/").to_owned();
        page(&id, &json!({ "base_model": (0..20).map(|number| format!("{id}x{number}")).collect::<Vec<_>>() }))
    });
    let told = asked(&fake, UNKNOWN, 9.0, None);
    assert_eq!(fake.log().len(), 40);
    assert_eq!(told.notes.len(), 1);
    assert!(told.notes[0].ends_with("one run asks 40 times at most."), "{told:?}");
}

#[test]
fn nothing_but_ids_is_asked_for_or_believed() {
    let fake = Fake::start(|_| {
        page(
            "acme/strange-7b",
            &json!({
                "base_model": ["../../etc/passwd", "a/b/c", "acme/\u{1b}[2J", "acme/x?y=z", "##[error]x/y", 7, null, "acme/fine"],
                "license": "\u{202e}llama2\n::error::x",
            }),
        )
    });
    let odd = [
        "../x",
        "gpt2",
        "/home/me/model",
        "a/b?c",
        "a/b#c",
        "a/b c",
        "http://127.0.0.1/x",
        "a/\u{1b}[31m",
        "a/..",
        "output/checkpoint-500",
    ];
    assert_eq!(asked(&fake, &odd, 9.0, None), crate::http::hub::HubAnswers::default());
    assert_eq!(fake.log().len(), 0);
    let told = asked(&fake, UNKNOWN, 9.0, None);
    assert_eq!(told.hub.0["acme/strange-7b"].parents, ["acme/fine"]);
    assert_eq!(told.hub.0["acme/strange-7b"].license, None);
    assert_eq!(requests(&fake), ["acme/strange-7b", "acme/fine"]);
}

#[test]
fn a_renamed_model_is_followed_on_the_hub_itself() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /api/models/acme/strange-7b" => Reply::text(307, "").with("Location: /api/models/acme-labs/strange-7b"),
        "GET /api/models/acme-labs/strange-7b" => {
            page("acme-labs/strange-7b", &json!({ "base_model": "meta-llama/Llama-2-7b-hf" }))
        }
        _ => absent(),
    });
    let told = asked(&fake, UNKNOWN, 9.0, None);
    assert_eq!(told.hub.0["acme/strange-7b"].renamed_to.as_deref(), Some("acme-labs/strange-7b"));
    assert_eq!(told.hub.0["acme-labs/strange-7b"].parents, ["meta-llama/Llama-2-7b-hf"]);
    assert_eq!(requests(&fake).len(), 2);
}

//! `--hub`: what the Hub says of unknown base models, how it counts, and what happens when it says nothing; against a fake on loopback.
#![cfg(feature = "github")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test makes its trees and runs the program")]

#[path = "hub/answers.rs"]
mod answers;
#[path = "hub/cache.rs"]
mod cache;
#[path = "github/fake.rs"]
#[expect(dead_code, reason = "it is made for conversations with GitHub")]
mod fake;
#[path = "hub/program.rs"]
mod program;

use fake::{Fake, Reply, Request};
use model_license_gate::http::hub::{Access, Reported, ask};
use model_license_gate::lineage::LineageFacts;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A time in 2026, in seconds since 1970.
const NOW: u64 = 1_790_000_000;

/// The page of a model, as the Hub's API gives it.
fn page(id: &str, card: &Value) -> Reply {
    Reply::json(200, &json!({ "_id": "1", "id": id, "modelId": id, "cardData": card, "tags": ["transformers"] }))
}

/// What the Hub answers where nobody may see a model.
fn absent() -> Reply {
    Reply::json(401, &json!({ "error": "Invalid username or password." }))
}

/// A Hub that knows models and what they were made from.
fn hub(models: &'static [(&'static str, &'static [&'static str])]) -> Fake {
    Fake::start(move |request| {
        let asked = request.line.strip_prefix("GET /api/models/").unwrap_or_default();
        match models.iter().find(|(id, _)| *id == asked) {
            Some((id, parents)) => page(id, &json!({ "base_model": parents })),
            None => absent(),
        }
    })
}

/// Asks about ids, as the program does, within some seconds.
fn asked(fake: &Fake, ids: &[&str], seconds: f32, cache: Option<PathBuf>) -> Reported {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let access = Access {
        endpoint: fake.address.clone(),
        token: Some("hf_secret".to_owned()),
        cache,
        cache_is_named: true,
        now: NOW,
        left: &|| Duration::from_secs_f32(seconds),
    };
    ask(&ids, &|id| LineageFacts::default().knows(id), &access)
}

/// The ids that were asked for, in order.
fn requests(fake: &Fake) -> Vec<String> {
    fake.log().iter().map(|line| line.trim_start_matches("GET /api/models/").to_owned()).collect()
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hub").join(name);
    _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Whether a request carries the token.
fn is_authorized(request: &Request) -> bool {
    request.headers.to_ascii_lowercase().contains("authorization: bearer hf_secret")
}

//! What the Hub says of unknown base models, and what happens when it says nothing; against a fake on loopback.

mod answers;
mod cache;
mod reading;

use super::support::fake::{Fake, Request};
use crate::http::hub::{HubAccess, HubAnswers, HubSession, LookUps, ask};
use crate::lineage::LineageFacts;
use std::path::PathBuf;
use std::time::Duration;

/// A time in 2026, in seconds since 1970.
const NOW: u64 = 1_790_000_000;

/// Asks about ids, as the program does, within some seconds.
fn asked(fake: &Fake, ids: &[&str], seconds: f32, cache: Option<PathBuf>) -> HubAnswers {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let access = HubAccess { endpoint: fake.address.clone(), token: Some("hf_secret".to_owned()) };
    let session = HubSession::open(&access, Duration::from_secs_f32(seconds));
    let endpoint = access.endpoint;
    let (cache_is_named, are_needed, withholds_token) = (true, false, false);
    let settings = LookUps { endpoint, cache, cache_is_named, now: NOW, are_needed, withholds_token };
    ask(&ids, &|id| LineageFacts::default().knows(id), session.as_ref(), &settings)
}

/// Whether a request carries the token.
fn is_authorized(request: &Request) -> bool {
    request.headers.to_ascii_lowercase().contains("authorization: bearer hf_secret")
}

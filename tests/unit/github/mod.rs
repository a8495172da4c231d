//! What is read from GitHub and written to it, against a small fake on loopback.

mod reads;
mod trees;
mod writes;

use super::support::fake::{Fake, TOKEN};
use crate::http::github::{Access, Session};
use std::time::Duration;

/// A session with github.com's addresses.
fn session(fake: &Fake, seconds: f32) -> Session {
    session_at(fake, "", "/graphql", TOKEN, seconds)
}

fn session_at(fake: &Fake, rest: &str, graphql: &str, token: &str, seconds: f32) -> Session {
    let access = Access {
        api: format!("{}{rest}", fake.address),
        graphql: format!("{}{graphql}", fake.address),
        token: token.to_owned(),
        repository: "acme/llama".to_owned(),
    };
    Session::open(&access, Duration::from_secs_f32(seconds)).unwrap()
}

//! The program on a pull request, from the event to what stands on GitHub then, against a fake on loopback that remembers.
#![cfg(feature = "github")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test makes its checkouts, runs the program and looks at the clock")]

#[path = "pull_request/bounds.rs"]
mod bounds;
#[path = "pull_request/events.rs"]
mod events;
#[path = "github/fake.rs"]
#[expect(dead_code, reason = "the tests of the connection need more of it")]
mod fake;
#[path = "pull_request/handed_over.rs"]
mod handed_over;
#[path = "pull_request/hub.rs"]
mod hub;
#[path = "pull_request/life.rs"]
mod life;
#[path = "pull_request/outcome.rs"]
mod outcome;
#[path = "pull_request/quiet.rs"]
mod quiet;
#[path = "pull_request/repository.rs"]
mod repository;
#[path = "pull_request/unfetched.rs"]
mod unfetched;
#[path = "review/unified.rs"]
mod unified;
#[path = "pull_request/workflow.rs"]
mod workflow;

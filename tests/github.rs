//! What is read from GitHub and written to it, against a small fake on loopback.
#![cfg(feature = "github")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "github/fake.rs"]
mod fake;
#[path = "github/reads.rs"]
mod reads;
#[path = "github/trees.rs"]
mod trees;
#[path = "github/writes.rs"]
mod writes;

//! `fix`: what it changes and what it never touches.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "tests make their trees and run the program")]

mod expand;

#[path = "fix/agreements.rs"]
mod agreements;
#[cfg(feature = "github")]
#[path = "fix/download.rs"]
mod download;
#[path = "fix/edits.rs"]
mod edits;
#[path = "fix/fixtures.rs"]
mod fixtures;
#[path = "fix/property.rs"]
mod property;
#[path = "fix/run.rs"]
mod run;
#[path = "fix/trees.rs"]
mod trees;

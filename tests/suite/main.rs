//! The tests that use the program, or only what the library shows to everybody: one binary, with a line on what was skipped at its end.
//!
//! A module is a subject; its function `tests` lists its tests. Tests of inner parts are in `tests/unit`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "tests read their cases and run the program")]
#![expect(clippy::disallowed_macros, clippy::print_stdout, reason = "a test may say what it did")]

#[macro_use]
mod harness;
mod cases;
mod gate;
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

fn main() -> ExitCode {
    let subjects = [cases::tests()];
    harness::run(subjects.into_iter().flatten().collect(), cases::write_updates)
}

//! The tests that use the program, or only what the library shows to everybody: one binary, with a line on what was skipped at its end.
//!
//! A module is a subject, and its list `tests!` names its tests. Tests of inner parts are in `tests/unit`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "tests read the project, make their folders and run programs")]
#![expect(clippy::disallowed_macros, clippy::print_stdout, reason = "a test may say what it did")]

#[macro_use]
mod harness;
mod accuracy;
mod action;
#[cfg(unix)]
mod action_run;
mod audit;
mod audit_lineage;
mod audit_report;
mod audit_spark;
mod cases;
mod check_options;
mod choose;
mod cli;
mod fix;
mod fix_bundle;
#[cfg(unix)]
mod fix_disk;
#[cfg(feature = "github")]
mod fix_download;
mod folders;
mod gate;
#[cfg(unix)]
mod hostile;
#[cfg(unix)]
mod hostile_sentences;
#[cfg(feature = "github")]
mod hub;
#[cfg(feature = "github")]
mod hub_failures;
#[cfg(feature = "github")]
mod hub_places;
#[cfg(feature = "github")]
mod hub_speak;
mod install;
#[cfg(unix)]
mod misread;
mod paths;
mod project;
#[cfg(feature = "github")]
mod pull_request;
mod readme;
mod schemas;
mod security;
mod shells;
mod supply;
#[path = "../support/mod.rs"]
mod support;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let subjects = [
        accuracy::tests(),
        action::tests(),
        #[cfg(unix)]
        action_run::tests(),
        audit::tests(),
        audit_lineage::tests(),
        audit_report::tests(),
        audit_spark::tests(),
        cases::tests(),
        check_options::tests(),
        choose::tests(),
        cli::tests(),
        fix::tests(),
        fix_bundle::tests(),
        #[cfg(unix)]
        fix_disk::tests(),
        #[cfg(feature = "github")]
        fix_download::tests(),
        folders::tests(),
        #[cfg(unix)]
        hostile::tests(),
        #[cfg(unix)]
        hostile_sentences::tests(),
        #[cfg(unix)]
        misread::tests(),
        #[cfg(feature = "github")]
        hub::tests(),
        #[cfg(feature = "github")]
        hub_failures::tests(),
        #[cfg(feature = "github")]
        hub_places::tests(),
        #[cfg(feature = "github")]
        hub_speak::tests(),
        install::tests(),
        #[cfg(feature = "github")]
        pull_request::tests(),
        paths::tests(),
        readme::tests(),
        schemas::tests(),
        security::tests(),
        shells::tests(),
        supply::tests(),
        words::tests(),
    ];
    harness::run(subjects.into_iter().flatten().collect(), cases::write_updates)
}

//! A line of JSON Lines: a whole repository with its configuration, to its verdict.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::audit_line(bytes));

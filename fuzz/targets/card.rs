//! The whole check of a repository that is one README, and every way to show it.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::card(bytes));

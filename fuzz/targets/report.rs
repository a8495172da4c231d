//! The report that one workflow hands to another, and the review that is made of it.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|text: &str| fuzzing::report(text));

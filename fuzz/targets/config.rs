//! The configuration of the gate.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|text: &str| fuzzing::config(text));

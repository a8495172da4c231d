//! Patterns of paths against what they mean.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|text: &str| fuzzing::patterns(text));

//! The text of a card: what it says of descent.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|text: &str| fuzzing::descent(text));

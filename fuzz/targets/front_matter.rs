//! The front matter: a README that is nothing else, checked.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|text: &str| fuzzing::front_matter(text));

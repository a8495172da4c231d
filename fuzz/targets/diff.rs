//! The patch of a file, as GitHub lists it.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|patch: &str| fuzzing::patch(patch));

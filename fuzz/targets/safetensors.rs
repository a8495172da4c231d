//! The header of a safetensors file, whole and cut off, in a repository of its own.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::header("model.safetensors", bytes));

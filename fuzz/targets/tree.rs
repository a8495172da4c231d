//! The whole check of a tree of files, and that no file makes one that fails pass.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::tree(bytes));

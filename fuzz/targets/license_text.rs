//! The texts of licenses: any bytes, in any encoding.
#![no_main]

use model_license_gate::fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::license_text(bytes));

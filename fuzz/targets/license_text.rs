//! The texts of licenses: any bytes, in any encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::dev::decode;
use model_license_gate::identify;

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes);
    for found in identify(&decoded.text).licenses {
        let span = found.span;
        assert!(decoded.text.get(span.start..span.end).is_some(), "{span:?} is no piece of the text");
        assert!((0.0..=1.0).contains(&found.coverage), "{}", found.coverage);
    }
});

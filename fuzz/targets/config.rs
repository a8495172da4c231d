//! The configuration of the gate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::check::config::parse;
use model_license_gate::source::Source;

fuzz_target!(|text: &str| {
    let source = Source::new(".model-license-gate.yml", text);
    match parse(&source) {
        Ok(config) => _ = config.skips("a/README.md"),
        Err(errors) => {
            assert!(!errors.is_empty());
            for range in errors.iter().filter_map(|error| error.place.range) {
                assert!(range.line >= 1 && range.line <= source.line_count(), "{range:?}");
            }
        }
    }
});

//! The report that one workflow hands to another, and the review that is made of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::render::{json, markdown};
use model_license_gate::review::{ExistingComments, Mode, ReviewOptions, plan, saved};

fuzz_target!(|text: &str| {
    let Ok(report) = saved::read(text) else { return };
    _ = markdown::summary::summary(&report, "https://example.com");
    saved::read(&json::render(&report)).unwrap_or_else(|error| panic!("{error}"));
    let wishes = ReviewOptions {
        mode: Mode::Comment,
        head: "0".repeat(40),
        folder: String::new(),
        rules_page: "https://example.com".to_owned(),
        suggest: false,
    };
    let plan = plan(&report, None, &ExistingComments::default(), &wishes);
    assert!(plan.writes() < 100, "{}", plan.writes());
});

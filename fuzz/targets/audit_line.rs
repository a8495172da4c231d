//! A line of JSON Lines: a whole repository with its configuration, to its verdict.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::audit::judge::{Judge, Terms};
use model_license_gate::audit::{line, verdict};

fuzz_target!(|bytes: &[u8]| {
    let Ok(record) = line::read(bytes) else { return };
    let id = record.id.clone();
    let terms = Terms { config: None, ancestry: None, today: "2025-01-01" };
    match Judge::new(terms).record(record) {
        Ok(report) => {
            let line = verdict::line(id.as_deref(), &report, &(Vec::new(), false));
            assert_eq!(line.trim_end_matches('\n').lines().count(), 1, "one line");
            let read: Result<serde_json::Value, _> = serde_json::from_str(&line);
            assert!(read.is_ok_and(|value| value.is_object()));
        }
        Err(why) => assert!(!why.contains('\n'), "one sentence"),
    }
});

//! The patch of a file, as GitHub lists it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::review::diff::hunks;

fuzz_target!(|patch: &str| {
    for hunk in hunks(patch) {
        for side in [&hunk.left, &hunk.right] {
            assert!(side.texts.iter().all(|text| patch.contains(text) && !text.contains('\n')));
            if let Some(first) = side.texts.first() {
                assert_eq!(side.get(side.first), Some(*first));
            }
        }
    }
});

//! The text engine and the command on real agreements, which are not part of the project: `.ci/run` fetches them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads the texts and says on standard error that it is skipped")]

use model_license_gate::texts::{Verdict, identify};
use std::io::Write;
use std::path::Path;

/// A text of the folder that `MLG_AGREEMENTS` names.
fn agreement(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("MLG_AGREEMENTS") else {
        // Written past the capture of the test runner, so that a skipped test is always seen.
        _ = writeln!(std::io::stderr(), "SKIPPED {name}: MLG_AGREEMENTS names no folder; `bash .ci/run` fetches one");
        return None;
    };
    Some(std::fs::read_to_string(Path::new(&folder).join(name)).unwrap())
}

/// Identifier, verdict, missing and altered clauses of what fills the text.
fn found(text: &str) -> Vec<(&'static str, Verdict, Vec<&'static str>, Vec<&'static str>)> {
    let licenses = identify(text).licenses.into_iter().filter(|found| found.verdict != Verdict::Mention);
    licenses.map(|found| (found.license, found.verdict, found.missing, found.altered)).collect()
}

#[test]
fn whole_agreements_are_complete() {
    for (file, license) in [("llama2.txt", "llama2"), ("llama3.1.txt", "llama3.1")] {
        let Some(text) = agreement(file) else { return };
        let complete = vec![(license, Verdict::Complete, vec![], vec![])];
        assert_eq!(found(&text), complete, "{file}");
        assert_eq!(found(&text.replace('\n', "\r\n")), complete, "{file} with other line ends");
        let beside = found(&format!("Our model.\n\n{text}\n\nEnd of the terms."));
        assert_eq!(beside, complete, "{file} with text beside it");
        assert!(identify(&format!("{text}\n\n{}", "Our own words follow here. ".repeat(20))).other_text);
    }
}

#[test]
fn a_changed_number_and_a_left_out_clause_show() {
    let Some(text) = agreement("llama2.txt") else { return };
    assert!(text.contains("700 million"));
    let changed = found(&text.replace("700 million", "900 million"));
    assert_eq!(changed, [("llama2", Verdict::Altered, vec![], vec!["2"])]);
    let start = text.find("iii. ").unwrap();
    let end = start + text[start..].find("iv. ").unwrap();
    let cut = found(&format!("{}{}", &text[..start], &text[end..]));
    assert_eq!(cut, [("llama2", Verdict::Partial, vec!["1.b.iii"], vec![])]);
    assert!(found(&text[..200]).iter().all(|(_, verdict, ..)| *verdict != Verdict::Complete));
}

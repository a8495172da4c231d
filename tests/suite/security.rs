//! SECURITY.md says what proves each defence; and a defence of the disk that no other test tries.

use crate::harness;
use std::path::Path;

tests! {
    every_defence_names_tests_that_are_there,
    #[cfg(unix)] no_report_is_written_through_a_link_of_the_checkout,
}

fn every_defence_names_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---") && !line.starts_with("| threat"));
    let (mut defences, mut wrong) = (0, Vec::new());
    for row in rows {
        let proofs: Vec<(&str, &str)> = row.split('`').filter_map(|name| name.split_once(".rs::")).collect();
        if proofs.is_empty() {
            wrong.push(format!("nothing proves: {row}"));
        }
        for (file, test) in proofs {
            let source = std::fs::read_to_string(root.join(format!("{file}.rs"))).unwrap_or_default();
            let lines: Vec<&str> = source.lines().map(str::trim).collect();
            let at = lines.iter().position(|line| line.starts_with(&format!("fn {test}(")));
            // Between the mark of a test and its name there may be other marks, each on a line; the suite has lists of its tests.
            let is_marked = at.is_some_and(|at| {
                lines[..at].iter().rev().take_while(|line| line.starts_with("#[")).any(|line| *line == "#[test]")
            });
            let is_listed = lines.iter().any(|line| line.ends_with(&format!("{test},")));
            let is_test = is_marked || at.is_some() && is_listed;
            if !is_test {
                wrong.push(format!("{file}.rs has no test {test}"));
            }
        }
        defences += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(defences > 20, "{defences} defences");
}

#[cfg(unix)]
fn no_report_is_written_through_a_link_of_the_checkout() {
    use std::os::unix::fs::symlink;
    let work = harness::folder("links-of-a-checkout");
    let (checkout, outside) = (work.join("checkout"), work.join("outside"));
    std::fs::create_dir_all(checkout.join("plain")).unwrap();
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::write(outside.join("file"), "kept").unwrap();
    symlink(outside.join("file"), checkout.join("report.json")).unwrap();
    symlink(&outside, checkout.join("folder")).unwrap();
    let check = |path: &str| {
        let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
        let output = check.args(["check", "--output", path]).current_dir(&checkout).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for path in ["report.json", "folder/file", "folder/new"] {
        let (code, error) = check(path);
        assert!(code == Some(2) && error.contains("is a link in the checkout"), "{path}: {error}");
    }
    assert_eq!(std::fs::read_to_string(outside.join("file")).unwrap(), "kept");
    assert!(!outside.join("new").exists());
    assert_eq!(check("plain/report.txt"), (Some(0), String::new()));
    assert!(std::fs::read_to_string(checkout.join("plain/report.txt")).unwrap().contains("No model found"));
}

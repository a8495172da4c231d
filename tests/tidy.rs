//! The house rules that a machine can keep.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::path::{Path, PathBuf};

/// Most lines of one source file.
const LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_source_file_says_its_purpose_and_stays_small() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests"] {
        for path in files(&root().join(folder), "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(root()).unwrap().display();
            if !text.starts_with("//! ") {
                wrong.push(format!("{name} does not begin with `//!` and its purpose"));
            }
            let lines = text.lines().count();
            if lines > LINES {
                wrong.push(format!("{name} has {lines} lines, more than {LINES}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All files under a folder whose name ends with `.extension`, generated data files left out.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("tests/repos") {
                out.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            out.push(path);
        }
    }
    out.sort();
    out
}

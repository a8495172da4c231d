//! Tests of inner parts, which see what the library shows to nobody outside: they are compiled into it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "tests read their cases and make their folders")]

mod binaries;
#[cfg(feature = "github")]
mod fetch;
mod fix;
mod front_matter;
mod fuzzed;
#[cfg(feature = "github")]
mod github;
mod gitlab;
#[cfg(unix)]
mod hostile_weights;
#[cfg(feature = "github")]
mod hub;
mod identifiers;
mod imports;
mod lineage;
mod notices;
mod outputs;
mod pages;
mod properties;
mod render;
mod review;
mod saved;
mod seen;
#[path = "../../build/source_texts.rs"]
#[allow(dead_code, reason = "shared with the build, which reads other fields")]
pub(crate) mod source_texts;
#[path = "../support/mod.rs"]
mod support;
pub(crate) mod texts;
mod tidy;
mod weights;

use crate::check::config::{self, Config};
use crate::model::files::read_limit;
use crate::source::Source;
use crate::tree::{Entry, ReadLimit, Tree};
use std::io::Write;
use std::path::{Path, PathBuf};
use support::agreements;
use support::suites::{self, Case, File, Files};

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/unit").join(name);
    _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The tree of some files, as it is read from a folder.
fn tree(files: &Files) -> Tree {
    let entry = |(path, file): (&String, &File)| {
        let entry = match (file, read_limit(path)) {
            (File::Unreadable(why), Some(ReadLimit::Whole(_))) => Entry::Unreadable(why.clone()),
            (File::Bytes(bytes), Some(ReadLimit::Whole(_))) => Entry::Read(bytes.clone()),
            (File::Bytes(bytes), Some(ReadLimit::Head(_))) => {
                Entry::Head { bytes: bytes.clone(), size: bytes.len() as u64 }
            }
            (File::Bytes(bytes), None) => Entry::Unread { size: bytes.len() as u64 },
            (File::Unreadable(_), _) => Entry::Unread { size: 0 },
        };
        (path.clone(), entry)
    };
    Tree { files: files.iter().map(entry).collect(), ..Tree::default() }
}

/// The configuration of a case; nothing where it cannot be used.
fn configuration(files: &Files) -> Option<Config> {
    const NAME: &str = ".model-license-gate.yml";
    let Some(File::Bytes(bytes)) = files.get(NAME) else { return Some(Config::default()) };
    config::parse(&Source::new(NAME, String::from_utf8(bytes.clone()).ok()?)).ok()
}

/// The cases of all suites that are repositories, those left out that need the text of an agreement that is not at hand.
fn repositories() -> Vec<Case> {
    suites::repositories().iter().filter_map(|case| case.with_agreements().ok()).collect()
}

/// Says once that texts of agreements are not at hand: past the capture of the test runner, so that it is always seen.
pub(crate) fn skip_agreements() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    let line = "SKIPPED in tests of inner parts: texts of agreements that MLG_AGREEMENTS does not lead to; `bash .ci/run` fetches most";
    ONCE.call_once(|| _ = writeln!(std::io::stderr(), "{line}"));
}

/// The text of an agreement; nothing, seen in the output, where it is not at hand.
fn agreement(name: &str) -> Option<String> {
    let path = agreements::path(name);
    if path.is_none() {
        skip_agreements();
    }
    path.map(|path| std::fs::read_to_string(path).unwrap())
}

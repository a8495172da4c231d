//! Every fix that the gate offers for a fixture mends what it says: applied to the files, its finding is gone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads its cases")]

mod expand;

use model_license_gate::check::check;
use model_license_gate::check::config::{self, Config};
use model_license_gate::disk;
use model_license_gate::model::files::read_limit;
use model_license_gate::report::{Finding, Fix, Severity};
use model_license_gate::tree::{Entry, Tree};
use std::path::Path;

const TODAY: &str = "2025-01-01";

#[test]
fn every_fix_mends_its_finding() {
    let mut tried = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repos")).unwrap() {
        let case = entry.unwrap().path();
        let Some(folder) = case.is_dir().then(|| expand::ready(&case, "fixes")).flatten() else { continue };
        let config = match disk::configuration(&folder, "", None).unwrap().map(|source| config::parse(&source)) {
            None => Config::default(),
            Some(Ok(config)) => config,
            Some(Err(_)) => continue,
        };
        let tree = disk::tree(&folder, read_limit, |path| config.skips(path), |_| {}).unwrap();
        let report = check(&tree, &config, TODAY);
        let known = errors(&report.findings);
        for finding in &report.findings {
            let Some(fix) = &finding.fix else { continue };
            let mended = check(&apply(&tree, fix), &config, TODAY).findings;
            let stays = mended.iter().any(|other| other.fingerprint() == finding.fingerprint());
            assert!(!stays, "{}: {} stays after its fix {fix:?}", case.display(), finding.rule.id);
            let new: Vec<_> = errors(&mended).into_iter().filter(|rule| !known.contains(rule)).collect();
            assert!(new.is_empty(), "{}: the fix of {} brings {new:?}", case.display(), finding.rule.id);
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} fixes were tried");
}

/// The rules that fail.
fn errors(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.rule.id).collect()
}

/// A tree in which a fix has been applied, as an editor would.
fn apply(tree: &Tree, fix: &Fix) -> Tree {
    let mut tree = tree.clone();
    let old = match tree.files.get(&fix.path) {
        Some(Entry::Read(bytes)) => String::from_utf8(bytes.clone()).unwrap(),
        None => String::new(),
        Some(other) => panic!("{} is {other:?}", fix.path),
    };
    let mut lines: Vec<&str> = old.lines().collect();
    let new = fix.replacement.lines();
    lines.splice(fix.line - 1..fix.end_line, new);
    tree.files.insert(fix.path.clone(), Entry::Read((lines.join("\n") + "\n").into_bytes()));
    tree
}

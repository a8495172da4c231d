//! Every fixture: what is claimed to be mended is gone, nothing else comes up, and a second run changes nothing.

use super::expand;
use super::trees::{TODAY, offer, written};
use model_license_gate::check::check;
use model_license_gate::check::config::{self, Config};
use model_license_gate::disk;
use model_license_gate::fix::{Plan, SuppliedText, plan};
use model_license_gate::model::files::{Role, is_notice, read_limit, role};
use model_license_gate::report::Report;
use model_license_gate::report::{Basis, Finding, Severity};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_fixture_is_mended_as_far_as_it_is_claimed() {
    let agreement: Vec<SuppliedText> = offer("llama2-2023-07-18.txt").into_iter().collect();
    let mut figures = [0; 3];
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repos")).unwrap() {
        let case = entry.unwrap().path();
        let Some(folder) = case.is_dir().then(|| expand::ready(&case, "fix")).flatten() else { continue };
        let config = match disk::configuration(&folder, "", None).unwrap().map(|source| config::parse(&source)) {
            None => Config::default(),
            Some(Ok(config)) => config,
            Some(Err(_)) => continue,
        };
        let tree = disk::tree(&folder, read_limit, |path| config.skips(path), |_| {}).unwrap();
        let before = check(&tree, &config, TODAY);
        for offers in [&[] as &[SuppliedText], agreement.as_slice()] {
            let name = case.file_name().unwrap().to_string_lossy();
            let plan = plan(&tree, &config, TODAY, offers);
            let fixed = written(&tree, &config, &plan);
            holds(&name, &before, &plan);
            let again = self::plan(&fixed, &config, TODAY, offers);
            assert_eq!(again.edits, [], "{name}: a second run");
            assert!(again.fixed.is_empty() && again.stated.is_empty(), "{name}: a second run");
            for edit in &plan.edits {
                let is_license = role(&edit.path) == Some(Role::License) && edit.old.is_none();
                let is_expected = is_license || is_notice(&edit.path) || role(&edit.path) == Some(Role::Card);
                assert!(is_expected, "{name}: {}", edit.path);
            }
            figures[0] += 1;
            figures[1] += plan.fixed.len();
            figures[2] += plan.left.len();
        }
    }
    let [runs, mended, left] = figures;
    assert!(runs > 150 && mended > 150 && left > 20, "{figures:?}");
}

/// What a plan claims is so, and no finding comes up that was not there.
fn holds(name: &str, before: &Report, plan: &Plan) {
    let after = &plan.after;
    let found = |report: &Report| -> BTreeSet<String> { report.findings.iter().map(Finding::fingerprint).collect() };
    let (old, new) = (found(before), found(after));
    for mended in &plan.fixed {
        let finding = &mended.finding;
        assert!(finding.severity > Severity::Info, "{name}: {}", finding.rule.id);
        assert!(!new.contains(&finding.fingerprint()), "{name}: {} stays", finding.rule.id);
        // What a person has to decide goes only with something else, or by a copy of the agreement.
        let is_copy = finding.missing_text.is_some();
        assert!(finding.basis != Basis::NeedsHuman || is_copy || mended.path.is_none(), "{name}: {}", finding.rule.id);
    }
    for finding in after.findings.iter().filter(|finding| !old.contains(&finding.fingerprint())) {
        // The identifier that is declared now refers to the agreement; an exception that had expired is not needed any more.
        let gives_way = |(old, new): &(&str, &str)| {
            finding.rule.id == *new
                && before.findings.iter().any(|before| before.rule.id == *old && before.severity >= finding.severity)
        };
        let pairs = [("missing-agreement", "agreement-by-reference"), ("expired-exception", "unused-exception")];
        assert!(pairs.iter().any(gives_way), "{name}: {} is new: {}", finding.rule.id, finding.message);
    }
    let above = after.findings.iter().filter(|finding| finding.severity > Severity::Info).count();
    assert_eq!(plan.left.len(), above, "{name}");
}

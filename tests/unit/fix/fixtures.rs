//! Every fixture: what is claimed to be mended is gone, nothing else comes up, and a second run changes nothing.

use super::trees::{TODAY, offer, written};
use crate::check::check;
use crate::fix::{Plan, Scope, SuppliedText, plan};
use crate::model::files::{Role, is_notice, role};
use crate::report::Report;
use crate::report::{Basis, Finding, Fix, Severity};
use crate::tree::{Entry, Tree};
use crate::unit::{configuration, repositories, tree};
use std::collections::BTreeSet;

#[test]
fn every_fixture_is_mended_as_far_as_it_is_claimed() {
    let agreement: Vec<SuppliedText> = offer("llama2-2023-07-18").into_iter().collect();
    let mut figures = [0; 3];
    for case in repositories() {
        let Some(config) = configuration(&case.files) else { continue };
        let mut tree = tree(&case.files);
        tree.files.retain(|path, _| !config.skips(path));
        let before = check(&tree, &config, TODAY);
        for offers in [&[] as &[SuppliedText], agreement.as_slice()] {
            let name = case.name();
            let plan = plan(&tree, &config, TODAY, offers, Scope::Faults);
            let fixed = written(&tree, &config, &plan);
            holds(&name, &before, &plan);
            let again = self::plan(&fixed, &config, TODAY, offers, Scope::Faults);
            assert_eq!(again.edits, [], "{name}: a second run");
            assert!(again.fixed.is_empty() && again.stated.is_empty(), "{name}: a second run");
            for edit in &plan.edits {
                let is_license = role(&edit.path) == Some(Role::License) && edit.old.is_none();
                let is_card = before.models.iter().any(|model| model.card.as_deref() == Some(&*edit.path));
                let is_expected =
                    is_license || is_notice(&edit.path) || role(&edit.path) == Some(Role::Card) || is_card;
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
        // The identifier that is declared now refers to the agreement, and the text of the card still states the license before; an
        // exception that had expired is not needed any more.
        let gives_way = |(old, new): &(&str, &str)| {
            finding.rule.id == *new
                && before.findings.iter().any(|before| before.rule.id == *old && before.severity >= finding.severity)
        };
        let pairs = [
            ("missing-agreement", "agreement-by-reference"),
            ("incompatible-license", "contradictory-license"),
            ("expired-exception", "unused-exception"),
        ];
        assert!(pairs.iter().any(gives_way), "{name}: {} is new: {}", finding.rule.id, finding.message);
    }
    let above = after.findings.iter().filter(|finding| finding.severity > Severity::Info).count();
    assert_eq!(plan.left.len(), above, "{name}");
}

#[test]
fn every_single_fix_mends_its_finding() {
    let mut tried = 0;
    for case in repositories() {
        let Some(config) = configuration(&case.files) else { continue };
        let mut tree = tree(&case.files);
        tree.files.retain(|path, _| !config.skips(path));
        let report = check(&tree, &config, TODAY);
        let known = errors(&report.findings);
        for finding in &report.findings {
            let Some(fix) = &finding.fix else { continue };
            let mended = check(&apply(&tree, fix), &config, TODAY).findings;
            let stays = mended.iter().any(|other| other.fingerprint() == finding.fingerprint());
            assert!(!stays, "{}: {} stays after its fix {fix:?}", case.name(), finding.rule.id);
            let new: Vec<_> = errors(&mended).into_iter().filter(|rule| !known.contains(rule)).collect();
            assert!(new.is_empty(), "{}: the fix of {} brings {new:?}", case.name(), finding.rule.id);
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

//! Makes the plan by trying: a change is carried out on the tree in memory and the tree is judged again. A change stays only if its
//! finding is gone and no other fault has come in its place, so that nothing here has to know what a rule or a license asks.

use super::finding_key::{Counts, FindingKey, about_one_thing};
use super::plan::{Edit, FixedFinding, Left, LeftReason, Plan};
use super::scope::Scope;
use super::supplied_text::SuppliedText;
use super::trial::{Bans, Outcome, Trial};
use crate::check::config::Config;
use crate::lineage::LineageFacts;
use crate::report::{Basis, Finding, Report, Severity};
use crate::tree::{Entry, Tree};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// [`plan_with`] the facts on lineage that the configuration states.
#[cfg(test)]
pub(crate) fn plan(tree: &Tree, config: &Config, today: &str, supplied: &[SuppliedText], scope: Scope) -> Plan {
    plan_with(tree, (config, &config.lineage_facts()), today, supplied, scope)
}

/// Plans what fixes the models of a tree, by these facts on lineage. `today` is the date as `2027-01-31`.
pub(crate) fn plan_with(
    tree: &Tree,
    (config, facts): (&Config, &LineageFacts),
    today: &str,
    supplied: &[SuppliedText],
    scope: Scope,
) -> Plan {
    let mut config = Cow::Borrowed(config);
    if scope == Scope::Bundle {
        config.to_mut().settings.use_policy_in_file = true;
    }
    let config = &*config;
    let (before, outcome, bans) = Trial { tree, config, facts, today, supplied, scope }.best();
    let edits = edits(tree, &outcome.tree);
    let written: BTreeMap<&FindingKey, &str> =
        outcome.steps.iter().flat_map(|step| step.keys.iter().map(|key| (key, step.path.as_str()))).collect();
    let fixed = fixed(&before, &outcome.report, scope).map(|finding| FixedFinding {
        finding: finding.clone(),
        path: written.get(&FindingKey::of(finding)).map(|path| (*path).to_owned()),
    });
    let fixed = fixed.collect();
    let stays = outcome.report.findings.iter().filter(|finding| scope.takes(finding));
    let left = stays.map(|finding| Left { finding: finding.clone(), why: why(finding, &bans, supplied) }).collect();
    let Outcome { report: after, stated, .. } = outcome;
    let informing = after.count(Severity::Info);
    Plan { scope, edits, fixed, stated, left, informing, after }
}

/// The findings in scope of a report that are gone in a later one. What has given way to a finding about the same thing is not
/// fixed: `missing-agreement` becomes `agreement-by-reference` where an identifier is corrected.
fn fixed<'r>(before: &'r Report, after: &'r Report, scope: Scope) -> impl Iterator<Item = &'r Finding> {
    let of = |report| Counts::of(report, scope.least());
    let (earlier, mut later) = (of(before), of(after));
    let is_new = |finding: &&Finding| finding.severity > Severity::Info && earlier.all(&FindingKey::of(finding)) == 0;
    let new: Vec<&Finding> = after.findings.iter().filter(is_new).collect();
    before.findings.iter().filter(move |finding| {
        scope.takes(finding)
            && !later.take(&FindingKey::of(finding))
            && !new.iter().any(|other| about_one_thing(finding, other))
    })
}

fn why(finding: &Finding, bans: &Bans, supplied: &[SuppliedText]) -> LeftReason {
    let missing = finding.missing_text.as_ref();
    match (bans.get(&FindingKey::of(finding)), missing) {
        (Some(why), _) => why.clone(),
        (None, Some(missing)) if supplied.iter().all(|text| Some(text.license) != missing.text) => {
            LeftReason::NoText(missing.clone())
        }
        _ if finding.basis == Basis::NeedsHuman => LeftReason::Person,
        _ => LeftReason::NoChange,
    }
}

/// The files that differ.
fn edits(before: &Tree, after: &Tree) -> Vec<Edit> {
    let changed = after.files.iter().filter(|(path, entry)| before.files.get(*path) != Some(*entry));
    let edits = changed.filter_map(|(path, entry)| {
        let Entry::Read(new) = entry else { return None };
        let old = match before.files.get(path) {
            Some(Entry::Read(old)) => Some(old.clone()),
            _ => None,
        };
        Some(Edit { path: path.clone(), old, new: new.clone() })
    });
    edits.collect()
}

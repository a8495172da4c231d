//! What a change does: the report of the head beside that of the base commit. No I/O.

mod loosened;
mod lost;
mod same_weights;
mod weights_file;

pub(crate) use loosened::loosened_settings;
pub(crate) use lost::lost_lineage;
pub(crate) use same_weights::{ROUNDS, Wanted, WeightsChange};

use crate::report::Report;
use crate::report::{Finding, Severity};
use crate::rules::OVERSIZED;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// One side of a change: its files, and what the gate says of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChangeSide<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) report: &'a Report,
}

/// Separates what the base commit had already from what is new: those findings go to `earlier`, and models that
/// the change does not touch leave the list. `touched` holds the folders of models with a changed file.
pub(crate) fn separate_earlier(head: &mut Report, base: &Report, touched: &BTreeSet<String>) {
    let mut base_severities: BTreeMap<_, Vec<Severity>> = BTreeMap::new();
    for finding in &base.findings {
        base_severities.entry(key(finding)).or_default().push(finding.severity);
    }
    let (mut new, mut earlier) = (Vec::new(), Vec::new());
    let findings = std::mem::take(&mut head.findings);
    let known: Vec<bool> = findings.iter().map(|finding| take_known(&mut base_severities, finding)).collect();
    for (finding, known) in findings.into_iter().zip(known) {
        if known { earlier.push(finding) } else { new.push(finding) }
    }
    let all = head.models.len();
    head.models.retain(|model| touched.contains(&model.path) || new.iter().any(|finding| finding.model == model.path));
    head.untouched = all - head.models.len();
    head.findings = new;
    head.earlier = earlier;
}

/// Takes one finding like this, of the same severity or a higher one, out of those of the base commit; whether there was one.
fn take_known<'f>(base_severities: &mut BTreeMap<Key<'f>, Vec<Severity>>, finding: &'f Finding) -> bool {
    // What is not read may differ from what was not read before.
    if finding.rule.id == OVERSIZED.meta.id {
        return false;
    }
    let Some(known) = base_severities.get_mut(&key(finding)) else { return false };
    let at = known.iter().position(|severity| *severity >= finding.severity);
    at.map(|at| known.swap_remove(at)).is_some()
}

/// Model, rule, clause and subject.
type Key<'f> = (&'f str, &'f str, &'f str, &'f str);

/// What a finding is about, wherever it points: a file that comes or goes moves the place of others. The clause keeps the same fault
/// under two licenses apart.
fn key(finding: &Finding) -> Key<'_> {
    (&finding.model, finding.rule.id, &finding.clause, &finding.subject)
}

/// Folders of the models of a report in which files differ between two trees; a file belongs to the deepest model above it.
pub(crate) fn touched_models(report: &Report, head: &Tree, base: &Tree) -> BTreeSet<String> {
    let folders: BTreeSet<&str> = report.models.iter().map(|model| model.path.as_str()).collect();
    let differs = head.files.keys().filter(|path| is_changed(path, head, base));
    let gone = base.files.keys().filter(|path| !head.files.contains_key(*path));
    differs.chain(gone).filter_map(|path| owning_model(path, &folders)).map(str::to_owned).collect()
}

/// Whether a file of the head is not as it was at the base commit: by the names that Git gives the contents, where both sides have them.
fn is_changed(path: &str, head: &Tree, base: &Tree) -> bool {
    match (head.blobs.get(path), base.blobs.get(path)) {
        (Some(now), Some(before)) => now != before,
        _ => head.files.get(path) != base.files.get(path),
    }
}

/// The deepest of some folders that a path lies in.
fn owning_model<'f>(path: &str, folders: &BTreeSet<&'f str>) -> Option<&'f str> {
    let mut rest = path;
    while let Some((folder, _)) = rest.rsplit_once('/') {
        if let Some(found) = folders.get(folder) {
            return Some(found);
        }
        rest = folder;
    }
    folders.get(".").copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::configuration_finding::configuration_finding;
    use crate::rules::LOST_LINEAGE;
    use crate::source::Place;

    #[test]
    fn the_same_fault_under_another_license_is_new() {
        let of = |clause: &str| {
            let mut found =
                configuration_finding(&LOST_LINEAGE.meta, ".", Place::file("README.md"), "notice", String::new());
            found.clause = clause.to_owned();
            Report { findings: vec![found], ..Report::default() }
        };
        let base = of("First License 1.b");
        for (clause, new) in [("First License 1.b", 0), ("Second License 1.b", 1)] {
            let mut head = of(clause);
            separate_earlier(&mut head, &base, &BTreeSet::new());
            assert_eq!((head.findings.len(), head.earlier.len()), (new, 1 - new), "{clause}");
        }
    }
}

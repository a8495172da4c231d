//! What a change does: the report of the head beside that of the base commit. No I/O.

mod loosened;
mod lost;
mod same_weights;
mod side;
mod weights_file;

pub(crate) use loosened::loosened_settings;
pub(crate) use lost::{lost_lineage, lost_with_weights};
pub(crate) use same_weights::{ROUNDS, Wanted, WeightsChange};
pub(crate) use side::ChangeSide;

use crate::model::files::{Role, role};
use crate::report::{Finding, Report, Severity};
use crate::rules::{OVERSIZED, UNREADABLE_FILE, UNREADABLE_HEADER};
use crate::tree::Tree;
use side::owning_model;
use std::collections::{BTreeMap, BTreeSet};

/// Separates what the base commit had already from what is new: those findings go to `earlier`, and models that
/// the change does not touch leave the list.
///
/// A file that cannot be read and is not the same as before counts as new: what it hides may be another thing.
pub(crate) fn separate_earlier(head: &mut Report, base: &Report, changed: &Changed<'_>) {
    let mut base_severities: BTreeMap<_, Vec<Severity>> = BTreeMap::new();
    for finding in &base.findings {
        base_severities.entry(key(finding)).or_default().push(finding.severity);
    }
    let (mut new, mut earlier) = (Vec::new(), Vec::new());
    let findings = std::mem::take(&mut head.findings);
    let known: Vec<bool> = findings
        .iter()
        .map(|finding| !changed.may_hide_another(finding) && take_known(&mut base_severities, finding))
        .collect();
    for (finding, known) in findings.into_iter().zip(known) {
        if known { earlier.push(finding) } else { new.push(finding) }
    }
    head.findings = new;
    head.earlier = earlier;
    let conclusions = head.conclusions();
    let is_shown =
        |path: &String| changed.touched.contains(path) || head.findings.iter().any(|finding| finding.model == *path);
    let (shown, untouched): (Vec<_>, Vec<_>) =
        std::mem::take(&mut head.models).into_iter().zip(conclusions).partition(|(model, _)| is_shown(&model.path));
    head.untouched = untouched.len();
    head.untouched_conclusion = untouched.iter().map(|(_, conclusion)| *conclusion).min();
    head.models = shown.into_iter().map(|(model, _)| model).collect();
}

/// Takes one finding like this, of the same severity or a higher one, out of those of the base commit; whether there was one.
fn take_known<'f>(base_severities: &mut BTreeMap<Key<'f>, Vec<Severity>>, finding: &'f Finding) -> bool {
    let Some(known) = base_severities.get_mut(&key(finding)) else { return false };
    let at = known.iter().position(|severity| *severity >= finding.severity);
    at.map(|at| known.swap_remove(at)).is_some()
}

/// Model, rule, clause and subject.
type Key<'f> = (&'f str, &'f str, &'f str, &'f str);

/// What a finding is about, wherever it points: a file that comes or goes moves the place of others. The clause keeps the same problem
/// under two licenses apart.
fn key(finding: &Finding) -> Key<'_> {
    (&finding.model, finding.rule.id, &finding.clause, &finding.subject)
}

/// The files that differ between two trees, by the folder of the model that they belong to at the head.
pub(crate) struct Changed<'t> {
    /// Paths of the head that are new or not as they were.
    files: BTreeSet<&'t str>,
    /// Folders of the models in which files differ.
    touched: BTreeSet<String>,
    /// The models with weights among those files.
    with_weights: BTreeSet<String>,
}

impl<'t> Changed<'t> {
    /// A file belongs to the deepest model above it.
    pub(crate) fn between(report: &Report, head: &'t Tree, base: &Tree) -> Self {
        let folders: BTreeSet<&str> = report.models.iter().map(|model| model.path.as_str()).collect();
        let files: BTreeSet<&str> =
            head.files.keys().map(String::as_str).filter(|path| is_changed(path, head, base)).collect();
        let gone = base.files.keys().map(String::as_str).filter(|path| !head.files.contains_key(*path));
        let owner = |path: &str| owning_model(path, &folders).map(str::to_owned);
        let touched = files.iter().copied().chain(gone).filter_map(owner).collect();
        let with_weights = files.iter().copied().filter(|path| role(path) == Some(Role::Weights)).filter_map(owner);
        Self { with_weights: with_weights.collect(), touched, files }
    }

    /// The tree of the head with nothing but those files.
    pub(crate) fn only(&self, head: &Tree) -> Tree {
        Tree {
            folder: head.folder.clone(),
            files: self.of(&head.files),
            blobs: self.of(&head.blobs),
            contents: self.of(&head.contents),
            ..Tree::default()
        }
    }

    /// What is under the paths of those files.
    fn of<V: Clone>(&self, by_path: &BTreeMap<String, V>) -> BTreeMap<String, V> {
        let found = self.files.iter().filter_map(|path| by_path.get_key_value(*path));
        found.map(|(path, value)| (path.clone(), value.clone())).collect()
    }

    /// Whether a finding says that something cannot be read which is not what could not be read before.
    fn may_hide_another(&self, finding: &Finding) -> bool {
        match finding.rule.id {
            id if id == OVERSIZED.meta.id => true,
            id if id == UNREADABLE_FILE.meta.id => self.files.contains(&*finding.place.path),
            // It names the first of several files.
            id if id == UNREADABLE_HEADER.meta.id => self.with_weights.contains(&finding.model),
            _ => false,
        }
    }
}

/// Whether a file of the head is not as it was at the base commit: by the names that Git gives the contents, where both sides have them.
fn is_changed(path: &str, head: &Tree, base: &Tree) -> bool {
    match (head.blobs.get(path), base.blobs.get(path)) {
        (Some(now), Some(before)) => now != before,
        _ => head.files.get(path) != base.files.get(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::configuration_finding::configuration_finding;
    use crate::report::{Compliance, ModelReport};
    use crate::rules::LOST_LINEAGE;
    use crate::source::Place;
    use crate::tree::Entry;

    #[test]
    fn a_model_is_touched_where_git_names_another_content() {
        let tree = |blob: Option<&str>, entry: Entry| Tree {
            files: [("a/model.bin".to_owned(), entry)].into(),
            blobs: blob.map(|blob| ("a/model.bin".to_owned(), blob.to_owned())).into_iter().collect(),
            ..Tree::default()
        };
        let model = ModelReport {
            path: "a".to_owned(),
            card: None,
            name: None,
            declared: Vec::new(),
            lineage: Vec::new(),
            compliance: Compliance::default(),
            permissive_parents: Vec::new(),
            judged: BTreeMap::new(),
        };
        let report = Report { models: vec![model], ..Report::default() };
        let unread = || Entry::Unread { size: 1 };
        for (head, base, is_touched) in [
            (tree(Some("1"), unread()), tree(Some("2"), unread()), true),
            (tree(Some("1"), unread()), tree(Some("1"), Entry::Read(vec![7])), false),
            (tree(None, unread()), tree(Some("1"), unread()), false),
            (tree(None, unread()), tree(None, Entry::Unread { size: 2 }), true),
        ] {
            assert_eq!(Changed::between(&report, &head, &base).touched.contains("a"), is_touched, "{head:?} {base:?}");
        }
    }

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
            let tree = Tree::default();
            let changed = Changed::between(&head, &tree, &tree);
            separate_earlier(&mut head, &base, &changed);
            assert_eq!((head.findings.len(), head.earlier.len()), (new, 1 - new), "{clause}");
        }
    }
}

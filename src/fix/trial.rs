//! Tries changes on the tree in memory, and finds those that fix without bringing another fault.

use super::edit::Change;
use super::finding_key::{Counts, FindingKey, about_one_thing};
use super::parent;
use super::plan::{LeftReason, StatedParent};
use super::scope::{Scope, notice};
use super::supplied_text::SuppliedText;
use crate::check::check_with;
use crate::check::config::Config;
use crate::lineage::LineageFacts;
use crate::model::TextCache;
use crate::report::{Basis, Finding, Report, Severity};
use crate::tree::Tree;
use std::collections::BTreeMap;

/// Most rounds of one trial, chosen: a change may uncover another problem, such as a license under a key that was misspelled.
const MAX_ROUNDS: usize = 64;

/// Findings that are not to be fixed, and why.
pub(super) type Bans = BTreeMap<FindingKey, LeftReason>;

/// A change that was carried out.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The findings that it is to fix.
    pub(super) keys: Vec<FindingKey>,
    /// The file that it changes.
    pub(super) path: String,
}

/// What came of a trial.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) tree: Tree,
    pub(super) report: Report,
    pub(super) steps: Vec<Step>,
    pub(super) stated: Vec<StatedParent>,
}

/// What to fix, and with which texts.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    pub(super) tree: &'a Tree,
    pub(super) config: &'a Config,
    pub(super) facts: &'a LineageFacts,
    pub(super) today: &'a str,
    pub(super) supplied: &'a [SuppliedText],
    pub(super) scope: Scope,
}

impl Trial<'_> {
    fn check(&self, tree: &Tree) -> Report {
        check_with(tree, self.config, self.facts, self.today, &mut TextCache::default())
    }

    /// The report on the tree as it is, the best outcome, and what had to be left out for it.
    pub(super) fn best(&self) -> (Report, Outcome, Bans) {
        let before = self.check(self.tree);
        let mut bans = Bans::new();
        let mut outcome = self.fix_all(&before, &mut bans);
        let doubtful = ban_faulty(&before, &outcome, &mut bans);
        if doubtful.is_empty() {
            return (before, outcome, bans);
        }
        // What was done to models in which another fault came up is allowed again one after the other, in all of them at once.
        let most = doubtful.values().map(Vec::len).max().unwrap_or_default();
        for place in 0..most {
            let tried: Vec<&FindingKey> = doubtful.values().filter_map(|keys| keys.get(place)).collect();
            let mut fewer = bans.clone();
            fewer.retain(|key, _| !tried.contains(&key));
            let report = self.fix_all(&before, &mut fewer).report;
            let faulty = faulty(&before, &report);
            for key in tried {
                match faulty.get(key.model.as_str()) {
                    None => _ = bans.remove(key),
                    Some(rule) => _ = bans.insert(key.clone(), LeftReason::Brings(rule)),
                }
            }
        }
        outcome = self.fix_all(&before, &mut bans);
        // Models of which one disturbs the other are left alone.
        if !ban_faulty(&before, &outcome, &mut bans).is_empty() {
            outcome = self.fix_all(&before, &mut bans);
        }
        (before, outcome, bans)
    }

    /// Fixes round after round all that is not banned. What turns out not to go is added to the bans.
    fn fix_all(&self, before: &Report, bans: &mut Bans) -> Outcome {
        'again: loop {
            let mut outcome =
                Outcome { tree: self.tree.clone(), report: before.clone(), steps: Vec::new(), stated: Vec::new() };
            for _ in 0..MAX_ROUNDS {
                let steps = self.round(&mut outcome, bans);
                if steps.is_empty() {
                    break;
                }
                let earlier = Counts::of(&outcome.report, self.scope.least());
                outcome.report = self.check(&outcome.tree);
                let later = Counts::of(&outcome.report, self.scope.least());
                let of_findings = |key: &&FindingKey| !key.rule.is_empty();
                let ineffective: Vec<&FindingKey> = steps
                    .iter()
                    .flat_map(|step| step.keys.iter().filter(of_findings))
                    .filter(|key| later.all(key) >= earlier.all(key))
                    .collect();
                if !ineffective.is_empty() {
                    bans.extend(ineffective.into_iter().map(|key| (key.clone(), LeftReason::NoEffect)));
                    continue 'again;
                }
                outcome.steps.extend(steps);
            }
            return outcome;
        }
    }

    /// One change a file, so that all line numbers are those of the report.
    fn round(&self, outcome: &mut Outcome, bans: &mut Bans) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut taken: BTreeMap<String, (usize, Change)> = BTreeMap::new();
        for finding in outcome.report.findings.iter().filter(|finding| self.scope.takes(finding)) {
            let key = FindingKey::of(finding);
            let Some(change) = self.change(finding).filter(|_| !bans.contains_key(&key)) else { continue };
            if let Some((step, same)) = taken.get(change.path()) {
                // Two findings that one change fixes, such as one license asked of two models.
                if *same == change {
                    steps[*step].keys.push(key);
                }
                continue;
            }
            let path = change.path().to_owned();
            match change.carry_out(&mut outcome.tree) {
                Ok(()) => {
                    steps.push(Step { keys: vec![key], path: path.clone() });
                    taken.insert(path, (steps.len() - 1, change));
                }
                Err(refusal) => _ = bans.insert(key, LeftReason::Refused(path, refusal)),
            }
        }
        if steps.is_empty() && self.scope == Scope::Faults {
            self.state_parents(outcome, bans, &mut steps);
        }
        steps
    }

    /// Once all else is fixed: base models that adapter configurations prove.
    fn state_parents(&self, outcome: &mut Outcome, bans: &mut Bans, steps: &mut Vec<Step>) {
        for (model, stated, fix) in parent::provable(&outcome.tree, self.config, &outcome.report) {
            // No finding asks for it, so its key has no rule.
            let key = FindingKey { model, rule: "", subject: stated.id.clone(), clause: String::new() };
            if bans.contains_key(&key) {
                continue;
            }
            let change = Change::Lines(vec![fix]);
            match change.carry_out(&mut outcome.tree) {
                Ok(()) => {
                    steps.push(Step { keys: vec![key], path: change.path().to_owned() });
                    outcome.stated.push(stated);
                }
                Err(refusal) => _ = bans.insert(key, LeftReason::Refused(change.path().to_owned(), refusal)),
            }
        }
    }

    /// What fixes a finding: the text that it wants, else its fix, unless it needs a decision.
    fn change(&self, finding: &Finding) -> Option<Change> {
        // A copy of the agreement decides nothing, even where a person has to say whether one is needed.
        let text = finding.missing_text.as_ref().and_then(|wanted| {
            let text = self.supplied.iter().find(|supplied| Some(supplied.license) == wanted.text)?;
            Some(Change::File { path: wanted.path.clone(), bytes: text.bytes().to_vec() })
        });
        if self.scope == Scope::Bundle {
            return text.or_else(|| notice(finding).map(|fix| Change::Lines(vec![fix.clone()])));
        }
        let lines = finding.fix.as_ref().filter(|_| finding.basis != Basis::NeedsHuman).map(|fix| {
            let also = finding.also.iter().filter(|also| also.path == fix.path);
            Change::Lines(std::iter::once(fix).chain(also).cloned().collect())
        });
        text.or(lines)
    }
}

/// Bans all that was done to models in which another problem came up; gives it by model, in order.
fn ban_faulty(before: &Report, outcome: &Outcome, bans: &mut Bans) -> BTreeMap<String, Vec<FindingKey>> {
    let faulty = faulty(before, &outcome.report);
    let mut doubtful: BTreeMap<String, Vec<FindingKey>> = BTreeMap::new();
    for key in outcome.steps.iter().flat_map(|step| &step.keys) {
        if let Some(rule) = faulty.get(key.model.as_str()) {
            doubtful.entry(key.model.clone()).or_default().push(key.clone());
            bans.insert(key.clone(), LeftReason::Brings(rule));
        }
    }
    doubtful
}

/// Models in which another problem has come up, and its rule.
fn faulty<'r>(before: &'r Report, after: &'r Report) -> BTreeMap<&'r str, &'static str> {
    new_faults(before, after).map(|finding| (finding.model.as_str(), finding.rule.id)).collect()
}

/// Errors and warnings that were not there before, or weighed less; one about the same thing as one that is gone is no other problem.
fn new_faults<'r>(before: &'r Report, after: &'r Report) -> impl Iterator<Item = &'r Finding> {
    let of = |report| Counts::of(report, Severity::Warning);
    let (earlier, later) = (of(before), of(after));
    let gone: Vec<&Finding> = before
        .findings
        .iter()
        .filter(|finding| later.all(&FindingKey::of(finding)) < earlier.all(&FindingKey::of(finding)))
        .collect();
    after.findings.iter().filter(move |finding| {
        let key = FindingKey::of(finding);
        let (was, is) = (earlier.get(&key), later.get(&key));
        let replaces = |old: &&Finding| about_one_thing(old, finding) && old.severity >= finding.severity;
        finding.severity > Severity::Info && (is.0 > was.0 || is.1 > was.1) && !gone.iter().any(replaces)
    })
}

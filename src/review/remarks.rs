//! Decides which findings get a remark, which remarks stay as they are, and what becomes of those whose finding is gone.

use super::anchor::anchor;
use super::diff::Diff;
use super::marker::State;
use super::options::ReviewOptions;
use super::own::{OwnComments, Replies};
use super::plan::{MAX_REMARKS, NewFileRemark, NewRemark, Plan, Side};
use super::remark;
use super::suggestion::{Suggestion, suggestion};
use crate::report::finding::hash;
use crate::report::{Finding, Report, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// An error or a warning that the pull request has to answer for.
pub(super) struct OpenFinding<'r> {
    /// As it was found.
    pub(super) finding: &'r Finding,
    /// Its fingerprint, unlike those of all others.
    pub(super) fingerprint: String,
}

impl<'r> OpenFinding<'r> {
    /// The new warnings and errors of a report, errors first.
    pub(super) fn all(report: &'r Report) -> Vec<Self> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let findings = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
        let open = findings.map(|finding| {
            let fingerprint = finding.fingerprint();
            let count = seen.entry(fingerprint.clone()).or_default();
            *count += 1;
            // A report that somebody else wrote may have two of a kind.
            let fingerprint = if *count == 1 { fingerprint } else { hash(&[&fingerprint, &count.to_string()]) };
            Self { finding, fingerprint }
        });
        let mut open: Vec<Self> = open.collect();
        open.sort_by_key(|one| Reverse(one.finding.severity));
        open
    }
}

/// The part of a plan that is about remarks.
pub(super) struct RemarkChanges<'d> {
    /// Fingerprints of the findings that have a remark once the plan is carried out.
    pub(super) reported: BTreeSet<String>,
    /// The comments at lines, which the review carries.
    pub(super) new: Vec<NewRemark>,
    /// Everything else to do to remarks.
    pub(super) plan: Plan,
    diff: Option<&'d Diff<'d>>,
    options: &'d ReviewOptions,
    /// Suggestions that some remark carries: no other one may change the same lines.
    suggested: Vec<Suggestion<'d>>,
    /// Remarks that stay open.
    open: usize,
}

impl<'d> RemarkChanges<'d> {
    /// Nothing to do yet; without a diff no remark is placed.
    pub(super) fn new(diff: Option<&'d Diff<'d>>, options: &'d ReviewOptions) -> Self {
        Self {
            reported: BTreeSet::new(),
            new: Vec::new(),
            plan: Plan::default(),
            diff,
            options,
            suggested: Vec::new(),
            open: 0,
        }
    }

    /// Keeps one remark for each finding that has some, with the text as it must be now.
    pub(super) fn keep(&mut self, open: &[OpenFinding<'_>], own: &OwnComments<'_>) {
        let by_finding = own.by_finding();
        for one in open {
            let Some([retained, doubles @ ..]) = by_finding.get(one.fingerprint.as_str()).map(Vec::as_slice) else {
                if own.by_unknown_author.contains(&one.fingerprint) {
                    self.open += 1;
                    self.reported.insert(one.fingerprint.clone());
                }
                continue;
            };
            self.open += 1;
            for double in doubles {
                if double.replies == Replies::None {
                    self.plan.deletions.push(double.remark.id);
                } else if double.state == State::Open {
                    self.open += 1;
                }
            }
            let old = remark::as_written(&retained.remark.body);
            let body = remark::body(one.finding, &one.fingerprint, self.options);
            // Where a remark is placed is not known any more, so only the suggestion that it has can be right at its place.
            let suggestion = self.suggestion(one.finding).filter(|new| old == remark::with_suggestion(&body, new));
            let is_right = match suggestion {
                Some(suggestion) => {
                    self.suggested.push(suggestion);
                    true
                }
                None if self.diff.is_none() => old == body || remark::is_body_with_suggestion(&old, &body),
                None => old == body,
            };
            if !is_right {
                self.plan.edits.push((retained.remark.id, body));
            }
            self.reported.insert(one.fingerprint.clone());
        }
    }

    /// Adds remarks for the findings that have none, as many as there is room for.
    pub(super) fn add(&mut self, open: &[OpenFinding<'_>]) {
        let Some(diff) = self.diff else { return };
        for one in open {
            if self.open >= MAX_REMARKS {
                break;
            }
            if self.reported.contains(&one.fingerprint) {
                continue;
            }
            let mut body = remark::body(one.finding, &one.fingerprint, self.options);
            if let Some(suggestion) = self.suggestion(one.finding) {
                body = remark::with_suggestion(&body, &suggestion);
                self.add_line_remark(suggestion.path, (suggestion.start, suggestion.end), Side::Right, body);
                self.suggested.push(suggestion);
            } else if let Some(anchor) = anchor(one.finding, diff) {
                match anchor.at {
                    Some(at) => self.add_line_remark(anchor.path, (at.start, at.end), at.side, body),
                    None => self.plan.file_remarks.push(NewFileRemark { path: anchor.path.to_owned(), body }),
                }
            } else {
                continue;
            }
            self.open += 1;
            self.reported.insert(one.fingerprint.clone());
        }
    }

    fn add_line_remark(&mut self, path: &str, (start, end): (usize, usize), side: Side, body: String) {
        let start_line = (start < end).then_some(start);
        self.new.push(NewRemark { path: path.to_owned(), start_line, line: end, side, body });
    }

    /// The suggestion for a finding, where no other remark changes the same lines.
    fn suggestion(&self, finding: &Finding) -> Option<Suggestion<'d>> {
        let diff = self.diff.filter(|_| self.options.suggest)?;
        let suggestion = suggestion(finding, anchor(finding, diff).as_ref(), diff)?;
        self.suggested.iter().all(|other| !other.overlaps(&suggestion)).then_some(suggestion)
    }

    /// Takes back the remarks whose finding is gone: what people answered stays, with a text that says so.
    pub(super) fn retire(&mut self, own: &OwnComments<'_>, report: &Report) {
        let quiet = report.findings.iter().filter(|finding| finding.severity == Severity::Info).chain(&report.earlier);
        let quiet: BTreeSet<String> = quiet.map(Finding::fingerprint).collect();
        for own in
            own.remarks.iter().filter(|own| !self.reported.contains(&own.fingerprint) && own.state == State::Open)
        {
            if own.replies == Replies::None {
                self.plan.deletions.push(own.remark.id);
                continue;
            }
            let stays = quiet.contains(&own.fingerprint);
            self.plan.edits.push((own.remark.id, remark::gone_body(&own.fingerprint, stays, self.options)));
            if own.replies == Replies::ByPrograms {
                self.plan.to_minimize.push(own.remark.node_id.clone());
            }
        }
    }
}

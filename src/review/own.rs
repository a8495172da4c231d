//! Picks from the comments of a pull request those that the gate wrote itself, and who answered them.

use super::existing::{ExistingComments, ExistingReview, Post, Remark};
use super::marker::{self, Marker, State};
use super::options::ReviewOptions;
use std::collections::{BTreeMap, BTreeSet};

/// Who answered a remark; a person weighs more than a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Replies {
    /// It has no answer.
    None,
    /// Only other programs.
    ByPrograms,
    /// A person, or an account that is gone.
    ByPeople,
}

/// A remark of the gate's own.
pub(super) struct OwnRemark<'s> {
    /// As GitHub gives it.
    pub(super) remark: &'s Remark,
    /// Fingerprint of its finding.
    pub(super) fingerprint: String,
    /// Whether it says that its finding is still there.
    pub(super) state: State,
    /// The weightiest of those who answered it.
    pub(super) replies: Replies,
}

/// All of the gate's own about one folder.
pub(super) struct OwnComments<'s> {
    /// Remarks, oldest first.
    pub(super) remarks: Vec<OwnRemark<'s>>,
    /// The summary, and how many findings its mark counts.
    pub(super) summary: Option<(&'s Post, Marker)>,
    /// Further summaries.
    pub(super) duplicates: Vec<u64>,
    /// Reviews that ask for changes.
    pub(super) requests: Vec<&'s ExistingReview>,
    /// Fingerprints with the mark of the folder whose author GitHub does not name: they may be the gate's own, so they are not posted
    /// again, and may be somebody else's, so they are not touched.
    pub(super) by_unknown_author: BTreeSet<String>,
}

impl<'s> OwnComments<'s> {
    /// What was written under the own login and carries the mark of the folder.
    pub(super) fn of(existing: &'s ExistingComments, options: &ReviewOptions) -> Self {
        let folder = marker::folder(&options.folder);
        let mark = |author: Option<&String>, body: &str| {
            let login = &existing.login;
            let is_own = !login.is_empty() && author.is_some_and(|author| author.eq_ignore_ascii_case(login));
            is_own.then(|| Marker::of(body)).flatten().filter(|marker| marker.folder == folder)
        };
        let mut replies: BTreeMap<u64, Replies> = BTreeMap::new();
        for (answer, to) in existing.remarks.iter().filter_map(|answer| Some((answer, answer.in_reply_to?))) {
            let by = if answer.is_bot { Replies::ByPrograms } else { Replies::ByPeople };
            let known = replies.entry(to).or_insert(by);
            *known = by.max(*known);
        }
        let remarks = existing.remarks.iter().filter(|remark| remark.in_reply_to.is_none()).filter_map(|remark| {
            let Marker { fingerprint, state, .. } = mark(remark.author.as_ref(), &remark.body)?;
            let replies = replies.get(&remark.id).copied().unwrap_or(Replies::None);
            Some(OwnRemark { remark, fingerprint, state, replies })
        });
        let posts = existing.posts.iter().filter_map(|post| Some((post, mark(post.author.as_ref(), &post.body)?)));
        let mut summaries: Vec<_> = posts.filter(|(_, marker)| marker.fingerprint == marker::SUMMARY).collect();
        // Two runs at once must take the same one for the summary, in whatever order GitHub lists them.
        summaries.sort_by_key(|(post, _)| post.id);
        let mut summaries = summaries.into_iter();
        let summary = summaries.next();
        let duplicates = summaries.map(|(post, _)| post.id).collect();
        let requests = existing.reviews.iter().filter(|review| {
            let marker = mark(review.author.as_ref(), &review.body);
            review.requests_changes && marker.is_some_and(|marker| marker.fingerprint == marker::REQUEST)
        });
        let remarks_without_author =
            existing.remarks.iter().filter(|remark| remark.author.is_none()).map(|remark| &remark.body);
        let posts_without_author = existing.posts.iter().filter(|post| post.author.is_none()).map(|post| &post.body);
        let by_unknown_author = remarks_without_author.chain(posts_without_author).filter_map(|body| Marker::of(body));
        let by_unknown_author =
            by_unknown_author.filter(|marker| marker.folder == folder && marker.state == State::Open);
        let by_unknown_author = by_unknown_author.map(|marker| marker.fingerprint).collect();
        Self { remarks: remarks.collect(), summary, duplicates, requests: requests.collect(), by_unknown_author }
    }

    /// The remarks on each finding, by its fingerprint: the one that stays first. Every run takes the same one, the oldest that says that
    /// the finding is there.
    pub(super) fn by_finding(&self) -> BTreeMap<&str, Vec<&OwnRemark<'s>>> {
        let mut found: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for remark in &self.remarks {
            found.entry(&remark.fingerprint).or_default().push(remark);
        }
        for remarks in found.values_mut() {
            remarks.sort_by_key(|own| (own.state != State::Open, own.remark.id));
        }
        found
    }
}

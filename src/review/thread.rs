//! The one comment that the gate keeps in a discussion of the Hub, where no comments at lines exist. No I/O.

use super::discussion::{Discussion, DiscussionComment, DiscussionState};
use super::marker::{self, Marker, State};
use super::options::ReviewOptions;
use super::plan::MAX_REMARKS;
use super::remark::as_written;
use super::remarks::OpenFinding;
use super::summary;
use crate::report::Report;
use std::collections::BTreeSet;

/// What to do with the comment in the discussion of a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ThreadStep {
    Post(String),
    /// Give the comment of this name this text.
    Edit(String, String),
}

/// What to do with the discussion about a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TopicStep {
    /// Open one with this text.
    Open(String),
    /// Give its description, the comment of this name, this text; open or close it, where that changes.
    Edit { comment: String, text: Option<String>, status: Option<DiscussionState> },
    /// A person has closed it: it stays as it is.
    Leave,
}

/// What to do so that a pull request's discussion says what the report says, once; nothing where it does, or there is nothing to say.
pub(crate) fn thread(
    report: &Report,
    discussion: &Discussion,
    login: &str,
    options: &ReviewOptions,
) -> Option<ThreadStep> {
    let own = own(discussion, login, options).next();
    let text = text(report, own.as_ref().map(|(_, marker)| marker), options)?;
    match own {
        Some((comment, _)) if as_written(&comment.text) == text => None,
        Some((comment, _)) => Some(ThreadStep::Edit(comment.id.clone(), text)),
        None => Some(ThreadStep::Post(text)),
    }
}

/// The own comments that say what an older one says: two runs at once have posted them. Whichever run looks last sees all, so one is left.
pub(crate) fn doubles(discussion: &Discussion, login: &str, options: &ReviewOptions) -> Vec<String> {
    own(discussion, login, options).skip(1).take(MAX_REMARKS).map(|(comment, _)| comment.id.clone()).collect()
}

/// What to do so that one discussion says what the report on a branch says; `existing` is the one that [`is_topic`]. One is opened only
/// where the branch `fails`. It is closed when it has nothing left to say, and opened again when it has.
pub(crate) fn topic(
    report: &Report,
    existing: Option<&Discussion>,
    fails: bool,
    login: &str,
    options: &ReviewOptions,
) -> Option<TopicStep> {
    let known = existing.and_then(|discussion| {
        let description = discussion.description_by(login)?;
        Some((discussion, description, Marker::of(&description.text)?))
    });
    let Some((discussion, description, marker)) = known else {
        return text(report, None, options).filter(|_| fails).map(TopicStep::Open);
    };
    let is_open = discussion.state == DiscussionState::Open;
    if !is_open && marker.state == State::Open {
        return Some(TopicStep::Leave);
    }
    let text = text(report, Some(&marker), options)?;
    let says = Marker::of(&text)?.state;
    let status = match (is_open, says) {
        (true, State::Fixed) => Some(DiscussionState::Closed),
        (false, State::Open) => Some(DiscussionState::Open),
        _ => None,
    };
    let text = Some(text).filter(|text| as_written(&description.text) != *text);
    let changes = text.is_some() || status.is_some();
    changes.then(|| TopicStep::Edit { comment: description.id.clone(), text, status })
}

/// Whether a discussion is the gate's own about a branch.
pub(crate) fn is_topic(discussion: &Discussion, login: &str, options: &ReviewOptions) -> bool {
    let description = discussion.description_by(login).filter(|_| !discussion.is_pull);
    description.is_some_and(|comment| mark(comment, options).is_some())
}

/// What a comment is to say; `old` is the mark of the one that is there.
fn text(report: &Report, old: Option<&Marker>, options: &ReviewOptions) -> Option<String> {
    let findings = OpenFinding::all(report);
    match old {
        None if findings.is_empty() => None,
        Some(marker) if findings.is_empty() => Some(summary::all_fixed(report, marker.findings, options)),
        _ => Some(summary::open(report, &findings, &BTreeSet::new(), options)),
    }
}

/// The gate's own comments with their marks, oldest first.
fn own<'d>(
    discussion: &'d Discussion,
    login: &'d str,
    options: &'d ReviewOptions,
) -> impl Iterator<Item = (&'d DiscussionComment, Marker)> {
    let comments = discussion.comments.iter().filter(move |comment| comment.is_by(login));
    comments.filter_map(move |comment| Some((comment, mark(comment, options)?)))
}

/// The mark of a comment that the gate wrote about the same folder.
fn mark(comment: &DiscussionComment, options: &ReviewOptions) -> Option<Marker> {
    let folder = marker::folder(&options.folder);
    Marker::of(&comment.text).filter(|marker| marker.fingerprint == marker::SUMMARY && marker.folder == folder)
}

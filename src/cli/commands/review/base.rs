//! Finds out which commits the head is compared with: the one before the change, and the one whose configuration holds.

use super::session::ReviewRun;
use crate::cli::event::Kind;
use crate::cli::git::Commit;
use crate::http::HttpError;
use crate::http::github::{Comparison, Session};

/// Commits of the base, as full hashes.
pub(super) struct Commits {
    /// What the change began with.
    pub(super) before: String,
    /// The one whose configuration holds.
    pub(super) configuration: String,
}

/// The commit before the change where nobody needs to be asked for it: what GitHub says itself, and never what an author chose.
///
/// Only the merge that GitHub made has the target branch as its first parent. Of a commit that the author of the pull request made, the
/// first parent may be theirs too, and hold what the gate must not take for old.
pub(super) fn at_hand(run: &ReviewRun, head: &Commit) -> Option<String> {
    match run.event.kind {
        Kind::Pull if run.merge.as_ref() == Some(&head.hash) => match &*head.parents {
            [first, second] if run.event.head.as_ref().is_none_or(|head| head == second) => Some(first.clone()),
            _ => None,
        },
        Kind::MergeGroup | Kind::Push => run.event.base.clone(),
        _ => None,
    }
}

impl Commits {
    pub(super) fn one(commit: String) -> Self {
        Self { before: commit.clone(), configuration: commit }
    }

    /// Asks GitHub for what the event does not say. The base commit that the event of a pull request names is that of some time ago: what
    /// was merged since then would look like a part of the pull request.
    pub(super) fn find(run: &mut ReviewRun, session: &Session) -> Result<Self, HttpError> {
        if run.event.base.is_none() || run.event.head.is_none() {
            run.complete(session)?;
        }
        let event = &run.event;
        let (Some(base), Some(head)) = (event.base.clone(), &event.head) else {
            return Err(HttpError::Refused("The event names no pull request.".to_owned()));
        };
        if matches!(event.kind, Kind::Push | Kind::MergeGroup) {
            return Ok(Self::one(base));
        }
        if let Some(merge) = &run.merge {
            return Ok(Self::one(match if_found(session.parents(merge))?.as_deref() {
                Some([first, second]) if second == head => first.clone(),
                _ => base,
            }));
        }
        // What the branch did not touch is as it was where it left the base, which has gone on since.
        let branch = event.base_branch.as_deref().filter(|name| !name.is_empty());
        for base in branch.into_iter().chain([&*base]) {
            if let Some(Comparison { merge_base, tip }) = if_found(session.compare(base, head))? {
                return Ok(Self { before: merge_base, configuration: tip });
            }
        }
        Ok(Self::one(base))
    }
}

/// What GitHub answered, nothing where it has no such thing.
fn if_found<T>(answer: Result<T, HttpError>) -> Result<Option<T>, HttpError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(HttpError::Refused(_) | HttpError::Forbidden(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

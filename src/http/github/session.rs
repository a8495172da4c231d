//! A conversation with GitHub: blocking outside, asynchronous inside.

use super::carry_out::{self, SessionState};
use super::client::Client;
use super::types::{Access, Comparison, PlanOutcome, Pull};
use super::{comments, pulls, tree};
use crate::http::client::block_on;
use crate::http::error::HttpError;
use crate::review::plan::Plan;
use crate::review::{ChangedFile, ExistingComments};
use crate::tree::{ReadLimit, Tree};
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

/// A conversation with GitHub that gives up after a time.
pub(crate) struct Session {
    client: Arc<Client>,
    state: RefCell<SessionState>,
}

impl Session {
    /// Prepares a conversation; sends nothing. All calls together take no longer than `budget`, counted from the first one.
    ///
    /// # Errors
    ///
    /// Where an address, the repository or the token is not what such a thing looks like.
    pub(crate) fn open(access: &Access, budget: Duration) -> Result<Self, HttpError> {
        Ok(Self { client: Arc::new(Client::new(access, budget)?), state: RefCell::default() })
    }

    /// A pull request by its number.
    pub(crate) fn pull(&self, number: u64) -> Result<Pull, HttpError> {
        self.run(async |client| pulls::pull(client, number).await)
    }

    /// The open pull requests whose head is a commit. `label` is its branch as `owner:branch`: those of forks are found by it alone.
    pub(crate) fn pulls_of(&self, commit: &str, label: Option<&str>) -> Result<Vec<Pull>, HttpError> {
        self.run(async |client| pulls::pulls_of(client, commit, label).await)
    }

    /// How the branch of the commit `head` left another. `base` is that branch by its name, or a commit of it.
    pub(crate) fn compare(&self, base: &str, head: &str) -> Result<Comparison, HttpError> {
        self.run(async |client| pulls::compare(client, base, head).await)
    }

    /// The commits that a commit follows, in order.
    pub(crate) fn parents(&self, commit: &str) -> Result<Vec<String>, HttpError> {
        self.run(async |client| pulls::parents(client, commit).await)
    }

    /// The files of a commit below `folder` (empty for all), paths counted from it. `wanted` says how much of a path is
    /// read, if anything. Files of `at_hand` that are the same at GitHub (by blob hash) are taken from there.
    pub(crate) fn tree(
        &self,
        commit: &str,
        folder: &str,
        wanted: &dyn Fn(&str) -> Option<ReadLimit>,
        at_hand: &Tree,
    ) -> Result<Tree, HttpError> {
        self.run(async |client| tree::tree(client, commit, folder, wanted, at_hand).await)
    }

    /// The files that a pull request changes: at most the 3000 that GitHub lists.
    pub(crate) fn diff(&self, number: u64) -> Result<Vec<ChangedFile>, HttpError> {
        self.run(async |client| pulls::diff(client, number).await)
    }

    /// All comments and reviews of a pull request, and the own login. An error where not all of them can be read:
    /// a comment might be posted twice then.
    pub(crate) fn existing_comments(&self, number: u64) -> Result<ExistingComments, HttpError> {
        let known = self.state.borrow().login.clone();
        let existing = self.run(async |client| comments::existing_comments(client, number, known).await)?;
        self.state.borrow_mut().login = Some(existing.login.clone());
        Ok(existing)
    }

    /// Writes what a plan says, one request after the other, and stops at the first that the token may not do. A summary comment is
    /// tried all the same: it takes less of a token than a review.
    pub(crate) fn carry_out(&self, number: u64, head: &str, plan: &Plan) -> PlanOutcome {
        let state = self.state.borrow().clone();
        let outcome = self.run(async |client| Ok(carry_out::carry_out(client, number, head, plan, state).await));
        match outcome {
            Ok((done, state)) => {
                *self.state.borrow_mut() = state;
                done
            }
            Err(error) => PlanOutcome {
                writes: 0,
                missed: vec![carry_out::explained(&error.to_string())],
                review_missed: plan.review.is_some(),
            },
        }
    }

    fn run<T>(&self, work: impl AsyncFnOnce(&Arc<Client>) -> Result<T, HttpError>) -> Result<T, HttpError> {
        block_on(work(&self.client))
    }
}

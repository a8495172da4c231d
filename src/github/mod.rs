//! The edge to GitHub: reads pull requests and trees, carries out the plan of a review. The only module that speaks HTTP.

use crate::review::plan::Plan;
use crate::review::{ChangedFile, Said};
use crate::tree::Tree;
use std::time::Duration;

/// Where GitHub is, and as whom to speak.
#[derive(Clone)]
pub struct Access {
    /// Base of the REST API, such as `https://api.github.com` or `https://HOST/api/v3`.
    pub api: String,
    /// The GraphQL endpoint, such as `https://api.github.com/graphql` or `https://HOST/api/graphql`.
    pub graphql: String,
    /// The token; empty for none.
    pub token: String,
    /// `owner/name` of the repository that holds the pull request.
    pub repository: String,
}

/// What GitHub says of a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// Its number.
    pub number: u64,
    /// Whether it is open.
    pub open: bool,
    /// Full hash of the head commit.
    pub head: String,
    /// Full hash of the base commit.
    pub base: String,
}

/// Why a request came to nothing, in a sentence that a person understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The token may not do it (401, 403, 404).
    Forbidden(String),
    /// GitHub refused what was asked (422 and other 4xx).
    Refused(String),
    /// GitHub could not be reached or did not answer rightly in time.
    Unreachable(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Forbidden(why) | Self::Refused(why) | Self::Unreachable(why)) = self;
        out.write_str(why)
    }
}

/// What became of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Requests that wrote something.
    pub writes: usize,
    /// What could not be written, each with the reason, in sentences.
    pub missed: Vec<String>,
    /// Whether the review or a comment at a line was refused, so that its findings are nowhere yet.
    pub review_missed: bool,
}

/// A connection that is made once, with a time after which it gives up.
pub struct Session;

impl Session {
    /// Prepares a client; sends nothing. All calls together take no longer than `budget`.
    pub fn open(access: &Access, budget: Duration) -> Result<Self, Trouble> {
        let _ = (access, budget);
        Ok(Self)
    }

    /// A pull request by its number.
    pub fn pull(&self, number: u64) -> Result<Pull, Trouble> {
        let _ = number;
        Err(Trouble::Unreachable(String::new()))
    }

    /// The open pull requests whose head is a commit.
    pub fn pulls_of(&self, commit: &str) -> Result<Vec<Pull>, Trouble> {
        let _ = commit;
        Err(Trouble::Unreachable(String::new()))
    }

    /// The files of a commit below `folder` (empty for all), paths counted from it. `wanted` says how many bytes of a path are
    /// read at most, if any. Files of `at_hand` that are the same at GitHub (by blob hash) are taken from there.
    pub fn tree(
        &self,
        commit: &str,
        folder: &str,
        wanted: &dyn Fn(&str) -> Option<u64>,
        at_hand: &Tree,
    ) -> Result<Tree, Trouble> {
        let _ = (commit, folder, wanted, at_hand);
        Err(Trouble::Unreachable(String::new()))
    }

    /// The files that a pull request changes: at most the 3000 that GitHub lists.
    pub fn diff(&self, number: u64) -> Result<Vec<ChangedFile>, Trouble> {
        let _ = number;
        Err(Trouble::Unreachable(String::new()))
    }

    /// Everything said on a pull request, and the own login.
    pub fn said(&self, number: u64) -> Result<Said, Trouble> {
        let _ = number;
        Err(Trouble::Unreachable(String::new()))
    }

    /// Writes what a plan says, one request after the other, and stops at the first that the token may not do.
    pub fn carry_out(&self, number: u64, head: &str, plan: &Plan) -> Done {
        let _ = (number, head, plan);
        Done::default()
    }
}

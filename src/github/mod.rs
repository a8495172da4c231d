//! The edge to GitHub: reads pull requests and trees, carries out the plan of a review. The only module that speaks HTTP.
//!
//! Blocking for its callers. octocrab carries the requests; what is asked again and when is decided in `pace`. Proxies named in the
//! environment (`HTTPS_PROXY`) are not used. The certificates that the system trusts are needed.

mod carry_out;
mod client;
mod pace;
mod place;
mod pulls;
mod said;
mod tree;
mod write;

use crate::review::plan::Plan;
use crate::review::{ChangedFile, Said};
use crate::tree::Tree;
use client::Line;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::Instant;

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

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Forbidden(why) | Self::Refused(why) | Self::Unreachable(why)) = self;
        out.write_str(why)
    }
}

impl std::error::Error for Trouble {}

/// What became of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Requests that wrote something.
    pub writes: usize,
    /// Why something could not be written: a sentence for each reason, not for each request.
    pub missed: Vec<String>,
    /// Whether the review or a comment at a file could not be written, so that its findings are nowhere yet. The rest of the plan was
    /// left alone then: read anew what was said, plan without a diff, and carry that out.
    pub review_missed: bool,
}

/// A connection that is made once, at the first call, with a time after which it gives up.
pub struct Session {
    access: Access,
    budget: Duration,
    live: OnceCell<Result<Live, Trouble>>,
    memory: RefCell<Memory>,
}

/// What there is only after the first call.
struct Live {
    runtime: Runtime,
    line: Line,
}

/// What a session learned on its way.
#[derive(Debug, Clone, Default)]
struct Memory {
    /// The own login, as `said` found it.
    login: Option<String>,
    /// When the last request that writes was answered.
    last_write: Option<Instant>,
    /// Why reviews and comments at lines cannot be written.
    no_reviews: Option<String>,
    /// Why comments in the conversation cannot be written.
    no_posts: Option<String>,
    /// Why nothing can be written any more.
    nothing: Option<String>,
}

impl Session {
    /// Prepares a client; sends nothing. All calls together take no longer than `budget`, counted from the first one.
    ///
    /// # Errors
    ///
    /// Where an address, the repository or the token is not what such a thing looks like.
    pub fn open(access: &Access, budget: Duration) -> Result<Self, Trouble> {
        place::Place::new(access)?;
        let access = Access { token: access.token.trim().to_owned(), ..access.clone() };
        if !access.token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Trouble::Refused("the token holds letters that no token has".to_owned()));
        }
        Ok(Self { access, budget, live: OnceCell::new(), memory: RefCell::default() })
    }

    /// A pull request by its number.
    pub fn pull(&self, number: u64) -> Result<Pull, Trouble> {
        self.run(async |line| pulls::pull(line, number).await)
    }

    /// The open pull requests whose head is a commit.
    pub fn pulls_of(&self, commit: &str) -> Result<Vec<Pull>, Trouble> {
        self.run(async |line| pulls::pulls_of(line, commit).await)
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
        self.run(async |line| tree::tree(line, commit, folder, wanted, at_hand).await)
    }

    /// The files that a pull request changes: at most the 3000 that GitHub lists.
    pub fn diff(&self, number: u64) -> Result<Vec<ChangedFile>, Trouble> {
        self.run(async |line| pulls::diff(line, number).await)
    }

    /// Everything said on a pull request, and the own login. Trouble where it cannot be read whole: who posts then posts twice.
    pub fn said(&self, number: u64) -> Result<Said, Trouble> {
        let said = self.run(async |line| said::said(line, number, &self.access.token).await)?;
        self.memory.borrow_mut().login = Some(said.login.clone());
        Ok(said)
    }

    /// Writes what a plan says, one request after the other, and stops at the first that the token may not do. A summary comment is
    /// tried all the same: it takes less of a token than a review.
    pub fn carry_out(&self, number: u64, head: &str, plan: &Plan) -> Done {
        let memory = self.memory.borrow().clone();
        let outcome = self.run(async |line| Ok(carry_out::carry_out(line, number, head, plan, memory).await));
        match outcome {
            Ok((done, memory)) => {
                *self.memory.borrow_mut() = memory;
                done
            }
            Err(trouble) => Done {
                writes: 0,
                missed: vec![carry_out::sentence(&trouble.to_string())],
                review_missed: plan.review.is_some(),
            },
        }
    }

    fn run<T>(&self, work: impl AsyncFnOnce(&Line) -> Result<T, Trouble>) -> Result<T, Trouble> {
        let live = self.live.get_or_init(|| Live::start(&self.access, self.budget));
        let live = live.as_ref().map_err(Clone::clone)?;
        live.runtime.block_on(work(&live.line))
    }
}

impl Live {
    fn start(access: &Access, budget: Duration) -> Result<Self, Trouble> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Trouble::Unreachable(format!("the connection cannot be prepared: {error}")))?;
        let line = {
            let _inside = runtime.enter();
            Line::new(access, budget)?
        };
        Ok(Self { runtime, line })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(Ok(live)) = self.live.take() {
            // A name that is still being looked up must not hold up the end of the program.
            live.runtime.shutdown_background();
        }
    }
}

//! A connection to GitHub: blocking outside, asynchronous inside, made at the first call.

use super::client::Line;
use super::{Access, Done, Fork, Pull, Trouble, carry_out, place, pulls, said, tree};
use crate::review::plan::Plan;
use crate::review::{ChangedFile, Said};
use crate::tree::{ReadLimit, Tree};
use std::cell::{OnceCell, RefCell};
use std::pin::Pin;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::Instant;

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
pub(super) struct Memory {
    /// The own login, as `said` found it.
    pub(super) login: Option<String>,
    /// When the last request that writes was answered.
    pub(super) last_write: Option<Instant>,
    /// Why reviews and comments at lines cannot be written.
    pub(super) no_reviews: Option<String>,
    /// Why comments in the conversation cannot be written.
    pub(super) no_posts: Option<String>,
    /// Why nothing can be written any more.
    pub(super) nothing: Option<String>,
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

    /// The open pull requests whose head is a commit. `label` is its branch as `owner:branch`: those of forks are found by it alone.
    pub fn pulls_of(&self, commit: &str, label: Option<&str>) -> Result<Vec<Pull>, Trouble> {
        self.run(async |line| pulls::pulls_of(line, commit, label).await)
    }

    /// How the branch of the commit `head` left another. `base` is that branch by its name, or a commit of it.
    pub fn fork(&self, base: &str, head: &str) -> Result<Fork, Trouble> {
        self.run(async |line| pulls::fork(line, base, head).await)
    }

    /// The commits that a commit follows, in order.
    pub fn parents(&self, commit: &str) -> Result<Vec<String>, Trouble> {
        self.run(async |line| pulls::parents(line, commit).await)
    }

    /// The files of a commit below `folder` (empty for all), paths counted from it. `wanted` says how much of a path is
    /// read, if anything. Files of `at_hand` that are the same at GitHub (by blob hash) are taken from there.
    pub fn tree(
        &self,
        commit: &str,
        folder: &str,
        wanted: &dyn Fn(&str) -> Option<ReadLimit>,
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
        let mut outcome = Err(Trouble::Unreachable(String::new()));
        live.block_on(Box::pin(async { outcome = work(&live.line).await }));
        outcome
    }
}

impl Live {
    /// Of one type for all work: the runtime's loop is large and would be built for each.
    fn block_on(&self, work: Pin<Box<dyn Future<Output = ()> + '_>>) {
        self.runtime.block_on(work);
    }

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

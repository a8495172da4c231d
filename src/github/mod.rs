//! The edge to GitHub: reads pull requests and trees, carries out the plan of a review. Beside `fetch` the only module that speaks HTTP.
//!
//! Blocking for its callers. octocrab carries the requests; what is asked again and when is decided in `pace`. Proxies named in the
//! environment (`HTTPS_PROXY`) are not used. The certificates that the system trusts are needed.

#[cfg(not(feature = "github"))]
mod absent;
#[cfg(feature = "github")]
mod answer;
#[cfg(feature = "github")]
mod carry_out;
#[cfg(feature = "github")]
mod client;
#[cfg(feature = "github")]
mod pace;
#[cfg(feature = "github")]
mod place;
#[cfg(feature = "github")]
mod pulls;
#[cfg(feature = "github")]
mod said;
#[cfg(feature = "github")]
mod session;
#[cfg(feature = "github")]
mod tree;
#[cfg(feature = "github")]
mod write;

#[cfg(not(feature = "github"))]
pub use absent::Session;
#[cfg(feature = "github")]
pub use session::Session;
use std::fmt;

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
    /// Full hash of the base commit, as of some time ago.
    pub base: String,
    /// The branch that it is to be merged into.
    pub base_branch: String,
}

/// How a branch left another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// Full hash of the commit where it left: what the branch changed is counted from there.
    pub at: String,
    /// Full hash of the last commit of the other branch.
    pub tip: String,
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

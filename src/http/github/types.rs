//! Where GitHub is, what it says of pull requests, and what became of a plan.

/// Where GitHub is, and as whom to speak.
#[derive(Clone)]
pub(crate) struct Access {
    /// Base of the REST API, such as `https://api.github.com` or `https://HOST/api/v3`.
    pub(crate) api: String,
    /// The GraphQL endpoint, such as `https://api.github.com/graphql` or `https://HOST/api/graphql`.
    pub(crate) graphql: String,
    /// The token; empty for none.
    pub(crate) token: String,
    /// `owner/name` of the repository that holds the pull request.
    pub(crate) repository: String,
}

/// What GitHub says of a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pull {
    pub(crate) number: u64,
    pub(crate) open: bool,
    /// Full hash of the head commit.
    pub(crate) head: String,
    /// Full hash of the base commit, as of some time ago.
    pub(crate) base: String,
    /// The branch that it is to be merged into.
    pub(crate) base_branch: String,
}

/// Where a branch left another, from GitHub's comparison of two commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// Full hash of the commit where it left: what the branch changed is counted from there.
    pub(crate) merge_base: String,
    /// Full hash of the last commit of the other branch.
    pub(crate) tip: String,
}

/// The outcome of carrying a plan out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PlanOutcome {
    /// Requests that wrote something.
    pub(crate) writes: usize,
    /// Why something could not be written: a sentence for each reason, not for each request.
    pub(crate) missed: Vec<String>,
    /// Whether the review or a comment at a file could not be written, so that its findings are nowhere yet. The rest of the plan was
    /// left alone then: read the comments anew, plan without a diff, and carry that out.
    pub(crate) review_missed: bool,
}

/// `owner/name`, as GitHub allows it in an address.
pub(crate) fn is_repository(name: &str) -> bool {
    let fits = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    name.split_once('/').is_some_and(|(owner, name)| fits(owner) && fits(name))
}

//! What a pull request carries already: comments and reviews, by anybody.

/// A comment at a line or a file of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    /// GitHub's number of it, larger than 32 bits.
    pub(crate) id: u64,
    /// GraphQL's name of it.
    pub(crate) node_id: String,
    /// Login of its author; `None` for a deleted account.
    pub(crate) author: Option<String>,
    /// Whether the author is a program (`type` is `Bot`).
    pub(crate) is_bot: bool,
    /// The text, as it was written.
    pub(crate) body: String,
    /// The remark that it answers.
    pub(crate) in_reply_to: Option<u64>,
}

/// A comment in the conversation of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Post {
    /// GitHub's number of it.
    pub(crate) id: u64,
    /// Login of its author; `None` for a deleted account.
    pub(crate) author: Option<String>,
    /// The text, as it was written.
    pub(crate) body: String,
}

/// A review of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExistingReview {
    /// GitHub's number of it.
    pub(crate) id: u64,
    /// Login of its author; `None` for a deleted account.
    pub(crate) author: Option<String>,
    /// The text, as it was written.
    pub(crate) body: String,
    /// Whether it asks for changes and has not been dismissed.
    pub(crate) requests_changes: bool,
}

/// Everything that the pull request carries so far, whoever wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExistingComments {
    /// The gate's own login, in the form of the REST API: `github-actions[bot]`.
    pub(crate) login: String,
    /// Comments at lines and files, oldest first.
    pub(crate) remarks: Vec<Remark>,
    /// Comments in the conversation, oldest first.
    pub(crate) posts: Vec<Post>,
    /// Reviews, oldest first.
    pub(crate) reviews: Vec<ExistingReview>,
}

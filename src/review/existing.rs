//! What a pull request carries already: comments and reviews, by anybody.

/// A comment at a line or a file of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// GitHub's number of it, larger than 32 bits.
    pub id: u64,
    /// GraphQL's name of it.
    pub node_id: String,
    /// Login of its author; `None` for a deleted account.
    pub author: Option<String>,
    /// Whether the author is a program (`type` is `Bot`).
    pub is_bot: bool,
    /// The text, as it was written.
    pub body: String,
    /// The remark that it answers.
    pub answers: Option<u64>,
}

/// A comment in the conversation of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// GitHub's number of it.
    pub id: u64,
    /// Login of its author; `None` for a deleted account.
    pub author: Option<String>,
    /// The text, as it was written.
    pub body: String,
}

/// A review of the pull request, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExistingReview {
    /// GitHub's number of it.
    pub id: u64,
    /// Login of its author; `None` for a deleted account.
    pub author: Option<String>,
    /// The text, as it was written.
    pub body: String,
    /// Whether it asks for changes and has not been dismissed.
    pub blocks: bool,
}

/// Everything that the pull request carries so far, whoever wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExistingComments {
    /// The gate's own login, in the form of the REST API: `github-actions[bot]`.
    pub login: String,
    /// Comments at lines and files, oldest first.
    pub remarks: Vec<Remark>,
    /// Comments in the conversation, oldest first.
    pub posts: Vec<Post>,
    /// Reviews, oldest first.
    pub reviews: Vec<ExistingReview>,
}

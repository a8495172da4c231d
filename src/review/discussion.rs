//! A discussion of the Hub, or a pull request there, as it is now: what anybody wrote in it.

/// Whether something can still be said in a discussion, and done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiscussionState {
    /// A pull request that its author has not offered yet.
    Draft,
    Open,
    Closed,
    /// A pull request whose changes are taken.
    Merged,
}

/// A comment in a discussion, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DiscussionComment {
    /// The Hub's name of it: letters and digits.
    pub(crate) id: String,
    /// Name of its author; `None` for a deleted account.
    pub(crate) author: Option<String>,
    /// The text, as it was written last; of a hidden comment the Hub does not show it.
    pub(crate) text: String,
    /// Whether somebody has hidden it, which nobody can undo.
    pub(crate) is_hidden: bool,
}

/// A discussion, or a pull request with its discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Discussion {
    pub(crate) number: u64,
    pub(crate) state: DiscussionState,
    /// Name of who opened it; `None` for a deleted account.
    pub(crate) author: Option<String>,
    /// Of a pull request, its target branch, as `refs/heads/main`; nothing of another discussion.
    pub(crate) base: Option<String>,
    pub(crate) is_pull: bool,
    /// Oldest first; the first one is its description.
    pub(crate) comments: Vec<DiscussionComment>,
}

impl Discussion {
    /// The description, where the account of this name opened the discussion and nobody has hidden it.
    pub(crate) fn description_by(&self, login: &str) -> Option<&DiscussionComment> {
        let is_own = self.author.as_deref().is_some_and(|author| author.eq_ignore_ascii_case(login));
        self.comments.first().filter(|first| is_own && first.is_by(login))
    }
}

impl DiscussionComment {
    /// Whether it can be read and the account of this name wrote it.
    pub(crate) fn is_by(&self, login: &str) -> bool {
        let author = self.author.as_deref().filter(|_| !login.is_empty() && !self.is_hidden);
        author.is_some_and(|author| author.eq_ignore_ascii_case(login))
    }
}

//! What the gate says on the Hub, and as whom, as plain data.

/// As whom a token speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// Its name, as discussions show it.
    pub(crate) name: String,
    /// Its id, as webhooks have it.
    pub(crate) id: String,
}

/// Which discussions a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// Discussions that are no pull requests, open and closed.
    Discussions,
    /// Pull requests that are open.
    OpenPulls,
}

/// A pull request that is to be opened, with one commit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewPull<'a> {
    /// The branch that it is to be merged into.
    pub(crate) branch: &'a str,
    /// The commit of the branch that the files are meant for, as a full hash.
    pub(crate) parent: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    /// Whole files, by path.
    pub(crate) files: &'a [(&'a str, &'a [u8])],
}

//! Where a pull request left the branch that it is to be merged into.

use super::client::HubClient;
use crate::http::error::HttpError;
use crate::render::percent_encoded;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Most pages of commits that are read of each side, chosen; a page has 50.
const MAX_PAGES: usize = 20;

#[derive(Deserialize)]
struct CommitJson {
    id: String,
}

/// Commits of a revision as the Hub lists them, newest first, page by page.
struct History<'c> {
    client: &'c HubClient,
    id: &'c str,
    /// The page that comes next; nothing after the last one.
    next: Option<String>,
    pages: usize,
}

impl<'c> History<'c> {
    fn new(client: &'c HubClient, id: &'c str, commit: &str) -> Self {
        let first = format!("api/models/{id}/commits/{}", percent_encoded(commit, b""));
        Self { client, id, next: Some(first), pages: 0 }
    }

    /// The hashes of the next page; nothing after the last one, or after as many pages as are read.
    async fn page(&mut self) -> Result<Option<Vec<String>>, HttpError> {
        let Some(rest) = self.next.take().filter(|_| self.pages < MAX_PAGES) else { return Ok(None) };
        let (commits, next): (Vec<CommitJson>, _) = self.client.page(&rest, self.id).await?;
        self.pages += 1;
        self.next = next;
        Ok(Some(commits.into_iter().map(|commit| commit.id).collect()))
    }

    /// Whether there are more commits than were read.
    const fn is_cut(&self) -> bool {
        self.next.is_some()
    }
}

/// The newest commit that a branch, by its tip, and the head of a pull request share; nothing where they share none, or have too many
/// commits to know.
///
/// All commits of the head count before one is taken: its author chooses their dates, and so in which order the Hub lists them. A commit that
/// is older than the true one could make old faults of the branch excuse new ones.
pub(super) async fn merge_base(
    client: &HubClient,
    id: &str,
    head: &str,
    tip: &str,
) -> Result<Option<String>, HttpError> {
    let mut of_head = History::new(client, id, head);
    let mut known = BTreeSet::new();
    while let Some(page) = of_head.page().await? {
        known.extend(page);
        if known.contains(tip) {
            return Ok(Some(tip.to_owned()));
        }
    }
    if of_head.is_cut() {
        return Ok(None);
    }
    let mut of_branch = History::new(client, id, tip);
    while let Some(page) = of_branch.page().await? {
        if let Some(shared) = page.into_iter().find(|commit| known.contains(commit)) {
            return Ok(Some(shared));
        }
    }
    Ok(None)
}

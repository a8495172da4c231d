//! The list of a commit's files.

use super::client::{Client, refusal};
use super::endpoint::is_hash;
use crate::budget::TREE;
use crate::http::error::HttpError;
use serde::Deserialize;

/// Most requests for lists of files.
const MAX_LISTS: usize = 300;

/// The mode of a link.
pub(super) const LINK: &str = "120000";

#[derive(Deserialize)]
struct TreeJson {
    tree: Vec<EntryJson>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Clone, Deserialize)]
pub(super) struct EntryJson {
    pub(super) path: String,
    pub(super) mode: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) sha: String,
    /// Only files have one.
    #[serde(default)]
    pub(super) size: u64,
}

/// Lists the files of a commit. Where GitHub cuts the list, folder by folder, as far as they lie at or below `folder`.
pub(super) async fn listed(client: &Client, commit: &str, folder: &str) -> Result<Vec<EntryJson>, HttpError> {
    let mut files = Vec::new();
    let mut open = vec![(String::new(), commit.to_owned())];
    let mut lists = 0;
    while let Some((above, hash)) = open.pop() {
        lists += 2;
        if lists > MAX_LISTS || files.len() > TREE.entries {
            return Err(too_large("it holds too many files"));
        }
        let all_pages = list(client, &hash, "?recursive=1", commit).await?;
        let cut = all_pages.truncated;
        let entries = if cut { list(client, &hash, "", commit).await? } else { all_pages };
        if cut && entries.truncated {
            return Err(too_large("one of its folders holds too many files"));
        }
        for mut entry in entries.tree {
            entry.path.insert_str(0, &above);
            if cut && entry.kind == "tree" {
                let path = format!("{}/", entry.path);
                let relevant = path.starts_with(folder) || folder.starts_with(&path);
                if relevant && is_hash(&entry.sha) {
                    open.push((path, entry.sha.clone()));
                }
            }
            files.push(entry);
        }
    }
    Ok(files)
}

async fn list(client: &Client, hash: &str, query: &str, commit: &str) -> Result<TreeJson, HttpError> {
    let address = client.endpoint.repository_url(&format!("git/trees/{hash}{query}"));
    client.try_get(&address).await?.map_err(|response| match (response.status, refusal(&response)) {
        (404 | 409 | 422, why) => {
            HttpError::Refused(format!("GitHub shows no commit {commit} in `{}` ({why})", client.endpoint.repository))
        }
        (_, why) => why,
    })
}

/// The error on a commit that exceeds a bound.
pub(super) fn too_large(why: &str) -> HttpError {
    HttpError::Refused(format!("the commit is too large to be read without a checkout: {why}"))
}

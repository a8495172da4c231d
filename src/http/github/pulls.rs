//! Reads pull requests and the files that they change.

use super::client::Client;
use super::endpoint::{escaped, full_hash};
use super::types::{Comparison, Pull};
use crate::http::error::HttpError;
use crate::review::{ChangedFile, Status};
use serde::Deserialize;

/// Most pages of the list of files: GitHub lists at most 3,000 files, 100 a page.
const MAX_FILE_PAGES: usize = 30;

/// Most pages of pull requests of a branch, or that hold a commit; chosen.
const MAX_PULL_PAGES: usize = 3;

#[derive(Deserialize)]
struct PullJson {
    number: u64,
    state: String,
    head: BranchJson,
    base: BranchJson,
}

/// One end of a pull request. The repository of a deleted fork is `null`; it is not asked for.
#[derive(Deserialize)]
struct BranchJson {
    sha: String,
    #[serde(rename = "ref", default)]
    branch: String,
}

#[derive(Deserialize)]
struct CommitRef {
    sha: String,
}

#[derive(Deserialize)]
struct ComparisonJson {
    base_commit: CommitRef,
    merge_base_commit: CommitRef,
}

#[derive(Deserialize)]
struct CommitJson {
    parents: Vec<CommitRef>,
}

#[derive(Deserialize)]
struct FileJson {
    filename: String,
    status: String,
    patch: Option<String>,
}

impl From<PullJson> for Pull {
    fn from(pull: PullJson) -> Self {
        let open = pull.state == "open";
        Self { number: pull.number, open, head: pull.head.sha, base: pull.base.sha, base_branch: pull.base.branch }
    }
}

impl From<FileJson> for ChangedFile {
    fn from(file: FileJson) -> Self {
        let status = match &*file.status {
            "added" => Status::Added,
            "removed" => Status::Removed,
            _ => Status::Changed,
        };
        Self { path: file.filename, status, patch: file.patch }
    }
}

pub(super) async fn pull(client: &Client, number: u64) -> Result<Pull, HttpError> {
    let address = client.endpoint.repository_url(&format!("pulls/{number}"));
    Ok(client.get::<PullJson>(&address).await?.into())
}

pub(super) async fn pulls_of(client: &Client, commit: &str, label: Option<&str>) -> Result<Vec<Pull>, HttpError> {
    full_hash(commit)?;
    // GitHub names no pull request of a commit that only a fork has. It does for a branch.
    let of_branch = label.map(|label| format!("pulls?state=open&head={}", escaped(label)));
    for rest in of_branch.into_iter().chain([format!("commits/{commit}/pulls")]) {
        let (pulls, _) = client.list::<PullJson>(&client.endpoint.repository_url(&rest), MAX_PULL_PAGES).await?;
        // GitHub also lists pull requests that hold the commit further down, and those that are merged.
        let pulls = pulls.into_iter().map(Pull::from);
        let found: Vec<Pull> = pulls.filter(|pull| pull.open && pull.head.eq_ignore_ascii_case(commit)).collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

pub(super) async fn compare(client: &Client, base: &str, head: &str) -> Result<Comparison, HttpError> {
    full_hash(head)?;
    // One commit a page: the files of the comparison come with the first page only, and neither is asked for.
    let address = client.endpoint.repository_url(&format!("compare/{}...{head}?per_page=1&page=2", escaped(base)));
    let comparison = client.get::<ComparisonJson>(&address).await?;
    Ok(Comparison { merge_base: comparison.merge_base_commit.sha, tip: comparison.base_commit.sha })
}

pub(super) async fn parents(client: &Client, commit: &str) -> Result<Vec<String>, HttpError> {
    full_hash(commit)?;
    // Its files come with the first page only, and are not asked for.
    let address = client.endpoint.repository_url(&format!("commits/{commit}?per_page=1&page=2"));
    let commit = client.get::<CommitJson>(&address).await?;
    Ok(commit.parents.into_iter().map(|parent| parent.sha).collect())
}

pub(super) async fn diff(client: &Client, number: u64) -> Result<Vec<ChangedFile>, HttpError> {
    let address = client.endpoint.repository_url(&format!("pulls/{number}/files"));
    let (files, _) = client.list::<FileJson>(&address, MAX_FILE_PAGES).await?;
    Ok(files.into_iter().map(ChangedFile::from).collect())
}

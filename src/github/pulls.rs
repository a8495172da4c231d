//! Reads pull requests and the files that they change.

use super::client::Line;
use super::place::is_hash;
use super::{Pull, Trouble};
use crate::review::{ChangedFile, Status};
use serde::Deserialize;

/// Most pages of the list of files: GitHub itself ends it at 3000.
const FILE_PAGES: usize = 30;

/// Most pages of pull requests that hold a commit.
const PULL_PAGES: usize = 3;

#[derive(Deserialize)]
struct PullJson {
    number: u64,
    state: String,
    head: End,
    base: End,
}

/// One end of a pull request. The repository of a deleted fork is `null`; it is not asked for.
#[derive(Deserialize)]
struct End {
    sha: String,
}

#[derive(Deserialize)]
struct ComparisonJson {
    merge_base_commit: End,
}

#[derive(Deserialize)]
struct FileJson {
    filename: String,
    status: String,
    patch: Option<String>,
}

impl From<PullJson> for Pull {
    fn from(pull: PullJson) -> Self {
        Self { number: pull.number, open: pull.state == "open", head: pull.head.sha, base: pull.base.sha }
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

pub(super) async fn pull(line: &Line, number: u64) -> Result<Pull, Trouble> {
    let path = line.place.of_repository(&format!("pulls/{number}"));
    Ok(line.get::<PullJson>(&path).await?.into())
}

pub(super) async fn pulls_of(line: &Line, commit: &str) -> Result<Vec<Pull>, Trouble> {
    if !is_hash(commit) {
        return Err(Trouble::Refused("the commit is not named by its full hash".to_owned()));
    }
    let path = line.place.of_repository(&format!("commits/{commit}/pulls"));
    let (pulls, _) = line.list::<PullJson>(&path, PULL_PAGES).await?;
    // GitHub also lists pull requests that hold the commit further down, and those that are merged.
    Ok(pulls.into_iter().map(Pull::from).filter(|pull| pull.open && pull.head.eq_ignore_ascii_case(commit)).collect())
}

pub(super) async fn fork_point(line: &Line, base: &str, head: &str) -> Result<String, Trouble> {
    if !is_hash(base) || !is_hash(head) {
        return Err(Trouble::Refused("the commit is not named by its full hash".to_owned()));
    }
    // One commit a page: the files of the comparison come with the first page only, and neither is asked for.
    let path = line.place.of_repository(&format!("compare/{base}...{head}?per_page=1&page=2"));
    let comparison = line.get::<ComparisonJson>(&path).await?;
    Ok(comparison.merge_base_commit.sha)
}

pub(super) async fn diff(line: &Line, number: u64) -> Result<Vec<ChangedFile>, Trouble> {
    let path = line.place.of_repository(&format!("pulls/{number}/files"));
    let (files, _) = line.list::<FileJson>(&path, FILE_PAGES).await?;
    Ok(files.into_iter().map(ChangedFile::from).collect())
}

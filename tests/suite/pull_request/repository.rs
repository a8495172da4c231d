//! What the fake GitHub shows of its repository: commits, files, the pull request and its diff.

use super::git::{self, Commit};
use super::hub::{Files, State, refusal};
use crate::support::fake::Reply;
use crate::support::unified::patch;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn sha(bytes: &[u8]) -> String {
    git::name("blob", bytes)
}

/// A path with the file that stands there now: its mode and bytes, or nothing.
pub(crate) type Change<'c> = (&'c str, Option<(&'static str, &'c [u8])>);

impl State {
    /// Adds a commit.
    pub(crate) fn commit(&mut self, files: Files, parents: &[&str]) -> String {
        let commit = Commit::new(files, parents, &self.commits.len().to_string());
        let name = commit.name();
        self.commits.insert(name.clone(), commit);
        name
    }

    /// Adds a commit that changes files of another.
    pub(crate) fn changed(&mut self, commit: &str, change: &[(&str, &str)]) -> String {
        let mut files = self.commits[commit].files.clone();
        files.extend(change.iter().map(|(path, text)| ((*path).to_owned(), ("100644", text.as_bytes().to_vec()))));
        self.commit(files, &[commit])
    }

    /// Adds a commit that changes or takes away files of another, of any mode.
    pub(crate) fn rewritten(&mut self, commit: &str, change: &[Change]) -> String {
        let mut files = self.commits[commit].files.clone();
        for (path, file) in change {
            match file {
                Some((mode, bytes)) => _ = files.insert((*path).to_owned(), (mode, bytes.to_vec())),
                None => assert!(files.remove(*path).is_some(), "{path}"),
            }
        }
        self.commit(files, &[commit])
    }

    /// Answers a request that reads.
    pub(crate) fn read(&self, parts: &[&str]) -> Reply {
        let found = match parts {
            ["pulls", "7"] => Some(self.pull()),
            ["pulls", "7", "files"] => Some(self.files().into_values().collect()),
            ["pulls", "7", "comments"] => Some(json!(self.remarks)),
            ["pulls", "7", "reviews"] => Some(json!(self.reviews)),
            ["issues", "7", "comments"] => Some(json!(self.posts)),
            ["pulls"] => Some(json!([self.pull()])),
            ["commits", commit, "pulls"] => {
                let is_known = self.commits.contains_key(*commit) && !self.from_fork;
                Some(if is_known { json!([self.pull()]) } else { json!([]) })
            }
            ["commits", commit] => (*commit == self.merge)
                .then(|| json!({ "sha": commit, "parents": [{ "sha": self.base }, { "sha": self.head }] })),
            ["compare", range] => range.split_once("...").filter(|(_, head)| *head == self.head).map(|(base, _)| {
                let tip = if base == "main" { &self.base } else { base };
                json!({ "base_commit": { "sha": tip }, "merge_base_commit": { "sha": self.fork } })
            }),
            ["git", "trees", commit] => self.commits.get(*commit).map(|commit| {
                let entries = commit.files.iter().map(|(path, (mode, bytes))| match *mode {
                    "160000" => {
                        json!({ "path": path, "mode": mode, "type": "commit", "sha": String::from_utf8_lossy(bytes) })
                    }
                    _ => json!({ "path": path, "mode": mode, "type": "blob", "sha": sha(bytes), "size": bytes.len() }),
                });
                json!({ "tree": entries.collect::<Vec<_>>(), "truncated": false })
            }),
            ["git", "blobs", wanted] => {
                let mut blobs = self.commits.values().flat_map(|commit| commit.files.values()).map(|(_, bytes)| bytes);
                return match blobs.find(|bytes| sha(bytes) == *wanted) {
                    Some(bytes) => Reply::Answer(200, Vec::new(), bytes.clone()),
                    None => refusal(404, "Not Found"),
                };
            }
            _ => None,
        };
        found.map_or_else(|| refusal(404, "Not Found"), |found| Reply::json(200, &found))
    }

    /// The base commit as GitHub tells it, which is that of the time when the pull request was opened.
    pub(crate) fn old_base(&self) -> &str {
        if self.opened_at.is_empty() { &self.base } else { &self.opened_at }
    }

    fn pull(&self) -> Value {
        let state = if self.closed { "closed" } else { "open" };
        json!({ "number": 7, "state": state, "head": { "sha": self.head }, "base": { "sha": self.old_base(), "ref": "main" } })
    }

    /// The files that the branch changes, by path.
    pub(crate) fn files(&self) -> BTreeMap<String, Value> {
        let (old, new) = (&self.commits[&self.fork].files, &self.commits[&self.head].files);
        let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let changed = paths.into_iter().filter(|path| old.get(*path) != new.get(*path)).map(|path| {
            let text = |files: &Files| {
                files.get(path).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
            };
            let status = match (old.contains_key(path), new.contains_key(path)) {
                (false, _) => "added",
                (_, false) => "removed",
                _ => "modified",
            };
            let file = json!({ "filename": path, "status": status, "patch": patch(&text(old), &text(new)) });
            (path.clone(), file)
        });
        changed.collect()
    }

    /// Whether a comment stands at lines of the diff.
    pub(crate) fn is_in_diff(&self, remark: &Value) -> bool {
        let files = self.files();
        let file = remark["path"].as_str().and_then(|path| files.get(path));
        let patch = file.and_then(|file| file["patch"].as_str()).unwrap_or_default();
        let line = remark["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or_default();
        lines_of(patch, if remark["side"] == "LEFT" { '-' } else { '+' }).contains(&line)
    }
}

/// The numbers of the lines that a patch shows of one side: `-` for the file before, `+` for the one after.
fn lines_of(patch: &str, side: char) -> BTreeSet<usize> {
    let mut next = 0;
    let mut lines = BTreeSet::new();
    for line in patch.lines() {
        if let Some(head) = line.strip_prefix("@@ ") {
            let start = head.split(' ').find_map(|range| range.strip_prefix(side)).unwrap();
            next = start.split(',').next().unwrap().parse().unwrap();
        } else if line.starts_with([' ', side]) {
            lines.insert(next);
            next += 1;
        }
    }
    lines
}

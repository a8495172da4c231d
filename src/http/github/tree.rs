//! Reads the files of a commit as a tree, without a checkout: what is there in one request, then the files that matter one by one.

use super::client::{Client, refusal};
use super::endpoint::{full_hash, is_hash};
use crate::budget::{Bound, TREE};
use crate::http::error::HttpError;
use crate::lfs::MAX_POINTER;
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree, is_plain};
use serde::Deserialize;
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Most files that are fetched, chosen: each is a request. A repository of models has some hundreds at most that matter.
const MAX_FILES: usize = 2_000;

/// Most requests for lists of files.
const MAX_LISTS: usize = 300;

/// The mode of a link.
const LINK: &str = "120000";

/// How many files are fetched at the same time, chosen.
const CONCURRENT_FETCHES: usize = 6;

#[derive(Deserialize)]
struct TreeJson {
    tree: Vec<EntryJson>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Deserialize)]
struct EntryJson {
    path: String,
    mode: String,
    #[serde(rename = "type")]
    kind: String,
    sha: String,
    /// Only files have one.
    #[serde(default)]
    size: u64,
}

/// The files of a commit below a folder, see [`super::Session::tree`].
pub(super) async fn tree(
    client: &Arc<Client>,
    commit: &str,
    folder: &str,
    read_limit: &dyn Fn(&str) -> Option<ReadLimit>,
    at_hand: &Tree,
) -> Result<Tree, HttpError> {
    full_hash(commit)?;
    let folder: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let folder = folder.iter().fold(String::new(), |path, part| path + part + "/");
    let mut tree = Tree::default();
    let mut unread: BTreeMap<String, Unread> = BTreeMap::new();
    let mut bytes = 0_u64;
    let mut heads = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut heads_to_read = 0;
    for listed in listed(client, commit, &folder).await? {
        let Some(path) = listed.path.strip_prefix(&folder).filter(|path| is_plain(path)) else { continue };
        // Names that are not UTF-8 read alike here: one of them could hide the other.
        if !seen.insert(path.to_owned()) {
            return Err(HttpError::Refused(format!("the commit holds two files whose names GitHub shows as `{path}`")));
        }
        if listed.kind == "commit" {
            tree.submodules.push(path.to_owned());
        }
        let how = read_limit(path);
        // A link names another file; what it holds says nothing of that one.
        if listed.kind == "blob" && listed.mode != LINK && is_hash(&listed.sha) {
            tree.blobs.insert(path.to_owned(), listed.sha.clone());
        }
        match entry(&listed, path, how) {
            Some(EntryOrUnread::Entry(entry)) => {
                tree.files.insert(path.to_owned(), entry);
            }
            Some(EntryOrUnread::ToRead) => {
                if matches!(how, Some(ReadLimit::Head(_))) {
                    // Pointers use nothing up.
                    if listed.size > MAX_POINTER {
                        if heads_to_read >= MOST_HEADS {
                            tree.files.insert(path.to_owned(), Entry::Unread { size: listed.size });
                            continue;
                        }
                        heads_to_read += 1;
                    }
                    heads.insert(path.to_owned(), listed.size);
                }
                bytes = bytes.saturating_add(listed.size);
                let unread = unread.entry(listed.sha).or_insert(Unread { size: listed.size, paths: Vec::new() });
                unread.paths.push(path.to_owned());
            }
            None => {}
        }
    }
    if bytes > TREE.bytes {
        return Err(too_large(&Bound::Bytes(TREE.bytes).to_string()));
    }
    reuse(&mut tree, &mut unread, at_hand);
    // Files so small hold no weights. Pointers are read where they have to be compared.
    unread.retain(|_, unread| unread.size > MAX_POINTER || unread.paths.iter().any(|path| !heads.contains_key(path)));
    if unread.len() > MAX_FILES {
        return Err(too_large(&format!("more than {MAX_FILES} files would have to be read")));
    }
    fetch(client, &mut tree, unread).await?;
    for (path, size) in heads {
        let entry = match tree.files.remove(&path) {
            Some(Entry::Read(bytes)) => Entry::Head { bytes, size },
            _ => Entry::Unread { size },
        };
        tree.files.insert(path, entry);
    }
    Ok(tree)
}

/// The same bytes under one or more paths.
struct Unread {
    size: u64,
    paths: Vec<String>,
}

enum EntryOrUnread {
    Entry(Entry),
    ToRead,
}

/// The entry of a path; nothing for folders, unless a file was wanted there, and for submodules.
fn entry(listed: &EntryJson, path: &str, read_limit: Option<ReadLimit>) -> Option<EntryOrUnread> {
    let size = listed.size;
    let found = match (&*listed.kind, read_limit) {
        ("tree", Some(ReadLimit::Whole(_))) if Path::new(path).extension().is_some() => {
            Entry::Unreadable("it is a folder, not a file".to_owned())
        }
        ("blob", None) => Entry::Unread { size },
        ("blob", Some(ReadLimit::Head(_))) if listed.mode == LINK || size > HEAD_LIMIT => Entry::Unread { size },
        ("blob", Some(_)) if listed.mode == LINK => {
            Entry::Unreadable("it is a link, which is not followed here".to_owned())
        }
        ("blob", Some(ReadLimit::Whole(limit))) if size > limit => Entry::TooLarge { size, limit },
        ("blob", Some(_)) if is_hash(&listed.sha) => return Some(EntryOrUnread::ToRead),
        _ => return None,
    };
    Some(EntryOrUnread::Entry(found))
}

/// Lists the files of a commit. Where GitHub cuts the list, folder by folder, as far as they lie at or below `folder`.
async fn listed(client: &Client, commit: &str, folder: &str) -> Result<Vec<EntryJson>, HttpError> {
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

/// Takes what is the same from the files at hand.
fn reuse(tree: &mut Tree, unread: &mut BTreeMap<String, Unread>, at_hand: &Tree) {
    let sizes: HashSet<u64> = unread.values().map(|unread| unread.size).collect();
    for entry in at_hand.files.values() {
        let bytes = match entry {
            Entry::Read(bytes) => bytes,
            Entry::Head { bytes, size } if bytes.len() as u64 == *size => bytes,
            _ => continue,
        };
        if sizes.contains(&(bytes.len() as u64))
            && let Some(same) = unread.remove(&blob_hash(bytes))
        {
            insert(tree, same.paths, bytes.clone());
        }
    }
}

async fn fetch(client: &Arc<Client>, tree: &mut Tree, unread: BTreeMap<String, Unread>) -> Result<(), HttpError> {
    let mut left = unread.into_iter();
    let mut tasks = JoinSet::new();
    loop {
        while tasks.len() < CONCURRENT_FETCHES
            && let Some((hash, unread)) = left.next()
        {
            let client = Arc::clone(client);
            tasks.spawn(async move {
                let size = usize::try_from(unread.size).unwrap_or(usize::MAX);
                let address = client.endpoint.repository_url(&format!("git/blobs/{hash}"));
                // Repositories with longer hashes name their files by another function.
                let right = |bytes: &[u8]| bytes.len() == size && (hash.len() != 40 || blob_hash(bytes) == hash);
                let bytes = client.bytes(&address, size, right).await?;
                Ok::<_, HttpError>((unread.paths, bytes))
            });
        }
        let Some(fetched) = tasks.join_next().await else { return Ok(()) };
        let fetched = fetched.map_err(|_| HttpError::Unreachable("a file could not be read from GitHub".to_owned()));
        let (paths, bytes) = fetched??;
        insert(tree, paths, bytes);
    }
}

fn insert(tree: &mut Tree, mut paths: Vec<String>, bytes: Vec<u8>) {
    let last = paths.pop();
    for path in paths {
        tree.files.insert(path, Entry::Read(bytes.clone()));
    }
    if let Some(path) = last {
        tree.files.insert(path, Entry::Read(bytes));
    }
}

/// The name that git gives a file's bytes.
fn blob_hash(bytes: &[u8]) -> String {
    let hash = Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize();
    hash.iter().fold(String::with_capacity(40), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn too_large(why: &str) -> HttpError {
    HttpError::Refused(format!("the commit is too large to be read without a checkout: {why}"))
}

#[cfg(test)]
mod tests {
    use super::blob_hash;

    #[test]
    fn hashes_as_git_has_them() {
        assert_eq!(blob_hash(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(blob_hash(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }
}

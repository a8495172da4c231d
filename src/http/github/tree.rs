//! Reads the files of a commit as a tree, without a checkout: what is there in one request, then the files that matter one by one.

use super::blobs::{blob_hash, fetch_blobs};
use super::client::Client;
use super::endpoint::{full_hash, is_hash};
use super::links;
use super::listing::{EntryJson, LINK, listed, too_large};
use crate::budget::{Bound, TREE};
use crate::http::error::HttpError;
use crate::lfs::MAX_POINTER;
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree, is_plain};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Most files that are fetched, chosen: each is a request. A repository of models has some hundreds at most that matter.
const MAX_FILES: usize = 2_000;

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
    let listing = listed(client, commit, &folder).await?;
    let below = |listed: &EntryJson| listed.path.strip_prefix(&folder).filter(|path| is_plain(path)).map(str::to_owned);
    let listing: Vec<(String, EntryJson)> =
        listing.into_iter().filter_map(|listed| Some((below(&listed)?, listed))).collect();
    let mut led = links::follow(client, &listing, read_limit).await?;
    for (path, listed) in listing {
        let path = path.as_str();
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
        let (listed, why) = match led.remove(path) {
            Some(Ok(file)) => (file, None),
            Some(Err(why)) => (listed, Some(why)),
            None => (listed, None),
        };
        match entry(&listed, path, how, why) {
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
        return Err(too_large(&format!("it needs more than {MAX_FILES} files")));
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
/// `no_file` says why a link leads to no file.
fn entry(
    listed: &EntryJson,
    path: &str,
    read_limit: Option<ReadLimit>,
    no_file: Option<&'static str>,
) -> Option<EntryOrUnread> {
    let size = listed.size;
    let found = match (&*listed.kind, read_limit) {
        ("tree", Some(ReadLimit::Whole(_))) if Path::new(path).extension().is_some() => {
            Entry::Unreadable("it is a folder, not a file".to_owned())
        }
        ("blob", None) => Entry::Unread { size },
        ("blob", Some(ReadLimit::Head(_))) if listed.mode == LINK || size > HEAD_LIMIT => Entry::Unread { size },
        ("blob", Some(_)) if listed.mode == LINK => Entry::Unreadable(no_file.unwrap_or_default().to_owned()),
        ("blob", Some(ReadLimit::Whole(limit))) if size > limit => Entry::TooLarge { size, limit },
        ("blob", Some(_)) if is_hash(&listed.sha) => return Some(EntryOrUnread::ToRead),
        _ => return None,
    };
    Some(EntryOrUnread::Entry(found))
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

async fn fetch(client: &Arc<Client>, tree: &mut Tree, mut unread: BTreeMap<String, Unread>) -> Result<(), HttpError> {
    let blobs: Vec<(String, u64)> = unread.iter().map(|(hash, unread)| (hash.clone(), unread.size)).collect();
    for (hash, bytes) in fetch_blobs(client, blobs.into_iter()).await? {
        if let Some(unread) = unread.remove(&hash) {
            insert(tree, unread.paths, bytes);
        }
    }
    Ok(())
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

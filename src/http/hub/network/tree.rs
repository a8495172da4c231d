//! Reads the files of a commit as a tree, in place: what matters, and the headers of weights.

use super::client::HubClient;
use super::files::fetch;
use super::headers::{self, Spent, Weights};
use super::kept::KeptFiles;
use super::links;
use super::model::HubModel;
use super::wanted::{Part, Wanted};
use crate::budget::{BEYOND, Meter, TREE};
use crate::http::error::HttpError;
use crate::lfs::digest;
use crate::tree::{Entry, ReadLimit, Tree};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// The files of a model, see [`super::session::HubSession::tree`].
pub(super) async fn tree(
    client: &Arc<HubClient>,
    model: &HubModel,
    read_limit: &dyn Fn(&str) -> Option<ReadLimit>,
    at_hand: &Tree,
    kept: Option<&KeptFiles>,
) -> Result<Tree, HttpError> {
    // A header that was not read to its end is read again.
    let whole = at_hand.blobs.iter().filter(|(path, _)| !at_hand.headers_left.contains_key(*path));
    let known: HashMap<&str, &Entry> =
        whole.filter_map(|(path, blob)| Some((blob.as_str(), at_hand.files.get(path)?))).collect();
    let at_hand_blobs: HashSet<&String> = at_hand.blobs.values().collect();
    let mut tree = Tree::default();
    let mut meter = Meter::new(TREE);
    let (mut wanted, mut weights) = (Vec::new(), Vec::new());
    // The same bytes under several paths are fetched once.
    let mut copies: HashMap<&str, Vec<&str>> = HashMap::new();
    for file in &model.files {
        let path = file.path.as_str();
        if !meter.list(path, 1) {
            continue;
        }
        tree.blobs.insert(path.to_owned(), file.blob.clone());
        if let Some(hash) = file.sha256.as_deref().and_then(digest) {
            tree.contents.insert(path.to_owned(), hash);
        }
        add_folders(&mut tree, path, read_limit);
        let limit = read_limit(path);
        if let Some(entry) = known.get(file.blob.as_str()).filter(|entry| fits(entry, limit)) {
            tree.files.insert(path.to_owned(), (*entry).clone());
            continue;
        }
        let entry = match limit {
            Some(ReadLimit::Whole(limit)) if file.size > limit => Entry::TooLarge { size: file.size, limit },
            Some(ReadLimit::Whole(_))
                if file.size == 0 && (Wanted { file: file.clone(), part: Part::Whole }).has_hash(&[]) =>
            {
                Entry::Read(Vec::new())
            }
            Some(ReadLimit::Whole(_)) if !meter.read(path, file.size) => Entry::Unreadable(BEYOND.to_owned()),
            Some(ReadLimit::Whole(_)) => {
                let one = Wanted { file: file.clone(), part: Part::Whole };
                match kept.and_then(|kept| kept.get(&one)) {
                    Some(bytes) => Entry::Read(bytes),
                    None => {
                        let paths = copies.entry(file.blob.as_str()).or_default();
                        if paths.is_empty() {
                            wanted.push(one);
                        }
                        paths.push(path);
                        continue;
                    }
                }
            }
            Some(ReadLimit::Head(needs)) if file.size > 0 => {
                weights.push(Weights { file, is_known: at_hand_blobs.contains(&file.blob), needs });
                Entry::Unread { size: file.size }
            }
            _ => Entry::Unread { size: file.size },
        };
        tree.files.insert(path.to_owned(), entry);
    }
    let mut spent = Spent { requests: 1 + wanted.len(), bytes: model.listing_bytes };
    for (wanted, bytes) in fetch(client, (&model.id, &model.commit), wanted).await? {
        spent.bytes += bytes.len() as u64;
        if let Some(kept) = kept {
            kept.add(&wanted, &bytes);
        }
        for path in copies.remove(wanted.file.blob.as_str()).unwrap_or_default() {
            tree.files.insert(path.to_owned(), Entry::Read(bytes.clone()));
        }
    }
    spent.requests += links::follow(client, model, read_limit, &mut tree, &mut meter).await?;
    headers::read(client, model, weights, spent, !at_hand.files.is_empty(), &mut tree).await?;
    tree.exceeded = meter.exceeded();
    Ok(tree)
}

/// Whether an entry of another tree is what would be read here.
fn fits(entry: &Entry, limit: Option<ReadLimit>) -> bool {
    matches!(
        (entry, limit),
        (Entry::Read(_) | Entry::TooLarge { .. }, Some(ReadLimit::Whole(_)))
            | (Entry::Head { .. }, Some(ReadLimit::Head(_)))
            | (Entry::Unread { .. }, None)
    )
}

/// Lists folders that stand where a file is expected, such as `README.md/`.
fn add_folders(tree: &mut Tree, path: &str, read_limit: &dyn Fn(&str) -> Option<ReadLimit>) {
    for (at, _) in path.match_indices('/') {
        let folder = &path[..at];
        let is_expected = matches!(read_limit(folder), Some(ReadLimit::Whole(_)));
        if is_expected && Path::new(folder).extension().is_some() && !tree.files.contains_key(folder) {
            tree.files.insert(folder.to_owned(), Entry::Unreadable("it is a folder, not a file".to_owned()));
        }
    }
}

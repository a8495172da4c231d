//! Reads the files of a commit as a tree, in place: what matters, and the headers of weights, some at a time.
//!
//! A file that is read whole is taken only where its bytes have the hash that the Hub's list names.

use super::client::{HubClient, Part};
use super::model::{HubFile, HubModel};
use crate::budget::{BEYOND, Meter, TREE};
use crate::http::error::HttpError;
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinSet;

/// How many files are fetched at the same time, chosen.
const CONCURRENT_FETCHES: usize = 4;

/// Bytes that are fetched of the first weights, as few as hold nearly all headers, and of each of many; chosen.
const FIRST_BYTES: u64 = 100_000;

/// Most bytes of headers of one tree, chosen; together with the texts of a usual model they stay below 2 MB.
const HEADER_BYTES: u64 = 1_200_000;

/// One file that is to be fetched.
struct Wanted {
    path: String,
    size: u64,
    part: Part,
    blob: String,
    sha256: Option<String>,
}

/// The files of a model, see [`super::HubSession::tree`].
pub(super) async fn tree(
    client: &Arc<HubClient>,
    model: &HubModel,
    read_limit: &dyn Fn(&str) -> Option<ReadLimit>,
    at_hand: &Tree,
) -> Result<Tree, HttpError> {
    let known: HashMap<&str, &Entry> =
        at_hand.blobs.iter().filter_map(|(path, blob)| Some((blob.as_str(), at_hand.files.get(path)?))).collect();
    let mut tree = Tree::default();
    let mut meter = Meter::new(TREE);
    let mut wanted = Vec::new();
    let mut heads: Vec<(&HubFile, fn(&[u8]) -> u64)> = Vec::new();
    let mut shards = BTreeSet::new();
    for file in &model.files {
        let path = file.path.as_str();
        if !meter.list(path, 1) {
            continue;
        }
        tree.blobs.insert(path.to_owned(), file.blob.clone());
        add_folders(&mut tree, path, read_limit);
        let limit = read_limit(path);
        if let Some(entry) = known.get(file.blob.as_str()).filter(|entry| fits(entry, limit)) {
            tree.files.insert(path.to_owned(), (*entry).clone());
            continue;
        }
        let entry = match limit {
            Some(ReadLimit::Whole(limit)) if file.size > limit => Entry::TooLarge { size: file.size, limit },
            Some(ReadLimit::Whole(_)) if file.size == 0 => Entry::Read(Vec::new()),
            Some(ReadLimit::Whole(_)) if !meter.read(path, file.size) => Entry::Unreadable(BEYOND.to_owned()),
            Some(ReadLimit::Whole(_)) => {
                let part = Part::Whole(usize::try_from(file.size).unwrap_or(usize::MAX));
                wanted.push(Wanted::new(file, part));
                continue;
            }
            // Shards of one model say the same.
            Some(ReadLimit::Head(needs)) if file.size > 0 && heads.len() < MOST_HEADS && shards.insert(stem(path)) => {
                heads.push((file, needs));
                Entry::Unread { size: file.size }
            }
            _ => Entry::Unread { size: file.size },
        };
        tree.files.insert(path.to_owned(), entry);
    }
    for (wanted, bytes) in fetch(client, model, wanted).await? {
        tree.files.insert(wanted.path, Entry::Read(bytes));
    }
    read_headers(client, model, heads, &mut tree).await?;
    tree.exceeded = meter.exceeded();
    Ok(tree)
}

/// Reads the beginnings of weights: the same number of bytes of each, then more of those that need more, as far as there is room.
async fn read_headers(
    client: &Arc<HubClient>,
    model: &HubModel,
    mut heads: Vec<(&HubFile, fn(&[u8]) -> u64)>,
    tree: &mut Tree,
) -> Result<(), HttpError> {
    let mut room = HEADER_BYTES;
    let mut each = heads.iter().map(|(file, _)| (file.path.clone(), FIRST_BYTES)).collect::<HashMap<_, _>>();
    while !heads.is_empty() {
        let share = room / heads.len() as u64;
        let mut wanted = Vec::with_capacity(heads.len());
        for (file, _) in &heads {
            let bytes = each[&file.path].min(share).min(file.size).min(HEAD_LIMIT);
            room -= bytes;
            wanted.push(Wanted::new(file, Part::First(usize::try_from(bytes).unwrap_or(usize::MAX))));
        }
        for (wanted, bytes) in fetch(client, model, wanted).await? {
            tree.files.insert(wanted.path, Entry::Head { bytes, size: wanted.size });
        }
        heads.retain(|(file, needs)| {
            let Some(Entry::Head { bytes, size }) = tree.files.get(&file.path) else { return false };
            let (have, needed) = (bytes.len() as u64, needs(bytes).min(*size).min(HEAD_LIMIT));
            each.insert(file.path.clone(), needed);
            needed > have && needed <= room
        });
        // Each round asks again from the first byte.
        if let Some((largest, _)) = heads.first().filter(|_| heads.len() as u64 * HEAD_LIMIT > room) {
            let path = largest.path.clone();
            heads.retain(|(file, _)| file.path == path);
        }
    }
    Ok(())
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

/// The name that all shards of one model share: that before `-00001-of-00003`.
fn stem(path: &str) -> &str {
    let (stem, _) = path.rsplit_once('.').unwrap_or((path, ""));
    let Some((before, total)) = stem.rsplit_once("-of-") else { return path };
    let is_number = |text: &str| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    match before.rsplit_once('-') {
        Some((name, number)) if is_number(number) && is_number(total) => name,
        _ => path,
    }
}

impl Wanted {
    fn new(file: &HubFile, part: Part) -> Self {
        let HubFile { path, size, blob, sha256 } = file.clone();
        Self { path, size, part, blob, sha256 }
    }

    /// Whether bytes are those of the file, as far as that can be known.
    fn is_right(&self, bytes: &[u8]) -> bool {
        match (self.part, &self.sha256) {
            (Part::First(_), _) => true,
            (Part::Whole(_), Some(sha256)) => hexadecimal(&Sha256::digest(bytes)) == sha256.to_ascii_lowercase(),
            (Part::Whole(_), None) => blob_hash(bytes) == self.blob.to_ascii_lowercase(),
        }
    }
}

/// The name that Git gives a file's bytes.
fn blob_hash(bytes: &[u8]) -> String {
    use sha1::{Digest, Sha1};
    let hash = Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize();
    hexadecimal(&hash)
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        _ = write!(text, "{byte:02x}");
        text
    })
}

/// Fetches files of a commit, each with its bytes.
async fn fetch(
    client: &Arc<HubClient>,
    model: &HubModel,
    wanted: Vec<Wanted>,
) -> Result<Vec<(Wanted, Vec<u8>)>, HttpError> {
    let mut left = wanted.into_iter();
    let mut tasks = JoinSet::new();
    let mut all = Vec::with_capacity(left.len());
    loop {
        while tasks.len() < CONCURRENT_FETCHES
            && let Some(wanted) = left.next()
        {
            let (client, id, commit) = (Arc::clone(client), model.id.clone(), model.commit.clone());
            tasks.spawn(async move {
                let is_right = |bytes: &[u8]| wanted.is_right(bytes);
                let bytes = client.file(&id, &commit, &wanted.path, wanted.part, is_right).await?;
                Ok::<_, HttpError>((wanted, bytes))
            });
        }
        let Some(fetched) = tasks.join_next().await else { return Ok(all) };
        let fetched = fetched.map_err(|_| HttpError::Unreachable("a file could not be read from the Hub".to_owned()));
        all.push(fetched??);
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn shards_share_a_stem() {
        assert_eq!(stem("a/model-00001-of-00003.safetensors"), "a/model");
        for path in ["model.safetensors", "model-1-of-3.safetensors", "a-b-of-c.gguf", "x"] {
            assert_eq!(stem(path), path);
        }
    }
}

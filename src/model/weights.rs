//! The headers of all weights of one model, read together.

use super::clue::{Clue, ClueKind};
use super::header::{HeaderLicense, Sizes};
use super::shard::shard;
use super::{gguf, safetensors};
use crate::source::Place;
use crate::tree::is_lfs_pointer;
use std::collections::{BTreeMap, BTreeSet};

/// What the headers of a model's weights say, file after file; quantizations of one model say the same many times.
#[derive(Debug, Default)]
pub(super) struct Weights {
    pub(super) clues: Vec<Clue>,
    pub(super) licenses: Vec<HeaderLicense>,
    /// Files whose header cannot be read, and why.
    pub(super) broken: Vec<(String, String)>,
}

/// Reads headers: path, first bytes, and size in bytes of each file.
pub(super) fn read(heads: &[(&str, &[u8], u64)]) -> Weights {
    let mut weights = Weights::default();
    let mut shards: BTreeMap<(&str, usize), (&str, usize, Sizes)> = BTreeMap::new();
    for &(path, bytes, size) in heads {
        // A pointer of Git LFS stands for weights that are elsewhere; an empty file is a placeholder.
        if size == 0 || is_lfs_pointer(bytes) {
            continue;
        }
        let is_gguf = path.to_ascii_lowercase().ends_with(".gguf");
        let header = if is_gguf { gguf::read(path, bytes, size) } else { safetensors::read(path, bytes, size) };
        weights.clues.extend(header.clues);
        if !header.license.is_empty() {
            weights.licenses.push(HeaderLicense { place: Place::file(path), fields: header.license });
        }
        if let Some(why) = header.broken {
            weights.broken.push((path.to_owned(), why));
        }
        match set(path) {
            Some(set) => {
                let (_, count, sizes) = shards.entry(set).or_insert((path, 0, Sizes::default()));
                *count += 1;
                *sizes = sizes.with(header.sizes);
            }
            None => weights.clues.extend(shape(path, header.sizes)),
        }
    }
    for ((_, total), (path, count, sizes)) in shards {
        // Without all of its shards, a model has fewer layers than it seems.
        if count == total {
            weights.clues.extend(shape(path, sizes));
        }
    }
    weights
}

/// Those of some weights whose header is not read that could say something new: shards of one model say the same.
pub(super) fn without_header<'p>(unread: Vec<&'p str>, heads: &[(&str, &[u8], u64)]) -> Vec<&'p str> {
    let read: BTreeSet<_> = heads.iter().filter_map(|(path, ..)| set(path)).collect();
    unread.into_iter().filter(|path| set(path).is_none_or(|set| !read.contains(&set))).collect()
}

/// Which shards belong together: those of one name and one number of shards.
fn set(path: &str) -> Option<(&str, usize)> {
    shard(path).map(|shard| (shard.name, shard.total))
}

fn shape(path: &str, sizes: Sizes) -> Option<Clue> {
    let shape = sizes.shape()?;
    let (kind, id) = (ClueKind::Shape(shape, sizes.vocabulary), shape.to_string());
    let quote = Some(format!("header: {id}"));
    Some(Clue { kind, id, quote, place: Place::file(path) })
}

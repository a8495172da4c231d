//! The headers of all weights of one model, read together.

use super::clue::{Clue, ClueKind};
use super::header::{HeaderLicense, Sizes};
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
        match shard(path) {
            Some(key) => {
                let (_, count, sizes) = shards.entry(key).or_insert((path, 0, Sizes::default()));
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
    let read: BTreeSet<_> = heads.iter().filter_map(|(path, ..)| shard(path)).collect();
    unread.into_iter().filter(|path| shard(path).is_none_or(|shard| !read.contains(&shard))).collect()
}

fn shape(path: &str, sizes: Sizes) -> Option<Clue> {
    let shape = sizes.shape()?;
    let (kind, id) = (ClueKind::Shape(shape, sizes.vocabulary), shape.to_string());
    let quote = Some(format!("header: {id}"));
    Some(Clue { kind, id, quote, place: Place::file(path) })
}

/// The name before `-00001-of-00003`, and how many shards there are.
fn shard(path: &str) -> Option<(&str, usize)> {
    let (stem, _) = path.rsplit_once('.')?;
    let (before, total) = stem.rsplit_once("-of-")?;
    let (name, number) = before.rsplit_once('-')?;
    let is_number = |text: &str| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(number) && is_number(total)).then(|| Some((name, total.parse().ok()?)))?
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn shards_by_their_names() {
        assert_eq!(shard("a/model-00001-of-00003.safetensors"), Some(("a/model", 3)));
        assert_eq!(shard("x-of-y-00002-of-00002.gguf"), Some(("x-of-y", 2)));
        for path in ["model.safetensors", "model-1-of-3.safetensors", "-of-.gguf", "a-0000é-of-00001.gguf"] {
            assert_eq!(shard(path), None, "{path}");
        }
    }
}

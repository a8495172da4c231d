//! Shards of one file of weights, by their names.

/// What the name of a shard says: `model-00001-of-00003.safetensors`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shard<'p> {
    /// The path before `-00001-of-00003`.
    pub(crate) name: &'p str,
    /// How many shards there are.
    pub(crate) total: usize,
    /// Which one it is, from 1.
    pub(crate) number: usize,
}

/// What a path says of a shard; nothing for any other file.
pub(crate) fn shard(path: &str) -> Option<Shard<'_>> {
    let (stem, _) = path.rsplit_once('.')?;
    let (before, total) = stem.rsplit_once("-of-")?;
    let (name, number) = before.rsplit_once('-')?;
    Some(Shard { name, total: five_digits(total)?, number: five_digits(number)? })
}

fn five_digits(text: &str) -> Option<usize> {
    let is_number = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{Shard, shard};

    #[test]
    fn shards_by_their_names() {
        for (path, name, number, total) in
            [("a/model-00001-of-00003.safetensors", "a/model", 1, 3), ("x-of-y-00002-of-00002.gguf", "x-of-y", 2, 2)]
        {
            assert_eq!(shard(path), Some(Shard { name, total, number }));
        }
        for path in ["model.safetensors", "model-1-of-3.safetensors", "-of-.gguf", "a-0000é-of-00001.gguf", "x"] {
            assert_eq!(shard(path), None, "{path}");
        }
    }
}

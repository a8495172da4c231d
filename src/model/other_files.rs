//! Files that the gate does not take for weights by their names, and that may be weights all the same.

use crate::lfs::MAX_POINTER;

/// Least bytes of such a file where its extension is one that other files have too, chosen: tokenizers and pictures are smaller.
const LEAST_LARGE: u64 = 16 << 20;

/// Least bytes of one in a format of weights: placeholders of all kinds are alike. A pointer of Git LFS has more.
const LEAST_IN_FORMAT: u64 = 100;

/// Formats in which weights are kept under any name.
const OF_WEIGHTS: [&str; 18] = [
    "bin",
    "pt",
    "h5",
    "hdf5",
    "msgpack",
    "npz",
    "pkl",
    "pickle",
    "keras",
    "pb",
    "params",
    "pdparams",
    "weights",
    "nemo",
    "distcp",
    "litertlm",
    "llamafile",
    "onnx_data",
];

/// Formats of texts, code, data, pictures and sound, which models may share.
const OF_OTHERS: [&str; 48] = [
    "md", "txt", "rst", "html", "htm", "pdf", "tex", "doc", "docx", "json", "jsonl", "yml", "yaml", "toml", "ini",
    "cfg", "xml", "csv", "tsv", "parquet", "arrow", "db", "sqlite", "py", "ipynb", "js", "ts", "rs", "go", "c", "h",
    "cpp", "sh", "css", "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4", "wav", "flac", "webm", "mov", "log",
    "lock",
];

/// Files of a training run next to the weights, in formats of weights: those of two runs may be the same.
const BESIDE: [&str; 8] =
    ["training_args", "optimizer", "scheduler", "rng_state", "token", "vocab", "merges", "spiece"];

/// Whether the name of a file speaks against weights in it.
pub(crate) fn is_of_other_kind(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    OF_OTHERS.contains(&extension(&name)) || BESIDE.iter().any(|word| name.contains(word))
}

/// Whether a file of so many bytes may be weights.
pub(crate) fn may_be_weights(path: &str, size: u64) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let least = if OF_WEIGHTS.contains(&extension(&name)) { LEAST_IN_FORMAT } else { LEAST_LARGE };
    size >= least && !is_of_other_kind(path)
}

/// Whether a file shows that weights belong to a folder: it is their index, or may be weights and is large, or as small as a pointer
/// to what is. Those in between may be data of a program.
pub(super) fn shows_weights(path: &str, size: u64) -> bool {
    let is_index =
        [".safetensors.index.json", ".bin.index.json"].iter().any(|end| path.to_ascii_lowercase().ends_with(end));
    is_index || may_be_weights(path, size) && (size <= MAX_POINTER || size >= LEAST_LARGE)
}

/// Whether a file may be a pointer of Git LFS to weights, whatever its extension.
pub(super) fn may_point_to_weights(path: &str, size: u64) -> bool {
    (LEAST_IN_FORMAT..=MAX_POINTER).contains(&size) && !is_of_other_kind(path)
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::{may_be_weights, shows_weights};

    #[test]
    fn what_may_be_weights() {
        let large = 100 << 20;
        for (path, size, expected) in [
            ("ravine/ravine-7b.bin", 4_000, true),
            ("ravine/ravine-7b.bin", 40, false),
            ("ravine/ravine-7b", large, true),
            ("ravine/ravine-7b.q4", large, true),
            ("ravine/ravine-7b.q4", 4_000, false),
            ("data/train.parquet", large, false),
            ("ravine/training_args.bin", 4_000, false),
            ("ravine/tokenizer.model", large, false),
        ] {
            assert_eq!(may_be_weights(path, size), expected, "{path} {size}");
        }
    }

    #[test]
    fn what_shows_weights() {
        let large = 100 << 20;
        for (path, size, expected) in [
            ("ravine-7b.bin", large, true),
            // A pointer of Git LFS.
            ("ravine-7b.bin", 134, true),
            ("tests/cache.pkl", 4_000, false),
            ("ravine-7b.tar", large, true),
            ("ravine/Model.safetensors.index.json", 20, true),
            ("search.index.json", large, false),
        ] {
            assert_eq!(shows_weights(path, size), expected, "{path} {size}");
        }
    }
}

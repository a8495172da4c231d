//! Files that the gate does not take for weights by their names, and that may be weights all the same.

/// Least bytes of such a file where its extension is one that other files have too, chosen: tokenizers and pictures are smaller.
const LEAST_LARGE: u64 = 16 << 20;

/// Least bytes of one in a format of weights: placeholders of all kinds are alike. A pointer of Git LFS has more.
const LEAST_IN_FORMAT: u64 = 100;

/// Formats in which weights are kept under any name.
const OF_WEIGHTS: [&str; 14] = [
    "bin", "pt", "h5", "hdf5", "msgpack", "npz", "pkl", "pickle", "keras", "pb", "params", "pdparams", "weights",
    "nemo",
];

/// Formats of texts, code, data, pictures and sound, which models may share.
const OF_OTHERS: [&str; 48] = [
    "md", "txt", "rst", "html", "htm", "pdf", "tex", "doc", "docx", "json", "jsonl", "yml", "yaml", "toml", "ini",
    "cfg", "xml", "csv", "tsv", "parquet", "arrow", "db", "sqlite", "py", "ipynb", "js", "ts", "rs", "go", "c", "h",
    "cpp", "sh", "css", "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4", "wav", "flac", "webm", "mov", "log",
    "lock",
];

/// Files of a training run beside the weights, in formats of weights: those of two runs may be the same.
const BESIDE: [&str; 8] =
    ["training_args", "optimizer", "scheduler", "rng_state", "token", "vocab", "merges", "spiece"];

/// Whether the name of a file speaks against weights in it.
pub(super) fn is_of_other_kind(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    OF_OTHERS.contains(&extension(&name)) || BESIDE.iter().any(|word| name.contains(word))
}

/// Whether a file of so many bytes may be weights.
pub(super) fn may_be_weights(path: &str, size: u64) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let least = if OF_WEIGHTS.contains(&extension(&name)) { LEAST_IN_FORMAT } else { LEAST_LARGE };
    size >= least && !is_of_other_kind(path)
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::may_be_weights;

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
}

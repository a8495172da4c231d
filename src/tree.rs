//! The tree of files as data: what was found under each path, and the bytes of the files that are read.

use crate::budget::Exceeded;
use crate::lfs::{MAX_POINTER, Sha256Digest};
use std::collections::BTreeMap;

/// Most bytes that are read of a file of which only the beginning matters; chosen.
pub(crate) const HEAD_LIMIT: u64 = 1 << 20;

/// Of how many such files of one tree the beginning is read, chosen; the others are known by name and size.
pub(crate) const MOST_HEADS: usize = 64;

/// Where a configuration is looked for, from the folder that is checked.
pub(crate) const CONFIGURATIONS: [&str; 4] = [
    ".model-license-gate.yml",
    ".model-license-gate.yaml",
    ".github/.model-license-gate.yml",
    ".github/.model-license-gate.yaml",
];

/// Most bytes of a configuration that are read.
pub(crate) const CONFIGURATION_LIMIT: u64 = 1 << 20;

/// The name of the configuration that a folder has; `has` says whether it has a file of that name. The error names the first two
/// of several, of which none is taken.
pub(crate) fn configuration_name(has: impl Fn(&str) -> bool) -> Result<Option<&'static str>, [&'static str; 2]> {
    let mut found = CONFIGURATIONS.into_iter().filter(|name| has(name));
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => Err([first, second]),
        (first, _) => Ok(first),
    }
}

/// Why a file or folder cannot be read that its permissions close.
pub(crate) const DENIED: &str = "you have no permission to read it";

/// How much of a file is read, at most.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ReadLimit {
    /// All of it, where it has at most so many bytes.
    Whole(u64),
    /// Its beginning. The function takes the bytes that are available, at first none, and says how many it needs in all. It is
    /// asked again as long as it needs more; [`HEAD_LIMIT`] bounds the answer.
    Head(fn(&[u8]) -> u64),
}

/// The file under a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A file that was read whole.
    Read(Vec<u8>),
    /// The beginning of a file, which may be all of it.
    Head {
        /// Its first bytes.
        bytes: Vec<u8>,
        /// Bytes of the whole file.
        size: u64,
    },
    /// A file known by name and size only, such as weights.
    Unread {
        /// Bytes.
        size: u64,
    },
    /// A file that would have been read, were it not larger than the limit.
    TooLarge {
        /// Bytes.
        size: u64,
        /// Most bytes that are read of such a file.
        limit: u64,
    },
    /// A file that would have been read, but is not a plain file that can be read: why.
    Unreadable(String),
    /// A file that would have been read, but the system denies access to it.
    Denied,
    /// A folder that cannot be looked into: why.
    ClosedFolder(String),
}

impl Entry {
    /// Bytes of the whole file, where they are known.
    pub(crate) const fn size(&self) -> u64 {
        match self {
            Self::Read(bytes) => bytes.len() as u64,
            Self::Head { size, .. } | Self::Unread { size } | Self::TooLarge { size, .. } => *size,
            Self::Unreadable(_) | Self::Denied | Self::ClosedFolder(_) => 0,
        }
    }

    /// Whether it is the beginning of weights, and not a pointer or an empty file in their place.
    pub(crate) fn is_header(&self) -> bool {
        matches!(self, Self::Head { bytes, size } if *size > 0 && !is_lfs_pointer(bytes))
    }
}

/// What a header that is not read could say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftHeader {
    /// Something that no other header says.
    More,
    /// What the first and the last shard of its model say.
    Same,
}

/// The files of a folder, by their path from the root of the repository, with `/` between the parts; sorted, so that order never
/// changes a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The folder that is checked, from the root of the repository; empty for all of it. Every path begins with it.
    pub folder: String,
    /// The folders in it whose models are checked, by their paths from the root of the repository; all of it where there is none.
    pub(crate) scopes: Vec<String>,
    /// The files. A folder is listed only where a file was expected.
    pub files: BTreeMap<String, Entry>,
    /// The names that Git gives the contents of files (hexadecimal hashes of blobs), by path, where the tree was read from a commit.
    pub(crate) blobs: BTreeMap<String, String>,
    /// SHA-256 of the contents of files, by path, where whoever lists them states it: of those that Git LFS keeps.
    pub(crate) contents: BTreeMap<String, Sha256Digest>,
    /// Where a commit refers to commits of other repositories (submodules): nothing of them belongs to it.
    pub(crate) submodules: Vec<String>,
    /// Weights whose header was not read, or not to its end, so that little is read over a network.
    pub(crate) headers_left: BTreeMap<String, LeftHeader>,
    /// The bound that kept files out, or from being read.
    pub(crate) exceeded: Option<Exceeded>,
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Tree {
    /// A tree of files that were read whole, by their path from the root of the repository.
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path.into(), Entry::Read(bytes.into())));
        Self { files: files.collect(), ..Self::default() }
    }
}

impl Tree {
    /// The same files, of which the paths were counted from `folder` so far, counted from the root of the repository.
    #[must_use]
    pub(crate) fn under(self, folder: &str) -> Self {
        if folder.is_empty() {
            return self;
        }
        let files = self.files.into_iter().map(|(path, entry)| (join(folder, &path), entry));
        let blobs = self.blobs.into_iter().map(|(path, hash)| (join(folder, &path), hash));
        let submodules = self.submodules.iter().map(|path| join(folder, path)).collect();
        let contents = self.contents.into_iter().map(|(path, hash)| (join(folder, &path), hash));
        let headers_left = self.headers_left.into_iter().map(|(path, left)| (join(folder, &path), left));
        let exceeded = self.exceeded.map(|exceeded| Exceeded { path: join(folder, &exceeded.path), ..exceeded });
        Self {
            folder: join(folder, &self.folder),
            scopes: self.scopes.iter().map(|scope| join(folder, scope)).collect(),
            files: files.collect(),
            blobs: blobs.collect(),
            contents: contents.collect(),
            submodules,
            headers_left: headers_left.collect(),
            exceeded,
        }
    }

    /// Whether the models of a folder are checked.
    pub(crate) fn has_in_scope(&self, path: &str) -> bool {
        self.scopes.is_empty() || self.scopes.iter().any(|scope| is_in(path, scope))
    }
}

/// Whether a path is a folder or lies in it.
pub(crate) fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The path of what lies in a folder; either may be empty, which means the root.
pub(crate) fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

/// Whether the bytes of a file are a pointer of Git LFS, which replaces a file that is elsewhere.
pub(crate) fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() as u64 <= MAX_POINTER && bytes.starts_with(b"version https://git-lfs")
}

/// Bytes of the file that a pointer of Git LFS replaces; nothing where the text is no pointer.
pub(crate) fn lfs_size(pointer: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(pointer).ok().filter(|_| is_lfs_pointer(pointer))?;
    text.lines().find_map(|line| line.strip_prefix("size "))?.parse().ok()
}

/// Whether Git could check out a path.
pub(crate) fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".." | ".git")) && !path.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::{is_plain, lfs_size};

    #[test]
    fn paths_that_no_checkout_has() {
        assert!(is_plain("a/b.md") && is_plain(".github/x"));
        for path in ["", "/etc/passwd", "a//b", "../a", "a/..", "a/./b", ".git/config", "a\0b"] {
            assert!(!is_plain(path), "{path:?}");
        }
    }

    #[test]
    fn the_size_that_a_pointer_names() {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 15\n";
        assert_eq!(lfs_size(pointer.as_bytes()), Some(15));
        assert_eq!(lfs_size(b"size 15\n"), None);
    }
}

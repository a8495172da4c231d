//! SHA-256 of the files of a tree, each computed once.

use crate::lfs::{Pointer, Sha256Digest, hexadecimal};
use crate::tree::{Entry, Tree};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The hashes of a tree's files, computed when they are asked for: a license text at the root serves many models.
pub(super) struct Hashes<'t> {
    tree: &'t Tree,
    known: BTreeMap<String, Option<String>>,
}

impl<'t> Hashes<'t> {
    pub(super) const fn new(tree: &'t Tree) -> Self {
        Self { tree, known: BTreeMap::new() }
    }

    /// The hash of the content under a path, in hexadecimal digits; nothing where not all of its bytes were read. Of a pointer of Git
    /// LFS, that of the file that it replaces.
    pub(super) fn of(&mut self, path: &str) -> Option<String> {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let stated = || self.tree.contents.get(path).copied();
        let hash = self.tree.files.get(path).and_then(digest).or_else(stated).map(|digest| hexadecimal(&digest));
        self.known.insert(path.to_owned(), hash.clone());
        hash
    }
}

/// The pointer of Git LFS that a file is.
pub(super) fn pointer(entry: &Entry) -> Option<Pointer> {
    match entry {
        Entry::Read(bytes) | Entry::Head { bytes, .. } => Pointer::read(bytes),
        _ => None,
    }
}

fn digest(entry: &Entry) -> Option<Sha256Digest> {
    if let Some(pointer) = pointer(entry) {
        return Some(pointer.oid);
    }
    match entry {
        Entry::Read(bytes) => Some(Sha256::digest(bytes).into()),
        Entry::Head { bytes, size } if bytes.len() as u64 == *size => Some(Sha256::digest(bytes).into()),
        _ => None,
    }
}

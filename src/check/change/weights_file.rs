//! The weights of one side of a change, and what tells their contents from others, whatever they are named and wherever they lie.

use super::side::{ChangeSide, owning_model};
use crate::lfs::MAX_POINTER;
use crate::lfs::{Pointer, Sha256Digest};
use crate::model::files::{Role, role};
use crate::model::{is_of_other_kind, may_be_weights};
use crate::tree::{Entry, Tree};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashSet};

/// Most bytes of a file that is a placeholder for weights to come: nothing, or the end of a line.
const MOST_EMPTY: u64 = 2;

/// Least bytes of a file of another kind that is taken for weights: placeholders of all kinds are alike. A pointer has more.
const LEAST_OTHER: u64 = 100;

/// What tells the content of weights from any other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum WeightsIdentity<'a> {
    /// The hash of the content: a pointer of Git LFS says it, or it was computed.
    Content(Sha256Digest),
    /// The name that Git gives the file: of the weights themselves, or of their pointer.
    Blob(&'a str),
}

/// One file of weights.
#[derive(Debug)]
pub(super) struct WeightsFile<'a> {
    pub(super) path: &'a str,
    /// The folder of the model that it belongs to.
    pub(super) model: &'a str,
    /// Bytes of the file itself, which may be a pointer.
    pub(super) size: u64,
    /// Bytes of the weights that it is the pointer of.
    pub(super) pointed_size: Option<u64>,
    /// None of an empty file, nor of one of which too little is known.
    pub(super) identities: Vec<WeightsIdentity<'a>>,
    /// The name that Git gives the file.
    pub(super) blob: Option<&'a str>,
    /// Whether its name is one of weights. Without, only what is the same counts.
    pub(super) is_named: bool,
    /// Whether all of its bytes were available.
    pub(super) is_read: bool,
}

impl WeightsFile<'_> {
    /// Whether it is only a placeholder for weights to come. The size that a pointer names may be wrong; its hash tells.
    pub(super) fn is_empty(&self) -> bool {
        self.size <= MOST_EMPTY || self.is_read && self.identities.is_empty()
    }

    /// Whether it may be a pointer that was not read.
    pub(super) fn may_point(&self) -> bool {
        !self.is_read && !self.is_empty() && self.size <= MAX_POINTER
    }

    /// Bytes of the weights, whether they are here or elsewhere.
    pub(super) fn content_size(&self) -> u64 {
        self.pointed_size.unwrap_or(self.size)
    }

    /// Whether it may have the content of another file, neither being an unread pointer, of which no identity is the same.
    pub(super) fn may_be(&self, other: &WeightsFile<'_>) -> bool {
        let is_hashed = |file: &WeightsFile<'_>| {
            file.identities.iter().any(|identity| matches!(identity, WeightsIdentity::Content(_)))
        };
        let is_named = |file: &WeightsFile<'_>| file.pointed_size.is_none() && file.blob.is_some();
        let is_other = is_hashed(self) && is_hashed(other) || is_named(self) && is_named(other);
        self.content_size() == other.content_size() && !is_other
    }
}

/// The files of weights of one side, by path, and those of any other kind that may be weights or that are `known` ones: weights under
/// another name. `contents` holds files that were read since.
pub(super) fn weights_files<'a>(
    side: ChangeSide<'a>,
    contents: &Tree,
    known: &HashSet<&WeightsIdentity<'_>>,
) -> Vec<WeightsFile<'a>> {
    let folders: BTreeSet<&str> = side.report.models.iter().map(|model| model.path.as_str()).collect();
    let mut out = Vec::new();
    for (path, entry) in &side.tree.files {
        let role = role(path);
        let is_named = role == Some(Role::Weights);
        let blob = side.tree.blobs.get(path).map(String::as_str);
        let size = entry.size();
        // Where the list of files states a hash, Git holds a pointer, and the size is that of the weights.
        let stated = side.tree.contents.get(path).copied();
        let mut listed = blob.map(WeightsIdentity::Blob).into_iter().chain(stated.map(WeightsIdentity::Content));
        let is_known = size >= LEAST_OTHER && listed.any(|identity| known.contains(&identity));
        let may_point = (LEAST_OTHER..=MAX_POINTER).contains(&size);
        let may_be = role.is_none() && (may_be_weights(path, size) || may_point && !is_of_other_kind(path));
        if !is_named && !is_known && !may_be {
            continue;
        }
        let bytes = contents.files.get(path).and_then(whole).or_else(|| whole(entry)).filter(|_| is_named || may_be);
        let pointer = bytes.and_then(Pointer::read);
        let pointed_size = pointer.and_then(|pointer| pointer.size);
        // A text as small as a pointer, or the pointer of a picture.
        if !is_named && !is_known && bytes.is_some() && !may_be_weights(path, pointed_size.unwrap_or(size)) {
            continue;
        }
        let pointed_size = pointed_size.or(stated.map(|_| size));
        let content = match (pointer, bytes, stated) {
            (Some(pointer), ..) => Some(pointer.oid),
            (None, _, Some(stated)) => Some(stated),
            (None, Some(bytes), None) => Some(Sha256::digest(bytes).into()),
            (None, None, None) => None,
        };
        let is_empty = size <= MOST_EMPTY || content == Some(Sha256::digest([]).into());
        let identities = content.map(WeightsIdentity::Content).into_iter().chain(blob.map(WeightsIdentity::Blob));
        out.push(WeightsFile {
            path,
            model: owning_model(path, &folders).unwrap_or("."),
            size,
            pointed_size,
            identities: identities.filter(|_| !is_empty).collect(),
            blob,
            is_named,
            is_read: bytes.is_some() || stated.is_some() || !is_named && !may_be,
        });
    }
    out
}

/// All bytes of a file, where they are available.
fn whole(entry: &Entry) -> Option<&[u8]> {
    match entry {
        Entry::Read(bytes) => Some(bytes),
        Entry::Head { bytes, size } if bytes.len() as u64 == *size => Some(bytes),
        _ => None,
    }
}

//! One side of a change, and the models that its files belong to.

use crate::report::Report;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// One side of a change: its files, and what the gate says of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChangeSide<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) report: &'a Report,
}

/// The deepest of some folders that a path lies in.
pub(super) fn owning_model<'f>(path: &str, folders: &BTreeSet<&'f str>) -> Option<&'f str> {
    let mut rest = path;
    while let Some((folder, _)) = rest.rsplit_once('/') {
        if let Some(found) = folders.get(folder) {
            return Some(found);
        }
        rest = folder;
    }
    folders.get(".").copied()
}

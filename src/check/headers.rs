//! Weights whose header was not read, since it costs a request.

use crate::budget;
use crate::model::files::read_limit;
use crate::model::{self, Model, TextCache};
use crate::tree::{Entry, ReadLimit, Tree};
use std::collections::BTreeSet;

/// Weights with a header that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnreadHeader {
    pub(crate) path: String,
    /// The folder of the model that it belongs to.
    pub(crate) model: String,
    /// Bytes; of a file as small as a pointer, it is not known whether it is one.
    pub(crate) size: u64,
    /// Whether the model names a parent elsewhere: the header will say the same.
    pub(crate) is_named: bool,
}

/// The weights of a tree whose header was not read, of those that `is_wanted`: first those of models that name no parent, and large
/// files before such as may be pointers.
pub(crate) fn unread_headers(tree: &Tree, is_wanted: impl Fn(&str) -> bool) -> Vec<UnreadHeader> {
    let unread = tree.files.iter().filter_map(|(path, entry)| match entry {
        Entry::Unread { size: size @ 1.. }
            if matches!(read_limit(path), Some(ReadLimit::Head(_))) && is_wanted(path) =>
        {
            Some((path, *size))
        }
        _ => None,
    });
    let unread: Vec<(&String, u64)> = unread.collect();
    if unread.is_empty() {
        return Vec::new();
    }
    let plan = model::plan(tree, None, &budget::TREE);
    let mut texts = TextCache::default();
    let named: BTreeSet<String> =
        plan.models(&mut texts).filter(Model::names_parent).map(|model| model.path().to_owned()).collect();
    let mut out: Vec<UnreadHeader> = unread
        .into_iter()
        .map(|(path, size)| {
            let model = plan.model_of(path).to_owned();
            UnreadHeader { path: path.clone(), is_named: named.contains(&model), model, size }
        })
        .collect();
    out.sort_by_key(|header| (header.is_named, std::cmp::Reverse(header.size)));
    out
}

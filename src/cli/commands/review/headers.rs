//! Headers of weights that a change brings in, read over the API: there, reading a tree leaves out the files that cost more than they mostly say.

use super::side::Side;
use crate::check::config::Config;
use crate::check::{UnreadHeader, configuration_finding, unread_headers};
use crate::report::{Finding, Message};
use crate::rules::UNREADABLE_HEADER;
use crate::source::Place;
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of weights that are fetched for their header, chosen: GitHub hands out files as a whole.
const MAX_WEIGHTS: u64 = 16 << 20;

/// Reads the headers of weights that are not those of the base commit into the tree of the head. The findings are on those that are left out.
pub(super) fn read(side: &Side<'_>, head: &mut Tree, base: Option<&Tree>, config: &Config) -> Vec<Finding> {
    if !matches!(side, Side::Commit(..)) {
        return Vec::new();
    }
    let known: BTreeSet<&String> = base.iter().flat_map(|base| base.blobs.values()).collect();
    let is_judged = |path: &str| head.has_in_scope(path) && !config.leaves_out(path);
    let is_new = |path: &str| is_judged(path) && head.blobs.get(path).is_none_or(|blob| !known.contains(blob));
    let (wanted, mut left): (Vec<UnreadHeader>, Vec<UnreadHeader>) =
        unread_headers(head, is_new).into_iter().partition(|header| header.size <= MAX_WEIGHTS);
    let mut wanted: BTreeMap<String, UnreadHeader> = wanted
        .into_iter()
        .enumerate()
        .filter_map(|(at, header)| {
            if at < MOST_HEADS {
                return Some((header.path.clone(), header));
            }
            left.push(header);
            None
        })
        .collect();
    if !wanted.is_empty()
        && let Ok(read) =
            side.read("", &|path| wanted.contains_key(path).then_some(ReadLimit::Whole(MAX_WEIGHTS)), &Tree::default())
    {
        for (path, entry) in read.tree.files {
            if let Entry::Read(mut bytes) = entry
                && wanted.remove(&path).is_some()
            {
                let size = bytes.len() as u64;
                bytes.truncate(usize::try_from(HEAD_LIMIT).unwrap_or(usize::MAX));
                head.files.insert(path, Entry::Head { bytes, size });
            }
        }
    }
    left.extend(wanted.into_values());
    findings(&left)
}

/// A finding on each model of which headers are left out, unless it names a parent.
fn findings(left: &[UnreadHeader]) -> Vec<Finding> {
    let mut of_model: BTreeMap<&str, Vec<&UnreadHeader>> = BTreeMap::new();
    for header in left.iter().filter(|header| !header.is_named) {
        of_model.entry(&header.model).or_default().push(header);
    }
    let finding = |(model, headers): (&str, Vec<&UnreadHeader>)| {
        let first = headers.first()?;
        let path = &first.path;
        let more = if headers.len() > 1 { format!(" and of {} more", headers.len() - 1) } else { String::new() };
        let why = if first.size > MAX_WEIGHTS {
            format!("it has more than {} MiB, the most that the gate downloads over the API", MAX_WEIGHTS >> 20)
        } else {
            format!("the gate reads {MOST_HEADS} of a change over the API")
        };
        let message = Message::from(format!("The header of `{path}`{more} was not read: {why}."))
            .and("The gate does not see which base model and license it names.");
        Some(configuration_finding(&UNREADABLE_HEADER.meta, model, Place::file(path.as_str()), path, message))
    };
    of_model.into_iter().filter_map(finding).collect()
}

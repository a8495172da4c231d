//! The parents that a repository states, for the family trees of a dump: without reading prose or license texts.

use super::line::Record;
use crate::budget;
use crate::decode::decode;
use crate::lineage::stated_parents;
use crate::model::card::front_matter;
use crate::model::files::{Role, role};
use crate::model::{self, TextCache};
use crate::tree::{Entry, Tree};

/// Identifiers of the models that the model at the root of a repository was made from, as its metadata and its tools state them.
pub(crate) fn parents(record: Record) -> Vec<String> {
    let mut tree = Tree::default();
    for (path, entry) in record.tree.files {
        // Models below the root have no identifier of their own.
        let is_relevant = !path.contains('/') && matches!(role(&path), Some(Role::Card | Role::Adapter | Role::Recipe));
        if is_relevant {
            let entry = if role(&path) == Some(Role::Card) { without_body(entry) } else { entry };
            tree.files.insert(path, entry);
        }
    }
    let first = model::plan(&tree, None, &budget::TREE).models(&mut TextCache::default()).next();
    first.as_ref().map(stated_parents).unwrap_or_default()
}

/// A card up to the end of its front matter.
fn without_body(entry: Entry) -> Entry {
    let Entry::Read(bytes) = entry else { return entry };
    let decoded = decode(&bytes);
    let end = front_matter::find(&decoded.text).map_or(0, |fence| fence.body_start);
    Entry::Read(decoded.text.as_bytes()[..end].to_vec())
}

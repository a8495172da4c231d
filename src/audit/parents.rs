//! The parents and the license that a repository states, for the family trees of a dump: without reading prose or license texts.

use super::line::Record;
use crate::budget;
use crate::declaration::{Declaration, Field};
use crate::decode::decode;
use crate::lineage::stated_parents;
use crate::model::card::front_matter;
use crate::model::files::{Role, role};
use crate::model::{self, Model, TextCache};
use crate::tree::{Entry, Tree};

/// Identifiers of the models that the model at the root of a repository was made from, as its metadata and its tools state them, and
/// the license that its metadata declare.
pub(crate) fn origin(record: Record) -> (Vec<String>, Option<String>) {
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
    first.as_ref().map(|model| (stated_parents(model), declared(model))).unwrap_or_default()
}

/// The license that the metadata of a model declare: where it is `other`, its name.
fn declared(model: &Model) -> Option<String> {
    let declaration = Declaration::read(model, Vec::new());
    let name = || declaration.license_fields.iter().find(|item| item.field == Field::Name);
    let item = if declaration.is_other() { name().or(declaration.items.first()) } else { declaration.items.first() };
    item.map(|item| item.text.clone())
}

/// A card up to the end of its front matter.
fn without_body(entry: Entry) -> Entry {
    let Entry::Read(bytes) = entry else { return entry };
    let decoded = decode(&bytes);
    let end = front_matter::find(&decoded.text).map_or(0, |fence| fence.body_start);
    Entry::Read(decoded.text.as_bytes()[..end].to_vec())
}

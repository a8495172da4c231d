//! Lists what the models of a tree have, for a bill of materials: a second reading, which a check does without.

mod card;
mod configuration;
mod files;
mod hashes;
mod metrics;

use crate::budget;
use crate::lineage::known::{path_to_root, root_of_id};
use crate::lineage::placed_parents;
use crate::model::{self, Model, TextCache};
use crate::report::inventory::{Inventory, Named, Parent};
use crate::tree::Tree;
use hashes::Hashes;

/// Most parents of one model that are listed, chosen.
const MOST_PARENTS: usize = 200;

/// What the models that are checked have, by path. `repository` is the `owner/name` under which the tree is published.
pub(crate) fn read(tree: &Tree, repository: Option<&str>) -> Vec<Inventory> {
    let plan = model::plan(tree, repository, &budget::TREE);
    let (mut texts, mut hashes) = (TextCache::default(), Hashes::new(tree));
    let mut all: Vec<Inventory> =
        plan.models(&mut texts).map(|model| of_model(&model, tree, &mut hashes, repository)).collect();
    files::add_weights(&mut all, tree, &mut hashes);
    all
}

fn of_model(model: &Model, tree: &Tree, hashes: &mut Hashes<'_>, repository: Option<&str>) -> Inventory {
    let mut about = model.card.as_ref().map(card::about).unwrap_or_default();
    let configuration = model.file("config.json");
    configuration::add(&mut about, tree.files.get(&configuration));
    Inventory {
        path: model.path().to_owned(),
        repository: repository.filter(|_| model.is_top).map(str::to_owned),
        about,
        parents: placed_parents(model)
            .into_iter()
            .take(MOST_PARENTS)
            .map(|(name, place)| parent(name, place))
            .collect(),
        files: files::beside_weights(model, &configuration, hashes),
        ..Inventory::default()
    }
}

fn parent(name: String, place: crate::source::Place) -> Parent {
    let family = root_of_id(&name).and_then(crate::lineage::Root::family);
    Parent { line: path_to_root(&name), family, named: Named { name, place } }
}

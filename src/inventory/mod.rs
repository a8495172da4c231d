//! Lists what the models of a tree have, for a bill of materials: a second reading, which a check does without.

mod bound;
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
use bound::Bound;
use hashes::Hashes;

/// What the models that are checked have, by path. `repository` is the `owner/name` under which the tree is published.
pub(crate) fn read(tree: &Tree, repository: Option<&str>) -> Vec<Inventory> {
    let plan = model::plan(tree, repository, &budget::TREE);
    let (mut texts, mut hashes) = (TextCache::default(), Hashes::new(tree));
    let bound = Bound::for_each_of(plan.len());
    let of_model = |model: Model| of_model(&model, tree, &mut hashes, repository, bound.clone());
    let (mut all, mut bounds): (Vec<Inventory>, Vec<Bound>) = plan.models(&mut texts).map(of_model).unzip();
    files::add_weights(&mut all, &mut bounds, tree, &mut hashes);
    for (inventory, bound) in all.iter_mut().zip(bounds) {
        inventory.left_out = bound.left_out;
    }
    all
}

fn of_model(
    model: &Model,
    tree: &Tree,
    hashes: &mut Hashes<'_>,
    repository: Option<&str>,
    mut bound: Bound,
) -> (Inventory, Bound) {
    let mut about = model.card.as_ref().map(|card| card::about(card, &mut bound)).unwrap_or_default();
    let configuration = model.file("config.json");
    configuration::add(&mut about, tree.files.get(&configuration));
    let parents = bound.take("base models", placed_parents(model));
    let inventory = Inventory {
        path: model.path().to_owned(),
        repository: repository.filter(|_| model.is_top).map(str::to_owned),
        about,
        parents: parents.into_iter().map(|(name, place)| parent(name, place)).collect(),
        files: files::beside_weights(model, &configuration, hashes, &mut bound),
        ..Inventory::default()
    };
    (inventory, bound)
}

fn parent(name: String, place: crate::source::Place) -> Parent {
    let family = root_of_id(&name).and_then(crate::lineage::Root::family);
    Parent { line: path_to_root(&name), family, named: Named { name, place } }
}

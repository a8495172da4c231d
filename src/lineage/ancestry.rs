//! The parents of models by a dump of cards, which shows descent where the table of known models does not.

use super::hub_id::name_in;
use super::known::{self, path_to_root};
use super::names::{family_of_name, is_bare};
use super::root::Root;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

/// Most ancestors of one model that are visited; merges of merges have some dozens.
pub(crate) const MOST_ANCESTORS: usize = 500;

/// Models by identifier, and the models that each was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ancestry {
    /// Number of each model, by its identifier in lower case.
    numbers: HashMap<Box<str>, u32>,
    pub(crate) models: Vec<Node>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// As it was first written.
    pub(crate) id: Box<str>,
    pub(crate) parents: Box<[u32]>,
    /// The license that its card declares.
    license: Option<Box<str>>,
    /// It has a card of its own here, and is not merely named as a parent.
    has_card: bool,
}

/// The identifiers from a model up to a root, and what the root is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathToRoot {
    pub(crate) root: Root,
    /// The root is known by the shape of its weights only.
    pub(crate) by_shape: bool,
    /// Identifiers from the model to the root, both included.
    pub(crate) ids: Vec<String>,
}

impl Ancestry {
    /// Adds a model; of two with one identifier the first counts.
    pub(crate) fn add(&mut self, id: &str, parents: &[String], license: Option<&str>) {
        let parents: Vec<u32> = parents.iter().filter_map(|parent| self.number_of(parent)).collect();
        let Some(model) = self.number_of(id).and_then(|number| self.models.get_mut(number as usize)) else { return };
        if !model.has_card {
            model.has_card = true;
            model.id = id.into();
            model.parents = parents.into();
            model.license = license.map(Into::into);
        }
    }

    /// The license that the card of a model declares, and its parents; nothing where it has no card here.
    pub(super) fn stated(&self, id: &str) -> Option<(Option<String>, Vec<String>)> {
        let model = self.models.get(self.find(id)?).filter(|model| model.has_card)?;
        let parents = model.parents.iter().filter_map(|parent| self.models.get(*parent as usize));
        Some((model.license.as_deref().map(str::to_owned), parents.map(|parent| parent.id.to_string()).collect()))
    }

    /// How many models have a card here.
    pub(crate) fn card_count(&self) -> usize {
        self.models.iter().filter(|model| model.has_card).count()
    }

    fn number_of(&mut self, id: &str) -> Option<u32> {
        let key = id.to_lowercase().into_boxed_str();
        let next = u32::try_from(self.models.len()).ok()?;
        let models = &mut self.models;
        Some(*self.numbers.entry(key).or_insert_with(|| {
            models.push(Node { id: id.into(), ..Node::default() });
            next
        }))
    }

    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.numbers.get(id.to_lowercase().as_str()).map(|number| *number as usize)
    }

    /// The shortest path from a model through its parents here to each root that it descends from.
    pub(crate) fn paths_to_roots(&self, id: &str) -> Vec<PathToRoot> {
        let Some(start) = self.find(id).filter(|start| !self.models[*start].parents.is_empty()) else {
            return Vec::new();
        };
        let mut from: HashMap<usize, usize> = HashMap::from([(start, start)]);
        let mut queue = VecDeque::from([start]);
        let mut found: Vec<PathToRoot> = Vec::new();
        while let Some(at) = queue.pop_front() {
            let model = &self.models[at];
            let known = if at == start { None } else { known::look_up(&model.id) };
            if known.is_none() && from.len() < MOST_ANCESTORS {
                for parent in model.parents.iter().map(|parent| *parent as usize) {
                    if let Entry::Vacant(unseen) = from.entry(parent) {
                        unseen.insert(at);
                        queue.push_back(parent);
                    }
                }
            }
            let by_shape = known.is_some_and(|known| known.by_shape);
            // A name alone counts where nothing is known of the parents.
            let root = known.map(|known| known.root);
            let root = root.or_else(|| if model.parents.is_empty() { root_by_name(&model.id) } else { None });
            let Some(root) = root.filter(|root| found.iter().all(|path| path.root != *root)) else { continue };
            let mut ids = path_to_root(&model.id);
            let mut step = at;
            while step != start {
                step = from[&step];
                ids.insert(0, self.models[step].id.to_string());
            }
            found.push(PathToRoot { root, by_shape, ids });
        }
        found
    }
}

impl Node {
    /// Whether it is named as a parent, has no card, and is not known otherwise.
    pub(crate) fn is_missing(&self) -> bool {
        !self.has_card && known::look_up(&self.id).is_none() && root_by_name(&self.id).is_none()
    }
}

/// The family that the name in an identifier names, unless several families go by it.
fn root_by_name(id: &str) -> Option<Root> {
    let name = name_in(id);
    family_of_name(name).filter(|_| !is_bare(name)).map(Root::Family)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn dump(models: &[(&str, &[&str])]) -> Ancestry {
        let mut ancestry = Ancestry::default();
        for (id, parents) in models {
            ancestry.add(id, &parents.iter().map(|parent| (*parent).to_owned()).collect::<Vec<_>>(), None);
        }
        ancestry
    }

    #[test]
    fn descent_runs_through_the_dump_to_every_root() {
        let ancestry = dump(&[
            ("a/Quantised", &["A/tuned"]),
            ("a/tuned", &["a/merged"]),
            ("a/merged", &["a/one", "a/two"]),
            ("a/one", &["meta-llama/Llama-2-7b-hf"]),
            ("a/two", &["mistralai/Mistral-7B-v0.1"]),
        ]);
        let found = ancestry.paths_to_roots("A/QUANTISED");
        let path = ["a/Quantised", "a/tuned", "a/merged", "a/one", "meta-llama/Llama-2-7b-hf"];
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].root, found[0].ids.as_slice()),
            (Root::Family("llama2"), path.map(str::to_owned).as_slice())
        );
        assert_eq!(ancestry.paths_to_roots("meta-llama/Llama-2-7b-hf"), []);
        assert_eq!(ancestry.paths_to_roots("no/such"), []);
    }

    #[test]
    fn the_table_tells_roots_whose_names_say_nothing() {
        let known = "CalderaAI/13B-BlueMethod";
        let ancestry = dump(&[("a/tune", &[known]), (known, &["mistralai/Mistral-7B-v0.1"])]);
        let roots = |id| ancestry.paths_to_roots(id).into_iter().map(|path| path.root).collect::<Vec<_>>();
        // What the table knows is not asked for its parents; a model's own row does not answer for them.
        assert_eq!(roots("a/tune"), [Root::Family("llama1")]);
        assert_eq!(roots(known), [Root::Family("mistral")]);
        // Of two paths to one family the shortest counts, and a name that several families go by shows none.
        let ancestry = dump(&[("a/1", &["b/llama-7b", "a/2", "c/x-llama-2"]), ("a/2", &["d/y-llama-2"])]);
        let found: Vec<_> =
            ancestry.paths_to_roots("a/1").into_iter().map(|path| (path.root, path.by_shape, path.ids)).collect();
        assert_eq!(found, [(Root::Family("llama2"), false, vec!["a/1".to_owned(), "c/x-llama-2".to_owned()])]);
    }
}

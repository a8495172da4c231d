//! The parents of models by a dump of cards, which shows descent where the table of known models does not.

use super::hub_id::name_in;
use super::known::{self, path_to_root};
use super::names::{family_of_name, is_bare};
use super::root::Root;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

/// Most ancestors of one model that are visited; merges of merges have some dozens.
const MOST_ANCESTORS: usize = 500;

/// Models by identifier, and the models that each was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ancestry {
    /// Number of each model, by its identifier in lower case.
    numbers: HashMap<Box<str>, u32>,
    models: Vec<Node>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Node {
    /// As it was first written.
    id: Box<str>,
    parents: Box<[u32]>,
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

/// What is wrong with the family trees of a dump.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Models that descend from themselves: each cycle once, from its first model on.
    pub(crate) cycles: Vec<Vec<String>>,
    /// Models that are named as a parent, have no card, and are not known otherwise.
    pub(crate) missing: Vec<String>,
}

impl Ancestry {
    /// Adds a model; of two with one identifier the first counts.
    pub(crate) fn add(&mut self, id: &str, parents: &[String]) {
        let parents: Vec<u32> = parents.iter().filter_map(|parent| self.number_of(parent)).collect();
        let Some(model) = self.number_of(id).and_then(|number| self.models.get_mut(number as usize)) else { return };
        if !model.has_card {
            model.has_card = true;
            model.id = id.into();
            model.parents = parents.into();
        }
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

    fn find(&self, id: &str) -> Option<usize> {
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

    /// The parents of a model that have no card here and are not known otherwise, and whether it descends from itself.
    pub(crate) fn faults_of(&self, id: &str) -> (Vec<&str>, bool) {
        let Some(start) = self.find(id) else { return (Vec::new(), false) };
        let parents = &self.models[start].parents;
        let missing = parents.iter().map(|parent| &self.models[*parent as usize]).filter(|parent| parent.is_missing());
        let mut seen = vec![start];
        let mut at = 0;
        while let Some(&model) = seen.get(at).filter(|_| seen.len() < MOST_ANCESTORS) {
            for parent in self.models[model].parents.iter().map(|parent| *parent as usize) {
                if parent == start {
                    return (missing.map(|parent| &*parent.id).collect(), true);
                }
                if !seen.contains(&parent) {
                    seen.push(parent);
                }
            }
            at += 1;
        }
        (missing.map(|parent| &*parent.id).collect(), false)
    }

    /// Goes through all models, in linear time: cycles and missing parents, in the order of the dump.
    pub(crate) fn faults(&self) -> Faults {
        let missing = self.models.iter().filter(|model| model.is_missing()).map(|model| model.id.to_string()).collect();
        let mut cycles = Vec::new();
        // 0: not seen; 1: on the path; 2: done.
        let mut state = vec![0u8; self.models.len()];
        for start in 0..self.models.len() {
            let mut path: Vec<(usize, usize)> = Vec::new();
            if state[start] == 0 {
                state[start] = 1;
                path.push((start, 0));
            }
            while let Some((at, next)) = path.last_mut() {
                let Some(parent) = self.models[*at].parents.get(*next).map(|parent| *parent as usize) else {
                    state[*at] = 2;
                    path.pop();
                    continue;
                };
                *next += 1;
                match state[parent] {
                    0 => {
                        state[parent] = 1;
                        path.push((parent, 0));
                    }
                    1 => {
                        let ring = path.iter().map(|(model, _)| *model).skip_while(|model| *model != parent);
                        cycles.push(ring.map(|model| self.models[model].id.to_string()).collect());
                    }
                    _ => {}
                }
            }
        }
        Faults { cycles, missing }
    }
}

impl Node {
    fn is_missing(&self) -> bool {
        !self.has_card && known::look_up(&self.id).is_none() && root_by_name(&self.id).is_none()
    }
}

/// The family that the name in an identifier names, unless several families go by it.
fn root_by_name(id: &str) -> Option<Root> {
    let name = name_in(id);
    family_of_name(name).filter(|_| !is_bare(name)).map(Root::Family)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(models: &[(&str, &[&str])]) -> Ancestry {
        let mut ancestry = Ancestry::default();
        for (id, parents) in models {
            ancestry.add(id, &parents.iter().map(|parent| (*parent).to_owned()).collect::<Vec<_>>());
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
        assert_eq!(ancestry.faults(), Faults::default());
    }

    #[test]
    fn cycles_end_and_are_reported_once() {
        let ancestry = dump(&[("a/1", &["a/2"]), ("a/2", &["a/3"]), ("a/3", &["a/2"]), ("a/4", &["a/4", "a/1"])]);
        assert_eq!(ancestry.paths_to_roots("a/1"), []);
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert_eq!(ancestry.faults().cycles, [ids(&["a/2", "a/3"]), ids(&["a/4"])]);
        assert_eq!(ancestry.faults_of("a/1"), (Vec::new(), false));
        assert_eq!(ancestry.faults_of("a/2"), (Vec::new(), true));
        assert_eq!(ancestry.faults_of("a/4"), (Vec::new(), true));
    }

    #[test]
    fn parents_that_nobody_knows_are_missing() {
        let ancestry = dump(&[("a/1", &["a/gone", "meta-llama/Llama-2-7b-hf"]), ("a/1", &["a/other"])]);
        assert_eq!(ancestry.faults_of("a/1"), (vec!["a/gone"], false));
        assert_eq!(ancestry.faults().missing, ["a/gone", "a/other"]);
        assert_eq!(ancestry.card_count(), 1);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_walked_without_recursion() {
        let mut ancestry = Ancestry::default();
        for number in 0..100_000 {
            ancestry.add(&format!("a/{number}"), &[format!("a/{}", number + 1)]);
        }
        assert_eq!(ancestry.faults().missing, ["a/100000"]);
        assert_eq!(ancestry.paths_to_roots("a/0"), []);
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

    #[test]
    fn ancestors_without_end_are_not_all_looked_at() {
        for (count, is_found, is_circle) in [(400, true, true), (600, false, false)] {
            let mut ancestry = Ancestry::default();
            for number in 0..count {
                let above = if number + 1 == count { "x/Llama-2-7b-x".to_owned() } else { format!("a/{}", number + 1) };
                ancestry.add(&format!("a/{number}"), &[above]);
                ancestry.add(&format!("b/{number}"), &[format!("b/{}", (number + 1) % count)]);
            }
            assert_eq!(ancestry.paths_to_roots("a/0").len(), usize::from(is_found), "{count}");
            assert_eq!(ancestry.faults_of("b/0"), (Vec::new(), is_circle), "{count}");
            assert_eq!(ancestry.faults_of("a/0"), (Vec::new(), false), "{count}");
        }
    }
}

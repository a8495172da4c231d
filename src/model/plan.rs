//! Finds the models of a tree: which folders are models, and which files belong to each.

use super::attributes::{self, Attributes};
use super::card::{front_matter, unseen};
use super::files::{self, Role, card_bytes};
use super::keys::KEYS;
use super::linked;
use super::other_files::{may_point_to_weights, shows_weights};
use super::served::{folder_of, served_folder, with_ancestors};
use super::unread::Unread;
use crate::budget::{Bound, Budget, Exceeded, TREE};
use crate::decode::{decode, is_plain_text};
use crate::tree::{Entry, MOST_HEADS, Tree, is_in, is_lfs_pointer, join};
use std::collections::{BTreeMap, BTreeSet};

/// The models of a tree and the files of each, before any of them is read.
#[derive(Debug)]
pub(crate) struct Plan<'t> {
    pub(super) tree: &'t Tree,
    /// The `owner/name` under which the tree is published.
    pub(super) repository: Option<&'t str>,
    /// Files that matter, by their folder; the texts that [`Self::texts`] has are left out.
    pub(super) files: BTreeMap<&'t str, Vec<(&'t str, Role)>>,
    /// Files with texts of licenses, by the folder that they serve.
    pub(super) texts: BTreeMap<&'t str, Vec<&'t str>>,
    /// Files that a card names as those of its license, with its folder.
    pub(super) linked: BTreeMap<&'t str, &'t str>,
    pub(super) models: BTreeMap<&'t str, PlannedModel<'t>>,
    /// How many of the texts that serve a model are read, nearest first.
    pub(super) most_texts: usize,
    /// The bound that keeps models or texts out.
    pub(crate) exceeded: Option<Exceeded>,
    /// Whether no weights were left out because the tree has more than [`MOST_HEADS`].
    pub(super) reads_all_headers: bool,
    /// Whether the tree is that of a program, and shows no weights anywhere and no metadata at its top.
    pub(super) is_program: bool,
    /// Whether what a folder in scope is depends on files outside of it.
    reaches_out: bool,
}

/// What belongs to one model.
#[derive(Debug, Default)]
pub(super) struct PlannedModel<'t> {
    /// Its card, where that is a text.
    pub(super) card: Option<&'t str>,
    /// Other files whose names read like that of a card.
    pub(super) second_cards: Vec<&'t str>,
    /// Folders without a card below it, whose files belong to it.
    pub(super) below: Vec<&'t str>,
    /// Folders below it with nothing but recipes and Modelfiles: they belong to it if it is published.
    pub(super) with_recipes: Vec<&'t str>,
    /// Whether a file below it shows that it has weights, though its name is none of weights.
    pub(super) shows_weights: bool,
    /// License files that serve it and perhaps others, that are no plain text, and that lie in no model's folder.
    pub(super) odd_texts: Vec<&'t str>,
    /// Folders below it that cannot be looked into.
    pub(super) closed: Vec<&'t str>,
}

/// Plans the models of a tree, by folder. `repository` is the `owner/name` under which the tree is published.
///
/// A folder with weights or configurations but no card belongs to the model of the nearest card above it. Where that card has no
/// front matter and several such folders lie below it, it is the page of a collection, and each folder is a model.
pub(crate) fn plan<'t>(tree: &'t Tree, repository: Option<&'t str>, budget: &Budget) -> Plan<'t> {
    let mut plan = Plan {
        tree,
        repository,
        files: BTreeMap::new(),
        texts: BTreeMap::new(),
        linked: linked::linked(tree),
        models: BTreeMap::new(),
        most_texts: budget.texts,
        exceeded: None,
        reads_all_headers: true,
        is_program: false,
        reaches_out: false,
    };
    plan.list_files(budget);
    let mut without_card: Vec<(&str, Option<&str>)> = Vec::new();
    let mut with_recipes: Vec<&str> = Vec::new();
    let with_weights: Vec<&str> = plan.paths_that_show_weights().collect();
    plan.is_program = with_weights.is_empty() && plan.shows_only_a_program();
    let mut beyond = None;
    for (at, (&folder, listed)) in plan.files.iter().enumerate() {
        if at == budget.models {
            beyond = listed.first().map(|(path, _)| *path);
            break;
        }
        let (path, second_cards) = cards(tree, listed);
        let card = path.filter(|path| card_bytes(tree, path).is_some());
        let is_card = path.is_some_and(|path| plan.is_named(folder) || may_have_metadata(tree, path));
        let has = |is_it: fn(Role) -> bool| listed.iter().any(|(_, role)| is_it(*role));
        let has_artefacts = has(|role| matches!(role, Role::Adapter | Role::Config | Role::Weights));
        let has_recipes = has(|role| matches!(role, Role::Recipe | Role::Modelfile));
        if is_card || path.is_some() && (has_artefacts || has_recipes) || !second_cards.is_empty() {
            plan.models.insert(folder, PlannedModel { card, second_cards, ..PlannedModel::default() });
        } else if has_artefacts && plan.is_program && !plan.is_named(folder) {
            plan.reaches_out |= !tree.scopes.is_empty() && tree.has_in_scope(folder);
        } else if has_artefacts {
            without_card.push((folder, None));
        } else if has_recipes {
            with_recipes.push(folder);
        }
    }
    if let Some(path) = beyond {
        plan.exceed(Bound::Models(budget.models), path);
    }
    let mut count_below: BTreeMap<&str, usize> = BTreeMap::new();
    for (folder, home) in &mut without_card {
        // In a program it is one of its own, since the user says so.
        *home = plan.model_above(folder).filter(|_| !(plan.is_program && plan.is_named(folder)));
        *count_below.entry(home.unwrap_or(folder)).or_default() += 1;
    }
    let is_collection = |home: &str, card: Option<&str>| {
        count_below.get(home).is_some_and(|&count| count > 1) && card.is_some_and(|path| !has_front_matter(tree, path))
    };
    let mut collections: BTreeMap<&str, bool> = BTreeMap::new();
    plan.reaches_out |= plan.leaves_scope(&without_card, &with_recipes);
    for &(folder, home) in &without_card {
        let home = home.filter(|home| {
            let card = plan.models.get(home).and_then(|model| model.card);
            !*collections.entry(home).or_insert_with(|| is_collection(home, card))
        });
        match home {
            Some(home) => plan.models.entry(home).or_default().below.push(folder),
            None => _ = plan.models.entry(folder).or_default(),
        }
    }
    // A recipe or a Modelfile alone is no model: it may be an example. It belongs to the model that is published above it.
    for folder in with_recipes {
        if let Some(model) = plan.model_above(folder).and_then(|home| plan.models.get_mut(home)) {
            model.with_recipes.push(folder);
        } else if plan.files[folder].iter().any(|(_, role)| *role == Role::Recipe) {
            plan.models.entry(folder).or_default();
        }
    }
    for path in with_weights {
        if let Some(model) = plan.model_above(path).and_then(|home| plan.models.get_mut(home)) {
            model.shows_weights = true;
        }
    }
    plan.add_models_without_card(budget);
    plan.add_odd_texts();
    plan.add_closed_folders();
    plan.bound_texts(budget);
    plan
}

/// Whether what the folders in scope are depends on files outside of them, which a tree of these alone does not have.
pub(crate) fn needs_whole_tree(tree: &Tree) -> bool {
    plan(tree, None, &TREE).reaches_out
}

impl<'t> Plan<'t> {
    /// How many models there are.
    pub(crate) fn len(&self) -> usize {
        self.models.len()
    }

    /// Whether the folder of a model is checked: it is in scope, or a part of the model does.
    pub(crate) fn is_judged(&self, folder: &str) -> bool {
        let parts = self.models.get(folder).map(|model| model.below.iter().chain(&model.with_recipes));
        self.tree.has_in_scope(folder) || parts.is_some_and(|mut parts| parts.any(|part| self.tree.has_in_scope(part)))
    }

    /// Whether a finding on the tree is on something that is checked, or on a file that serves it.
    pub(crate) fn concerns(&self, model: &str, path: &str) -> bool {
        let serves = |scope: &String| is_in(scope, served_folder(path));
        let folder = if model == "." { "" } else { model };
        self.is_judged(folder) || self.tree.scopes.iter().any(serves)
    }

    /// Whether a folder is the top, or one that the user names: a card is one there, metadata or not.
    fn is_named(&self, folder: &str) -> bool {
        folder == self.tree.folder || self.tree.scopes.iter().any(|scope| scope == folder)
    }

    /// Whether a folder in scope without a card belongs to no model in scope.
    fn leaves_scope(&self, without_card: &[(&str, Option<&str>)], with_recipes: &[&str]) -> bool {
        let recipes = with_recipes.iter().map(|folder| (*folder, self.model_above(folder)));
        let leaves = |(folder, home): (&str, Option<&str>)| {
            self.tree.has_in_scope(folder) && home.is_none_or(|home| !self.tree.has_in_scope(home))
        };
        !self.tree.scopes.is_empty() && without_card.iter().copied().chain(recipes).any(leaves)
    }

    /// What the files of attributes in the tree do.
    pub(crate) fn attributes(&self) -> Attributes {
        attributes::read(self.tree)
    }

    /// The path of the model that a file belongs to; that of the tree where it belongs to none.
    pub(crate) fn model_of(&self, path: &str) -> &str {
        let folder = with_ancestors(path).skip(1).find_map(|folder| Some(*self.models.get_key_value(folder)?.0));
        folder.map_or_else(|| self.top(), |folder| if folder.is_empty() { "." } else { folder })
    }

    /// The path of the checked folder.
    pub(crate) fn top(&self) -> &str {
        if self.tree.folder.is_empty() { "." } else { &self.tree.folder }
    }

    /// The bound of the gate that the tree exceeds, if it exceeds one.
    pub(crate) fn exceeded(&self) -> Option<&Exceeded> {
        self.tree.exceeded.as_ref().or(self.exceeded.as_ref())
    }

    /// Whether the tree is that of a program and shows no weights anywhere and no metadata at its top: the configurations below are
    /// examples then.
    fn shows_only_a_program(&self) -> bool {
        let tree = self.tree;
        let listed = self.files.get(tree.folder.as_str()).map(Vec::as_slice).unwrap_or_default();
        let is_model = |path| may_have_metadata(tree, path) || card_bytes(tree, path).is_none();
        KEYS.files_of_programs.iter().any(|name| tree.files.contains_key(&join(&tree.folder, name)))
            && !self.files.values().flatten().any(|(_, role)| *role == Role::Weights)
            && !cards(tree, listed).0.is_some_and(is_model)
    }

    /// Files that show weights, though their names are none of weights. Next to a card or what tools write of a model, a pointer of Git
    /// LFS does so under any name.
    fn paths_that_show_weights(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let tree = self.tree;
        let without_role = move || tree.files.iter().filter(|(path, _)| files::role(path).is_none());
        let is_of_model = |(_, role): &(&str, Role)| matches!(role, Role::Card | Role::Adapter | Role::Config);
        let is_beside =
            |path: &str| self.files.get(folder_of(path)).is_some_and(|listed| listed.iter().any(is_of_model));
        let pointers =
            without_role().filter(|(path, entry)| may_point_to_weights(path, entry.size()) && is_beside(path));
        let pointers = attributes::sent_to_lfs(tree, pointers.map(|(path, _)| path.as_str()).collect());
        let shown = without_role().filter(|(path, entry)| shows_weights(path, entry.size()));
        shown.map(|(path, _)| path.as_str()).chain(pointers)
    }

    /// Adds the folders without a card, and below none, that hold what tools write next to weights.
    fn add_models_without_card(&mut self, budget: &Budget) {
        let is_one = |path: &&String| KEYS.files_of_models.contains(&path.rsplit('/').next().unwrap_or(path));
        for path in self.tree.files.keys().filter(is_one) {
            let folder = folder_of(path);
            let is_example = self.is_program && folder != self.tree.folder;
            if is_example || self.too_deep(path, budget.depth).is_some() || self.model_above(path).is_some() {
                continue;
            }
            if self.models.len() >= budget.models {
                return self.exceed(Bound::Models(budget.models), path);
            }
            self.models.insert(folder, PlannedModel { shows_weights: true, ..PlannedModel::default() });
        }
    }

    fn list_files(&mut self, budget: &Budget) {
        self.reads_all_headers = self.tree.files.values().filter(|entry| entry.is_header()).count() < MOST_HEADS;
        for (path, entry) in &self.tree.files {
            let linked = self.linked.get(path.as_str()).filter(|_| matches!(entry, Entry::Read(_)));
            let role = files::role(path).or(linked.map(|_| Role::License));
            let is_file = !matches!(entry, Entry::ClosedFolder(_));
            let Some(role) = role.filter(|role| *role != Role::Attributes && is_file) else { continue };
            if let Some(folder) = self.too_deep(path, budget.depth) {
                self.exceed(Bound::Depth(budget.depth), folder);
                continue;
            }
            let is_text = matches!(entry, Entry::Read(bytes) if files::is_notice(path) || !is_lfs_pointer(bytes));
            if matches!(role, Role::License | Role::Modelfile) && is_text {
                self.texts.entry(linked.copied().unwrap_or_else(|| served_folder(path))).or_default().push(path);
            }
            let is_plain = matches!(entry, Entry::Read(bytes) if is_text && is_plain_text(bytes));
            if role != Role::License || !is_plain {
                self.files.entry(folder_of(path)).or_default().push((path, role));
            }
        }
    }

    /// The texts that serve the model of a folder, nearest first.
    fn served(&self, folder: &str) -> impl Iterator<Item = &'t str> {
        with_ancestors(folder).filter_map(|folder| self.texts.get(folder)).flatten().copied()
    }

    /// Bounds texts × models.
    fn bound_texts(&mut self, budget: &Budget) {
        let all: usize = self.texts.values().map(Vec::len).sum();
        if all <= budget.texts && all * self.models.len() <= budget.served {
            return;
        }
        let served = self.models.keys().map(|folder| self.served(folder).count()).sum();
        self.most_texts = budget.served_each(self.models.len(), served);
        if let Some(path) = self.models.keys().find_map(|folder| self.served(folder).nth(self.most_texts)) {
            self.exceed(Bound::Served(self.most_texts), path);
        }
    }

    /// Gives license files that are no plain text, and that lie in no model's folder, to the first model that they serve.
    fn add_odd_texts(&mut self) {
        let of_models: BTreeSet<&str> =
            self.models.iter().flat_map(|(folder, model)| model.below.iter().chain([folder])).copied().collect();
        for (_, listed) in self.files.iter().filter(|(folder, _)| !of_models.contains(*folder)) {
            for (path, _) in listed.iter().filter(|(_, role)| *role == Role::License) {
                let served = served_folder(path);
                let mut models = self.models.range_mut(served..);
                let first = models.find(|(folder, _)| with_ancestors(folder).any(|folder| folder == served));
                if let Some((_, model)) = first {
                    model.odd_texts.push(path);
                }
            }
        }
    }

    /// Gives folders that cannot be looked into to the model above. Where there is none, each may be a model.
    fn add_closed_folders(&mut self) {
        for (path, _) in self.tree.files.iter().filter(|(_, entry)| matches!(entry, Entry::ClosedFolder(_))) {
            let home = with_ancestors(path).find_map(|folder| self.models.get_key_value(folder));
            let home = home.map_or(path.as_str(), |(folder, _)| folder);
            self.models.entry(home).or_default().closed.push(path);
        }
    }

    fn exceed(&mut self, bound: Bound, path: &str) {
        self.exceeded.get_or_insert_with(|| Exceeded { bound, path: path.to_owned() });
    }

    /// The folder that lies too deep, where a file is in one, or further down.
    fn too_deep<'p>(&self, path: &'p str, depth: usize) -> Option<&'p str> {
        let top = if self.tree.folder.is_empty() { 0 } else { self.tree.folder.len() + 1 };
        let mut ends = memchr::memchr_iter(b'/', path.as_bytes()).filter(|end| *end >= top);
        ends.nth(depth).map(|end| &path[..end])
    }

    /// The folder of the nearest model above a folder.
    fn model_above<'f>(&self, folder: &'f str) -> Option<&'f str> {
        with_ancestors(folder).skip(1).find(|above| self.models.contains_key(above))
    }
}

/// The card among the files of a folder: the one that the Hub reads, else the first whose name reads like it, else one of another name.
/// And the others, with those that only read like it by invisible characters, and those of other names that have metadata.
///
/// A card of another name that has metadata comes before a README without, unless weights show that the folder is as the Hub has it.
fn cards<'t>(tree: &Tree, listed: &[(&'t str, Role)]) -> (Option<&'t str>, Vec<&'t str>) {
    let of = |wanted: Role| listed.iter().filter(move |(_, role)| *role == wanted).map(|(path, _)| *path);
    let is_exact = |path: &str| path.rsplit('/').next() == Some(files::CARD_NAME);
    let mut all: Vec<&str> = of(Role::Card).collect();
    // A stable sort: `false` comes first.
    all.sort_by_key(|path| !is_exact(path));
    let is_disguised = |path: &str| !path.rsplit('/').next().unwrap_or(path).eq_ignore_ascii_case(files::CARD_NAME);
    let second = all.iter().enumerate().filter(|(at, path)| *at > 0 || is_disguised(path)).map(|(_, path)| *path);
    let mut others: Vec<&str> = of(Role::OtherCard).filter(|path| may_have_metadata(tree, path)).collect();
    let readme = all.first().copied();
    let has_artefacts = listed.iter().any(|(_, role)| matches!(role, Role::Weights | Role::Adapter));
    let card = match readme {
        Some(path) if others.is_empty() || has_artefacts || may_have_metadata(tree, path) => Some(path),
        None if others.is_empty() => of(Role::OtherCard).next(),
        _ => Some(others.remove(0)),
    };
    (card, second.chain(others).collect())
}

/// Whether a card has metadata, seen by the Hub or not, or may have: what cannot be read must not pass.
fn may_have_metadata(tree: &Tree, path: &str) -> bool {
    let Some(bytes) = card_bytes(tree, path) else {
        return !matches!(tree.files.get(path), Some(Entry::Unread { .. }) | None);
    };
    let decoded = decode(bytes);
    let text = &decoded.text;
    Unread::encoding(path, &decoded).is_some()
        || front_matter::find(text).is_some()
        || !unseen::unseen(text, None).is_empty()
}

fn has_front_matter(tree: &Tree, path: &str) -> bool {
    front_matter::find(&decode(card_bytes(tree, path).unwrap_or_default()).text).is_some()
}

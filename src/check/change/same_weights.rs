//! Weights that a model of the base commit had, and that belong to a model of the head which says less of its descent.
//!
//! Weights are the same where their content is, whatever folder, name or card they stand under (see [`super::weights_file`]). Only
//! weights of models that do not say all that some model of the base commit said are looked at: after most changes there are none.

use super::side::ChangeSide;
use super::weights_file::{WeightsFile, WeightsIdentity, weights_files};
use crate::lfs::MAX_POINTER;
use crate::report::Report;
use crate::report::lineage::{Derived, Lineage};
use crate::tree::Tree;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most bytes of weights in a commit that are read to be compared with others of the same size; chosen.
const MAX_CONTENT: u64 = 16 << 20;

/// Most bytes of them on one side of a change, chosen.
const MAX_CONTENTS: u64 = 128 << 20;

/// Most pointers that are read on one side of a change, chosen.
const MAX_POINTERS: usize = 1_000;

/// How often more can be learnt by reading: first pointers, then the weights of which these tell the size.
pub(crate) const ROUNDS: usize = 2;

/// Files to read, and the most bytes of each; paths as in the trees.
pub(crate) type Wanted = BTreeMap<String, u64>;

/// The weights of both sides of a change.
pub(crate) struct WeightsChange<'a> {
    head: Vec<WeightsFile<'a>>,
    base: Vec<WeightsFile<'a>>,
    /// The families that a model derives from, by side and folder.
    head_families: Families<'a>,
    base_families: Families<'a>,
    /// The families that any model of the base commit derives from, each with one lineage.
    known: BTreeMap<&'a str, &'a Lineage>,
}

/// The families that each model derives from, by its folder.
type Families<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Lineage>>;

/// A model of the head whose weights derived from a family at the base commit, and that does not say so.
#[derive(Debug)]
pub(super) struct Kept<'c, 'a> {
    pub(super) model: &'a str,
    /// The lineage at the base commit.
    pub(super) lineage: &'a Lineage,
    /// The weights now and before; nothing where not all weights could be compared.
    pub(super) same: Vec<(&'c WeightsFile<'a>, &'c WeightsFile<'a>)>,
    /// Weights that could not be compared.
    pub(super) unread: Vec<&'c WeightsFile<'a>>,
}

impl<'a> WeightsChange<'a> {
    /// Reads the weights of both sides; `head_contents` and `base_contents` hold files that were read since. Nothing where no model of
    /// the head says less of its lineage than one of the base commit.
    pub(crate) fn of(
        (head, head_contents): (ChangeSide<'a>, &Tree),
        (base, base_contents): (ChangeSide<'a>, &Tree),
    ) -> Option<Self> {
        let (head_families, base_families) = (families(head.report), families(base.report));
        let known: BTreeMap<&str, &Lineage> =
            base_families.values().flatten().map(|(key, lineage)| (*key, *lineage)).collect();
        let says_all = |model: &BTreeMap<&str, &Lineage>| known.keys().all(|family| model.contains_key(family));
        if known.is_empty() || !head.report.models.is_empty() && head_families.values().all(says_all) {
            return None;
        }
        let base = weights_files(base, base_contents, &HashSet::new());
        let weights = base.iter().flat_map(|file| &file.identities).collect();
        let head = weights_files(head, head_contents, &weights);
        Some(Self { head, base, head_families, base_families, known })
    }

    /// What must be read of the head and of the base commit before the weights can be compared.
    pub(crate) fn unread(&self) -> (Wanted, Wanted) {
        let (mut head, mut base) = (Wanted::new(), Wanted::new());
        let open: Vec<&WeightsFile<'_>> = self.open().collect();
        if open.is_empty() {
            return (head, base);
        }
        let points = |file: &&WeightsFile<'_>| file.may_point();
        want(&mut head, open.iter().copied().filter(points).take(MAX_POINTERS), MAX_POINTER);
        // Pointers are compared with pointers and with weights in Git, and with what stood under the same path.
        let paths: HashSet<&str> = open.iter().map(|file| file.path).collect();
        let before = self.base.iter().filter(|file| paths.contains(file.path));
        want(&mut base, self.witnesses().chain(before).filter(points).take(MAX_POINTERS), MAX_POINTER);
        let of_head: HashSet<u64> = open.iter().map(|file| file.content_size()).collect();
        // The size that a pointer names may be wrong: weights in Git are read to be compared with its hash.
        let points_to_any = open.iter().any(|file| file.pointed_size.is_some());
        let of_base: HashSet<u64> = self.witnesses().map(WeightsFile::content_size).collect();
        let (mut head_left, mut base_left) = (MAX_CONTENTS, MAX_CONTENTS);
        want(&mut head, open.iter().copied().filter(|file| fits(file, &of_base, false, &mut head_left)), MAX_CONTENT);
        want(
            &mut base,
            self.witnesses().filter(|file| fits(file, &of_head, points_to_any, &mut base_left)),
            MAX_CONTENT,
        );
        (head, base)
    }

    /// The models that keep weights without keeping what the base commit said of their lineage, in order.
    pub(super) fn kept(&self) -> Vec<Kept<'_, 'a>> {
        let (holders, staying) = (self.holders(), self.staying());
        let mut out: BTreeMap<(&str, &str), Kept<'_, 'a>> = BTreeMap::new();
        for file in &self.head {
            let same: Vec<&WeightsFile<'a>> = holders_of(file, &holders).collect();
            for before in &same {
                for (&family, &lineage) in self.base_families_of(before) {
                    if self.says(file.model, family) || !self.is_witness(file, before, family, &same, &staying) {
                        continue;
                    }
                    let kept = out.entry((file.model, family)).or_insert_with(|| Kept::new(file.model, lineage));
                    if kept.same.last().is_none_or(|(last, _)| last.path != file.path) {
                        kept.same.push((file, before));
                    }
                }
            }
        }
        for (file, lineage) in self.not_compared() {
            let kept = out.entry((file.model, &lineage.family)).or_insert_with(|| Kept::new(file.model, lineage));
            kept.unread.push(file);
        }
        out.into_values().collect()
    }

    /// Whether weights of the base commit show that those of the head derive from a family. `same` are all that had the same content,
    /// `staying` those that models of a family still have.
    fn is_witness(
        &self,
        file: &WeightsFile<'_>,
        before: &WeightsFile<'_>,
        family: &str,
        same: &[&WeightsFile<'_>],
        staying: &HashSet<(&str, &str)>,
    ) -> bool {
        if before.model == file.model {
            return true;
        }
        let others = || same.iter().filter(|other| !self.base_families_of(other).contains_key(family));
        // The model had these weights, and did not descend from the family, before the change as well.
        if others().any(|other| other.model == file.model) {
            return false;
        }
        // A part that models of several families share, such as an encoder, shows nothing; unless the model that descended loses it.
        others().next().is_none() || !staying.contains(&(before.path, family))
    }

    /// Weights of the base commit, by path, that models of the head have too, with the families that these derive from.
    fn staying(&self) -> HashSet<(&'a str, &'a str)> {
        let holders = self.holders();
        let by_path: HashMap<&str, &WeightsFile<'a>> = self.base.iter().map(|file| (file.path, file)).collect();
        let mut staying = HashSet::new();
        for file in &self.head {
            let Some(families) = self.head_families.get(file.model) else { continue };
            // What was not read and is as large as before is taken for the same.
            let unread = by_path.get(file.path).filter(|before| !file.is_read && before.size == file.size);
            for before in holders_of(file, &holders).chain(unread.copied()) {
                staying.extend(families.keys().map(|&family| (before.path, family)));
            }
        }
        staying
    }

    /// Weights of the head that may be those of a family of which their model does not say that it derives from it, and of which
    /// nothing shows yet whether they are.
    fn open(&self) -> impl Iterator<Item = &WeightsFile<'a>> {
        let blobs: HashSet<&str> = self.base.iter().filter_map(|file| file.blob).collect();
        self.head.iter().filter(move |file| {
            let lost =
                self.base_families.values().flat_map(BTreeMap::keys).any(|family| !self.says(file.model, family));
            lost && !file.is_empty() && !file.blob.is_some_and(|blob| blobs.contains(blob))
        })
    }

    /// Weights that may be those of a model that derived from a family, and could not be compared; each with every lineage that may be
    /// lost by it.
    fn not_compared(&self) -> Vec<(&WeightsFile<'a>, &'a Lineage)> {
        let holders = self.holders();
        let by_path: HashMap<&str, &WeightsFile<'a>> = self.base.iter().map(|file| (file.path, file)).collect();
        let mut by_size: HashMap<u64, Vec<&WeightsFile<'a>>> = HashMap::new();
        let mut has_unread_pointers = false;
        for file in self.witnesses().filter(|file| file.is_named) {
            has_unread_pointers |= file.may_point();
            by_size.entry(file.content_size()).or_default().push(file);
        }
        let is_unknown = |file: &WeightsFile<'a>| {
            let of_its_size = || by_size.get(&file.content_size()).into_iter().flatten();
            has_unread_pointers || file.may_point() || of_its_size().any(|before| file.may_be(before))
        };
        let mut out = Vec::new();
        for file in
            self.open().filter(|file| file.is_named && is_unknown(file) && holders_of(file, &holders).next().is_none())
        {
            let before = by_path.get(file.path).filter(|before| before.model == file.model);
            for (family, lineage) in &self.known {
                // What was there before the change, and as large, is taken for the same.
                let was_there = before.is_some_and(|before| {
                    before.content_size() == file.content_size() && !self.base_families_of(before).contains_key(family)
                });
                if !self.says(file.model, family) && !was_there {
                    out.push((file, *lineage));
                }
            }
        }
        out
    }

    /// Weights of the models of the base commit that derive from any family.
    fn witnesses(&self) -> impl Iterator<Item = &WeightsFile<'a>> {
        self.base.iter().filter(|file| !file.is_empty() && !self.base_families_of(file).is_empty())
    }

    /// The weights of the base commit by what tells them from others.
    fn holders(&self) -> HashMap<&WeightsIdentity<'a>, Vec<&WeightsFile<'a>>> {
        let mut holders: HashMap<_, Vec<_>> = HashMap::new();
        for file in &self.base {
            for identity in &file.identities {
                holders.entry(identity).or_default().push(file);
            }
        }
        holders
    }

    fn says(&self, model: &str, family: &str) -> bool {
        self.head_families.get(model).is_some_and(|families| families.contains_key(family))
    }

    fn base_families_of(&self, file: &WeightsFile<'a>) -> &BTreeMap<&'a str, &'a Lineage> {
        static NONE: BTreeMap<&str, &Lineage> = BTreeMap::new();
        self.base_families.get(file.model).unwrap_or(&NONE)
    }
}

impl<'a> Kept<'_, 'a> {
    const fn new(model: &'a str, lineage: &'a Lineage) -> Self {
        Self { model, lineage, same: Vec::new(), unread: Vec::new() }
    }
}

fn families(report: &Report) -> Families<'_> {
    let families = report.models.iter().map(|model| {
        let certain = model.lineage.iter().filter(|lineage| lineage.derived == Derived::Yes);
        (model.path.as_str(), certain.map(|lineage| (lineage.family.as_str(), lineage)).collect())
    });
    families.collect()
}

fn want<'f, 'a: 'f>(wanted: &mut Wanted, files: impl Iterator<Item = &'f WeightsFile<'a>>, limit: u64) {
    for file in files {
        wanted.entry(file.path.to_owned()).or_insert(limit);
    }
}

/// Whether the content of a file must be read, since it is as large as others are or may be, and can be: it takes its bytes from those left.
fn fits(file: &WeightsFile<'_>, sizes: &HashSet<u64>, of_any_size: bool, left: &mut u64) -> bool {
    let is_wanted = of_any_size || sizes.contains(&file.size);
    let fits = is_wanted && !file.is_read && file.size > MAX_POINTER && file.size <= MAX_CONTENT.min(*left);
    if fits {
        *left -= file.size;
    }
    fits
}

/// The weights of the base commit that have the same content, each once.
fn holders_of<'c, 'a>(
    file: &WeightsFile<'a>,
    holders: &HashMap<&WeightsIdentity<'a>, Vec<&'c WeightsFile<'a>>>,
) -> impl Iterator<Item = &'c WeightsFile<'a>> {
    let found = file.identities.iter().filter_map(|identity| holders.get(identity)).flatten();
    let by_path: BTreeMap<&str, &'c WeightsFile<'a>> = found.map(|before| (before.path, *before)).collect();
    by_path.into_values()
}

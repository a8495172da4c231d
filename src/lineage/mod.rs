//! Lineage: whether a model descends from a family that a policy speaks of, and by which evidence.

mod ancestry;
mod binaries;
mod clause;
mod columns;
mod context;
mod endings;
mod evidence;
mod facts;
mod filter;
pub mod hub;
pub mod known;
mod model_offering;
mod named;
mod names;
mod other_model;
pub mod outputs;
mod prefilter;
mod prose;
mod section;
mod starts;
mod title;
mod usage;
mod weigh;
mod words;

use crate::embedded::{List, Text};
use crate::model::{Model, Shape};
use crate::report::lineage::{Claim, Derived, Lineage};
pub use ancestry::{Ancestry, Faults};
use evidence::Fact;
pub use evidence::stated_parents;
pub use prefilter::{BlockHints, may_hold_license, prefilter};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Facts on models beside the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineageFacts {
    /// What the configuration states: identifier or name in lower case to family.
    pub families: BTreeMap<String, String>,
    /// What the Hub states, where it was asked.
    pub hub: hub::Hub,
    /// What a dump of cards says of the parents of models, where there is one.
    pub ancestry: Option<Arc<Ancestry>>,
}

impl LineageFacts {
    fn family(&self, id: &str) -> Option<&str> {
        if self.families.is_empty() { None } else { self.families.get(&id.to_lowercase()).map(String::as_str) }
    }

    /// Whether the family of a model is known without the Hub: by the configuration, the table or its name.
    pub fn knows(&self, id: &str) -> bool {
        self.family(id).is_some() || named::family_of_id(id).is_some()
    }

    fn roots(&self, id: &str) -> Vec<ancestry::Root> {
        self.ancestry.as_ref().map(|ancestry| ancestry.roots(id)).unwrap_or_default()
    }
}

/// A family that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct FamilyQuery<'f> {
    /// Its key.
    pub family: &'f str,
    /// What speaks against it is wanted also where nothing speaks for it.
    pub with_silence: bool,
}

/// What the blocks of a model's card may speak of, one by one. Most speak of nothing, and need not be read closely.
pub fn speaking(model: &Model) -> Vec<BlockHints> {
    model.card.as_ref().map(|card| prefilter::speaking(&card.blocks)).unwrap_or_default()
}

/// Judges a model's descent from each of the families. `speaking` is what [`speaking`] says of the model.
pub fn judge(
    model: &Model,
    speaking: &[BlockHints],
    families: &[FamilyQuery<'_>],
    claims: Vec<Claim>,
    overrides: &LineageFacts,
) -> Vec<Lineage> {
    let mut all = evidence::gather(model, speaking, overrides);
    all.facts.extend(claims.into_iter().map(|claim| Fact {
        kind: claim.kind,
        family: claim.family,
        id: None,
        above: Vec::new(),
        strength: claim.strength,
        place: claim.place,
        text: claim.text,
    }));
    let mut judged: Vec<Lineage> =
        families.iter().map(|asked| weigh::judge(*asked, &all, model.is_published())).collect();
    let line = |lineage: &Lineage| names::family(&lineage.family).and_then(|family| family.line);
    let certain: Vec<&str> = judged.iter().filter(|lineage| lineage.derived == Derived::Yes).filter_map(line).collect();
    for lineage in &mut judged {
        if lineage.derived == Derived::Uncertain && line(lineage).is_some_and(|line| certain.contains(&line)) {
            lineage.derived = Derived::No;
            lineage.via.clear();
        }
    }
    judged
}

/// Whether a name begins with certain words; "Meta" may stand before them, and letters and digits may part or not.
pub fn begins_with(name: &str, words: &str) -> bool {
    let (name, words) = (words::Words::of(name), words::Words::of(words));
    let first = usize::from(name.len() > 0 && name.word(0) == "meta");
    words.len() > 0 && (0..words.len()).all(|at| first + at < name.len() && name.word(first + at) == words.word(at))
}

/// Parents of a model that neither the table nor the configuration nor their name gives a family.
pub fn unknown_parents(model: &Model, overrides: &LineageFacts) -> Vec<String> {
    evidence::unknown(model, overrides)
}

/// What is known of a family's names.
pub(crate) fn of_family(key: &str) -> Option<&'static facts::Family> {
    names::family(key)
}

/// Whether a text is, or holds, the name of a family.
pub fn names_family(text: &str) -> bool {
    names::family_of_name(text).is_some()
}

/// The families that evidence can speak of.
pub fn families() -> impl Iterator<Item = &'static str> {
    names::families().iter().map(|family| family.family)
}

#[cfg(test)]
mod tests {
    use super::begins_with;

    #[test]
    fn a_name_begins_with_words_whatever_parts_them() {
        for name in ["Llama 3", "llama3tale", "LLaMA-3-Tale", "Meta-Llama-3-8B", "meta_llama_3"] {
            assert!(begins_with(name, "Llama 3"), "{name}");
        }
        for name in ["", "Llama", "Tale-Llama-3", "Meta", "Meta Meta Llama 3", "Llama 3.1", "Llama Tale 3"] {
            assert!(!begins_with(name, "Llama 3"), "{name}");
        }
        assert!(!begins_with("Tale", "") && !begins_with("", ""));
    }
}

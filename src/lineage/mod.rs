//! Lineage: whether a model descends from a family that a policy speaks of, and by which evidence.

mod ancestry;
mod card_facts;
mod clause;
mod clues;
mod columns;
mod conditions;
pub(crate) mod copies;
mod data;
mod fact;
mod gather;
mod gatherer;
mod grammar;
pub(crate) mod hub;
mod hub_id;
pub(crate) mod known;
mod labels;
mod lexicon;
mod lineage_facts;
mod made_sets;
mod named;
mod names;
pub(crate) mod outputs;
mod own_names;
mod parent_ids;
mod pieces;
mod prefilter;
mod reader;
mod root;
mod schema;
mod section;
mod tokens;
mod usage;
mod weigh;
mod weights;
mod word_sets;
mod words;

use crate::model::Model;
use crate::report::lineage::{Claim, Derived, Lineage};
#[cfg(test)]
pub(crate) use ancestry::tests as tests_of_ancestry;
pub(crate) use ancestry::{Ancestry, MOST_ANCESTORS};
pub(crate) use data::{PATTERNS, WEIGHTS, family};
use fact::Fact;
pub(crate) use fact::UnknownParent;
pub(crate) use gather::{stated_parents, unknown_parents};
pub(crate) use hub_id::{is_spelled_as_hub_id, may_be_on_hub};
pub(crate) use lineage_facts::LineageFacts;
pub(crate) use names::{begins_with, is_disguised, is_of_owner};
pub(crate) use parent_ids::parents_in;
pub(crate) use pieces::looks_like_a_name;
pub(crate) use prefilter::{BlockHints, may_hold_license, prefilter};
pub(crate) use root::Root;
pub(crate) use weigh::FamilyQuery;
use weights::Limit;

/// What the blocks of a model's card may speak of, one by one. Most speak of nothing, and need not be read closely.
pub(crate) fn block_hints(model: &Model) -> Vec<BlockHints> {
    model.card.as_ref().map(|card| card.blocks().iter().map(prefilter::hints).collect()).unwrap_or_default()
}

/// Decides a model's descent from each of the families, and tells the parents of which nothing is known. `hints` is what [`block_hints`] says of the model, `claims` what its license
/// texts say.
pub(crate) fn assess(
    model: &Model,
    hints: &[BlockHints],
    families: &[FamilyQuery<'_>],
    claims: Vec<Claim>,
    other_sources: &LineageFacts,
) -> (Vec<Lineage>, Vec<UnknownParent>) {
    let mut all = gather::facts(model, hints, other_sources);
    let of_claim = |claim: Claim| {
        let usual = data::weight(claim.kind).strength;
        let strength = if claim.elsewhere { Limit::TextElsewhere.of(usual) } else { usual };
        Fact::new(claim.kind, Root::Family(claim.family), strength, claim.place, &claim.text)
    };
    all.facts.extend(claims.into_iter().map(of_claim));
    let mut lineages: Vec<Lineage> =
        families.iter().map(|query| weigh::weigh(*query, &all, model.is_published())).collect();
    let line = |lineage: &Lineage| family(&lineage.family).and_then(|family| family.line);
    let certain: Vec<&str> =
        lineages.iter().filter(|lineage| lineage.derived == Derived::Yes).filter_map(line).collect();
    for lineage in &mut lineages {
        if lineage.derived == Derived::Uncertain && line(lineage).is_some_and(|line| certain.contains(&line)) {
            lineage.derived = Derived::No;
            lineage.via.clear();
        }
    }
    (lineages, all.unknown_parents)
}

/// Whether a text is, or holds, the name of a family.
pub(crate) fn names_family(text: &str) -> bool {
    names::family_of_name(text).is_some()
}

/// The keys of the families that evidence can speak of.
pub(crate) fn families() -> impl Iterator<Item = &'static str> {
    data::FAMILIES.families.iter().map(|family| family.family)
}

#[cfg(test)]
#[path = "../../tests/unit/descent/mod.rs"]
mod tests;

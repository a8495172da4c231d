//! Lineage: whether a model descends from a family that a policy speaks of, and by which evidence.

mod card_facts;
mod card_licenses;
mod clause;
mod clues;
pub(crate) mod copies;
mod data;
mod dictionary;
mod fact;
mod gather;
mod gatherer;
mod grammar;
pub(crate) mod hub;
pub(crate) mod known;
mod license_marks;
mod lineage_facts;
mod named;
mod names;
pub(crate) mod outputs;
mod own_names;
mod parent_ids;
mod prefilter;
mod reader;
mod schema;
mod section;
mod tokens;
mod usage;
mod weigh;
mod word_sets;
mod words;

use crate::model::Model;
use crate::report::lineage::{Claim, Derived, Lineage};
pub(crate) use card_licenses::card_licenses;
pub(crate) use data::{PATTERNS, WEIGHTS, family};
use fact::Fact;
pub(crate) use fact::{Root, StatedParent, UnknownParent};
pub(crate) use gather::{placed_parents, stated_parents, unknown_parents};
#[cfg(test)]
pub(crate) use lineage_facts::tests::dump;
pub(crate) use lineage_facts::{Ancestry, LicensedParent, LineageFacts, MOST_ANCESTORS, StatedLicense};
pub(crate) use named::looks_like_a_name;
pub(crate) use names::{begins_with, is_disguised, is_of_owner};
pub(crate) use names::{hub_id_in_address, is_hub_id, is_spelled_as_hub_id, may_be_on_hub};
pub(crate) use parent_ids::parents_in;
pub(crate) use prefilter::{BlockHints, may_hold_license, prefilter};
use schema::Limit;
pub(crate) use weigh::FamilyQuery;

/// What the blocks of a model's card may mention, one by one. Most mention nothing, and need not be read closely.
pub(crate) fn block_hints(model: &Model) -> Vec<BlockHints> {
    model.card.as_ref().map(|card| card.blocks().iter().map(prefilter::hints).collect()).unwrap_or_default()
}

/// What is known of the lineage of a model.
pub(crate) struct Descent {
    /// The verdict on each family that was asked for, in that order.
    pub(crate) lineages: Vec<Lineage>,
    /// Parents whose family is not known.
    pub(crate) unknown_parents: Vec<UnknownParent>,
    /// The stated parents, with the licenses that they are under.
    pub(crate) parents: Vec<LicensedParent>,
}

/// Decides whether a model is derived from each family, and looks up its parents' licenses. `hints` is what [`block_hints`] says of the model, `claims` what its license
/// texts say.
pub(crate) fn assess(
    model: &Model,
    hints: &[BlockHints],
    families: &[FamilyQuery<'_>],
    claims: Vec<Claim>,
    other_sources: &LineageFacts,
) -> Descent {
    let mut all = gather::facts(model, hints, other_sources);
    for claim in claims {
        let mut fact = Fact::new(claim.kind, Root::Family(claim.family), claim.place, &claim.text);
        if claim.elsewhere {
            fact.limit(Limit::TextElsewhere);
        }
        all.facts.push(fact);
    }
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
    let mut parents: Vec<LicensedParent> = Vec::new();
    for parent in all.stated_parents {
        if parents.iter().all(|other| !other.parent.id.eq_ignore_ascii_case(&parent.id)) {
            parents.push(LicensedParent::read(parent, other_sources));
        }
    }
    Descent { lineages, unknown_parents: all.unknown_parents, parents }
}

/// The keys of the families that evidence can name.
pub(crate) fn families() -> impl Iterator<Item = &'static str> {
    data::FAMILIES.families.iter().map(|family| family.family)
}

#[cfg(test)]
#[path = "../../tests/unit/descent/mod.rs"]
mod tests;

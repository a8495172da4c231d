//! What the conditions of `lineage/weights.yml` mean, and the first step of its order that fits.

use super::data::{self, WEIGHTS, weight};
use super::fact::{Fact, Facts};
use super::root::Root;
use super::schema::{Condition, Direction, Step};
use crate::report::{EvidenceKind, Strength};
use Direction::{Against, Doubt, For};

/// The evidence on one family, of which the order of weights asks.
pub(crate) struct Pieces<'f> {
    pub(crate) facts: Vec<(&'f Fact, Direction)>,
    /// A parent is stated whose family nobody knows.
    has_unknown_parent: bool,
    /// Metadata or files show that there is a model.
    is_published: bool,
}

impl<'f> Pieces<'f> {
    pub(crate) fn new(family: &str, all: &'f Facts, is_published: bool) -> Self {
        let facts = all.facts.iter().map(|fact| (fact, direction(fact, family))).collect();
        Self { facts, has_unknown_parent: all.has_unknown_parent(), is_published }
    }

    /// The step that decides.
    pub(crate) fn step(&self) -> Option<&'static Step> {
        WEIGHTS.order.iter().find(|step| {
            step.when.iter().all(|condition| self.holds(condition))
                && !step.unless.iter().any(|condition| self.holds(condition))
        })
    }

    pub(crate) fn on(&self, side: Direction) -> impl Iterator<Item = &'f Fact> {
        self.facts.iter().filter(move |(_, direction)| *direction == side).map(|(fact, _)| *fact)
    }

    fn holds(&self, id: &str) -> bool {
        let condition = |id| WEIGHTS.conditions.iter().find(|condition| condition.id == id);
        let is_parent = |fact: &Fact| fact.strength == Strength::Decisive && !is_notice(fact);
        match id {
            "unknown-parent" => self.has_unknown_parent,
            "unpublished" => !self.is_published,
            "notices-of-both" => self
                .on(Against)
                .filter(|fact| is_notice(fact))
                .any(|notice| self.on(Against).any(|fact| is_parent(fact) && fact.root == notice.root)),
            _ => condition(id).is_some_and(|asked| match condition(asked.more_than) {
                Some(other) => self.kinds(asked) > self.kinds(other),
                None => self.kinds(asked) >= asked.least.max(1),
            }),
        }
    }

    /// How many kinds of evidence meet a condition; kinds that see the same thing count once.
    fn kinds(&self, asked: &Condition) -> u32 {
        let meets = |fact: &&Fact| {
            let weight = weight(fact.kind);
            (asked.kinds.is_empty() || asked.kinds.contains(&fact.kind))
                && !asked.not.contains(&fact.kind)
                && asked.strength.is_none_or(|strength| fact.strength == strength)
                && (!asked.own || fact.is_own)
                && (!asked.firm || !weight.weak && fact.is_own)
                && (!asked.alone || !weight.needs_model && fact.is_own)
        };
        let kind = |fact: &Fact| weight(fact.kind).counts_as.unwrap_or(fact.kind) as u32;
        let found = self.on(asked.side).filter(meets).fold(0u64, |kinds, fact| kinds | 1 << kind(fact)).count_ones();
        let is_foreign = asked.id == "strong-against" && !self.has_unknown_parent && self.on(Against).any(is_notice);
        found + u32::from(is_foreign)
    }
}

fn is_notice(fact: &Fact) -> bool {
    fact.kind == EvidenceKind::Notice
}

/// What a fact says about lineage from a family.
fn direction(fact: &Fact, family: &str) -> Direction {
    let weight = weight(fact.kind);
    match fact.root {
        // Models of disputed origin may be of it.
        Root::Unknown if data::family(family).is_some_and(|family| family.disputed) => Doubt,
        root if root.is(family) => weight.of_family.unwrap_or(For),
        _ => weight.of_another.unwrap_or(Against),
    }
}

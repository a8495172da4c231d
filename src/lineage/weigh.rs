//! Weighs evidence: from facts to yes, no or uncertain. `lineage/weights.yml` says what each kind is worth and how pieces combine.

use super::data::{self, WEIGHTS, weight};
use super::fact::{Fact, Facts, Root};
use super::known::path_to_root;
use super::schema::{Condition, Direction, Step};
use crate::report::lineage::{Derived, Evidence, Lineage};
use crate::report::{EvidenceKind, Strength};
use Direction::{Against, Doubt, For, Nothing};

/// A family that a model may be derived from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FamilyQuery<'f> {
    /// Its key in `lineage/families.yml`.
    pub(crate) family: &'f str,
    /// Evidence against it is reported also where there is none for it.
    pub(crate) even_without_evidence: bool,
}

/// Decides whether a model is derived from one family, and lists the evidence, strongest first.
pub(crate) fn weigh(query: FamilyQuery<'_>, all: &Facts, is_published: bool) -> Lineage {
    let family = query.family;
    if !query.even_without_evidence && !all.facts.iter().any(|fact| fact.root.is(family)) {
        return Lineage {
            family: family.to_owned(),
            derived: Derived::No,
            via: Vec::new(),
            evidence: Vec::new(),
            license: None,
        };
    }
    let pieces = Pieces::new(family, all, is_published);
    let derived = pieces.step().map_or(Derived::No, |step| step.then);
    let mut evidence: Vec<Evidence> = { pieces.facts.iter() }
        .filter(|(_, direction)| !matches!(direction, Doubt | Nothing) || derived == Derived::Uncertain)
        .map(|(fact, direction)| Evidence {
            kind: fact.kind,
            place: fact.place.clone(),
            text: fact.text.clone(),
            pattern: fact.pattern,
            words: fact.words.clone(),
            strength: fact.strength,
            // What raises the doubt is what there is for descent.
            speaks_for: matches!(direction, For | Doubt),
        })
        .collect();
    evidence.sort_by(|a, b| {
        (b.strength, b.speaks_for).cmp(&(a.strength, a.speaks_for)).then_with(|| a.place.cmp(&b.place))
    });
    evidence.dedup();
    let best = pieces.on(For).filter(|fact| fact.id.is_some()).max_by_key(|fact| fact.strength);
    let via = best.filter(|_| derived != Derived::No).map(path_of).unwrap_or_default();
    Lineage { family: family.to_owned(), derived, via, evidence, license: None }
}

/// Identifiers from the model that a fact is about up to its root: what the Hub or a dump states, then what the table has.
fn path_of(fact: &Fact) -> Vec<String> {
    let first = fact.id.iter().cloned();
    match fact.above.split_last() {
        Some((last, between)) => first.chain(between.iter().cloned()).chain(path_to_root(last)).collect(),
        None => fact.id.as_deref().map(path_to_root).unwrap_or_default(),
    }
}

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
        Self { facts, has_unknown_parent: all.unknown_parents.iter().any(|parent| parent.is_stated), is_published }
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#[path = "../../tests/unit/descent/weigh.rs"]
mod tests;

//! What the conditions of `lineage/weights.yml` mean, and the first step of its order that fits.

use super::data::{self, WEIGHTS, weight};
use super::fact::{Fact, Facts, Subject};
use super::root::Root;
use super::weights::{Condition, Direction, Step};
use crate::report::{EvidenceKind, Strength};
use Direction::{Against, Doubt, For};

/// The evidence on one family, of which the order of weights asks.
pub(crate) struct Pieces<'f> {
    family: &'f str,
    pub(crate) facts: Vec<(&'f Fact, Direction)>,
    /// A parent is stated whose family nobody knows.
    has_unknown_parent: bool,
    /// Metadata or files show that there is a model.
    is_published: bool,
}

impl<'f> Pieces<'f> {
    pub(crate) fn new(family: &'f str, all: &'f Facts, is_published: bool) -> Self {
        let facts = all.facts.iter().map(|fact| (fact, direction(fact, family))).collect();
        Self { family, facts, has_unknown_parent: all.has_unknown_parent, is_published }
    }

    /// The step that decides.
    pub(crate) fn step(&self) -> Option<&'static Step> {
        WEIGHTS.order.iter().find(|step| {
            step.when.iter().all(|condition| self.holds(*condition))
                && !step.unless.iter().any(|condition| self.holds(*condition))
        })
    }

    pub(crate) fn on(&self, side: Direction) -> impl Iterator<Item = &'f Fact> {
        self.facts.iter().filter(move |(_, direction)| *direction == side).map(|(fact, _)| *fact)
    }

    /// How many kinds of evidence of one strength point in one direction; kinds that see the same thing count once.
    fn kinds(&self, side: Direction, strength: Strength) -> u32 {
        let of_strength = self.on(side).filter(|fact| fact.strength == strength);
        let kind = |fact: &Fact| weight(fact.kind).counts_as.unwrap_or(fact.kind) as u32;
        of_strength.fold(0u64, |kinds, fact| kinds | 1 << kind(fact)).count_ones()
    }

    /// How many kinds of strong evidence there are. The notice of another family is no word on this one, because anybody can add a file
    /// that holds it: it counts as one of them.
    fn strong(&self, side: Direction) -> u32 {
        let is_foreign = side == Against && !self.has_unknown_parent && self.on(Against).any(is_notice);
        self.kinds(side, Strength::Strong) + u32::from(is_foreign)
    }

    fn clues(&self, side: Direction) -> u32 {
        self.kinds(side, Strength::Medium)
    }

    fn holds(&self, condition: Condition) -> bool {
        let any = |side, test: fn(&Fact) -> bool| self.on(side).any(test);
        let other_clue = |fact: &Fact| {
            fact.strength == Strength::Medium && fact.kind != EvidenceKind::Architecture && fact.subject == Subject::This
        };
        match condition {
            Condition::ParentFor => any(For, is_parent),
            Condition::ParentAgainst => any(Against, is_parent),
            Condition::UnknownParent => self.has_unknown_parent,
            Condition::NoticeFor => any(For, |fact| is_notice(fact) && fact.strength == Strength::Decisive),
            Condition::NoticesOfBoth => {
                let is_of_parent = |notice: &Fact| {
                    is_notice(notice) && self.on(Against).any(|fact| is_parent(fact) && fact.root == notice.root)
                };
                self.on(Against).any(is_of_parent)
                    && any(For, |fact| matches!(fact.kind, EvidenceKind::DeclaredLicense | EvidenceKind::Agreement))
            }
            Condition::LicenseFor => self.on(For).any(|fact| match fact.kind {
                EvidenceKind::DeclaredLicense => true,
                EvidenceKind::LicenseStatement => fact.subject == Subject::This,
                _ => false,
            }),
            Condition::LicenseMentioned => {
                any(For, |fact| matches!(fact.kind, EvidenceKind::DeclaredLicense | EvidenceKind::LicenseStatement))
            }
            Condition::OwnWordsFor => any(For, is_own),
            Condition::StrongOwnWordsFor => any(For, |fact| is_own(fact) && fact.strength == Strength::Strong),
            Condition::OwnWordsAgainst => any(Against, is_own),
            Condition::StrongFor => self.strong(For) > 0,
            Condition::StrongAgainst => self.strong(Against) > 0,
            Condition::MoreStrongFor => self.strong(For) > self.strong(Against),
            Condition::MoreStrongAgainst => self.strong(Against) > self.strong(For),
            // Models that descend from a family have its architecture too: that they say so takes nothing from stronger words.
            Condition::Outnumbered => {
                self.strong(For) == 1 && any(Against, other_clue) && self.clues(Against) > self.clues(For)
            }
            Condition::InDoubt => {
                let code = EvidenceKind::FamilyCode;
                self.facts.iter().any(|(fact, _)| fact.kind != code && raises_doubt(fact, self.family))
            }
            Condition::OnlyDenied => {
                any(Against, |_| true) && self.on(Against).all(|fact| fact.kind == EvidenceKind::FromScratch)
            }
            Condition::CodeFor => {
                let code = EvidenceKind::FamilyCode;
                self.facts.iter().any(|(fact, _)| fact.kind == code && fact.root.is(self.family))
            }
            Condition::ClueFor => self.clues(For) > 0,
            Condition::CluesFor => self.clues(For) > 1,
            Condition::ClueAgainst => self.clues(Against) > 0,
            Condition::OtherClueAgainst => any(Against, other_clue),
            Condition::AsManyAgainst => self.clues(Against) >= self.clues(For),
            Condition::OnlyWeak => {
                self.clues(For) > 0 && self.on(For).filter(|fact| fact.strength == Strength::Medium).all(is_weak)
            }
            Condition::OnlyForModels => self.on(For).all(|fact| weight(fact.kind).needs_model || fact.subject == Subject::Unknown),
            Condition::NameFor => any(For, |fact| fact.kind == EvidenceKind::ModelName),
            Condition::Unpublished => !self.is_published,
        }
    }
}

fn is_notice(fact: &Fact) -> bool {
    fact.kind == EvidenceKind::Notice
}

/// Whether it states a parent beyond doubt.
fn is_parent(fact: &Fact) -> bool {
    fact.strength == Strength::Decisive && !is_notice(fact)
}

/// Whether it is a sentence whose subject is this model.
fn is_own(fact: &Fact) -> bool {
    fact.kind.is_prose() && fact.subject == Subject::This
}

/// Whether it counts only beside a clue of another kind that is not weak.
fn is_weak(fact: &Fact) -> bool {
    weight(fact.kind).weak || fact.subject == Subject::Unknown
}

fn direction(fact: &Fact, family: &str) -> Direction {
    let weight = weight(fact.kind);
    match fact.root {
        Root::Unknown if is_disputed(family) => Doubt,
        root if root.is(family) => weight.of_family,
        _ => weight.of_another,
    }
}

/// Whether models of disputed origin may be of a family.
fn is_disputed(family: &str) -> bool {
    data::family(family).is_some_and(|family| family.disputed)
}

/// Whether a fact leaves open what it says of a family: a part of its weights, its code, a model whose origin is disputed.
pub(crate) fn raises_doubt(fact: &Fact, family: &str) -> bool {
    direction(fact, family) == Doubt && (fact.root.is(family) || fact.root == Root::Unknown && is_disputed(family))
}

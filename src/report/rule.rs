//! What a rule says of itself; what it looks at is in the rules.

use super::severity::Severity;
use super::stake::Stake;
use crate::basis::Basis;

/// A rule in words: what outputs and documentation say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Its identifier in JSON, which stays the same for a major version: it names the problem. [`Meta::name`] is for people.
    pub id: &'static str,
    /// What it is about, in a word or two, such as `notice`: where each finding is a line.
    pub label: &'static str,
    /// What is wrong with that, in a few words.
    pub brief: &'static str,
    /// Whether other findings may follow from the problem, and go when it is fixed: a card that nobody can read declares nothing.
    pub is_cause: bool,
    /// What is at stake where it finds a problem.
    pub stake: Stake,
    /// What its surest finding rests on.
    pub surest: Basis,
    /// What kind of problem it finds.
    pub fault: Fault,
    /// What is wrong, in one sentence.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do about it, in a sentence or two.
    pub fix: &'static str,
    /// What the rule cannot see.
    pub cannot_see: &'static str,
}

/// The rules that were renamed: the identifier of each, and the name that people read. A configuration or a waiver may use either.
const RENAMED: [(&str, &str); 3] = [
    ("misspelt-key", "misspelled-key"),
    ("unseen-front-matter", "ignored-front-matter"),
    ("untold-territory", "missing-territory-notice"),
];

impl Meta {
    /// Its name in all that people read.
    pub fn name(&self) -> &'static str {
        RENAMED.iter().find(|(id, _)| *id == self.id).map_or(self.id, |(_, name)| name)
    }

    /// The severity of its surest finding, on a model that a license binds.
    pub const fn severity(&self) -> Severity {
        self.stake.severity(self.surest)
    }
}

/// What is wrong, as far as outputs and `fix` must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something at the place of the finding.
    Present,
    /// Something that is not there: the place of the finding shows why it is required, and nothing must change there.
    Absent,
    /// The declared license: what fixes it is to declare another.
    Declared,
    /// Nothing may be: the evidence does not say whether the license holds at all.
    Uncertain,
}

//! What a rule says of itself; how it looks at a model stands with the rules.

use super::finding::Severity;

/// What a rule is called, how much it weighs, and what it says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Its name in findings and in the configuration: it names the fault.
    pub id: &'static str,
    /// How much a finding weighs on a model that a policy applies to; what is only odd about a card weighs less elsewhere.
    pub severity: Severity,
    /// What kind of fault it finds.
    pub fault: Fault,
    /// What is wrong, in one sentence.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to fix it.
    pub mend: &'static str,
    /// What the rule cannot see.
    pub unseen: &'static str,
}

/// What is at fault, as far as outputs and `fix` must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something that stands at the place of the finding.
    Present,
    /// Something that is not there: the place of the finding shows why it is asked for, and nothing is to be changed there.
    Absent,
    /// The declared license: what fixes it is to declare another.
    Declared,
}

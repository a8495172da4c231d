//! How much a finding weighs: one table of what is at stake and how sure the gate is, the same for every license.

use super::severity::Severity;
use crate::basis::Basis;

/// What is at stake where a rule finds a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stake {
    /// The rights that the license gives, and what it makes everybody pass on.
    Rights,
    /// What readers of the repository learn.
    Disclosure,
    /// What is worth a thought.
    Reminder,
    /// Whether the verdict holds at all.
    Verdict,
    /// Whether all readers see the same.
    Clarity,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) stake: Stake,
    /// Its name in words.
    pub(crate) name: &'static str,
    /// What belongs to it, and why it weighs that much.
    pub(crate) why: &'static str,
    /// The severity of what the words say, of what is a reading of them, and of what is unclear.
    pub(crate) severities: [Severity; 3],
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const INFO: Severity = Severity::Info;

/// The table, one row a stake, in the order of [`Stake`].
pub(crate) const TABLE: [Row; 5] = [
    Row {
        stake: Stake::Rights,
        name: "rights",
        why: "The terms of the model, the agreement and the notice. Without them, people rely on rights that nobody gave. Unclear cases need your decision.",
        severities: [ERROR, ERROR, WARNING],
    },
    Row {
        stake: Stake::Disclosure,
        name: "disclosure",
        why: "What readers learn, and in which form. It may be on a page or in terms that the gate does not see.",
        severities: [WARNING, WARNING, WARNING],
    },
    Row {
        stake: Stake::Reminder,
        name: "reminder",
        why: "Nothing is known to be wrong.",
        severities: [INFO, INFO, INFO],
    },
    Row {
        stake: Stake::Verdict,
        name: "verdict",
        why: "What decides about the license is hidden or cannot be read. The gate does not pass what it has not seen.",
        severities: [ERROR, ERROR, ERROR],
    },
    Row {
        stake: Stake::Clarity,
        name: "clarity",
        why: "A file or a configuration is read in part, or in two ways. The verdict may rest on what nobody meant.",
        severities: [WARNING, WARNING, WARNING],
    },
];

// The rows are in the order of the stakes.
const _: () = {
    let mut at = 0;
    while at < TABLE.len() {
        assert!(TABLE[at].stake as usize == at);
        at += 1;
    }
};

/// The row of this name.
pub(crate) fn row(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name)
}

impl Stake {
    /// The severity of a problem, by how sure the gate is of it.
    pub const fn severity(self, basis: Basis) -> Severity {
        TABLE[self as usize].severities[basis as usize]
    }
}

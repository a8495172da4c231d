//! How much a finding weighs: one table of what is at stake and how sure the gate is, the same for every license.

use super::severity::Severity;
use crate::basis::Basis;

/// What is at stake where a rule finds a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stake {
    /// The rights that the license gives, and what it makes everybody hand on.
    Rights,
    /// What readers of the repository are told.
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
    /// The severity of what the words say, of what is a reading of them, and of what is doubtful.
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
        why: "The terms of the model, the agreement and the notice. Without them people rely on rights that nobody gave. In doubt a person decides.",
        severities: [ERROR, ERROR, WARNING],
    },
    Row {
        stake: Stake::Disclosure,
        name: "disclosure",
        why: "What readers are told, and in which form. It may stand on a page or in terms that the gate does not see.",
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
        why: "What decides about the license is hidden or cannot be read. What the gate has not seen it does not pass.",
        severities: [ERROR, ERROR, ERROR],
    },
    Row {
        stake: Stake::Clarity,
        name: "clarity",
        why: "A file or a configuration is read in part, or in two ways. The verdict may rest on what was not meant.",
        severities: [WARNING, WARNING, WARNING],
    },
];

// The rows stand in the order of the stakes.
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
    /// The severity of a fault, by how sure the gate is of it.
    pub const fn severity(self, basis: Basis) -> Severity {
        TABLE[self as usize].severities[basis as usize]
    }
}

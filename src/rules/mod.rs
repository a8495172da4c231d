//! What a rule is, and the list of all rules.

mod about_card;
mod agreement;
mod behind;
mod beyond_license;
mod change;
mod declared;
mod duty;
mod fit;
mod front_matter;
mod keys;
mod lineage;
mod notice;
mod output_use;
mod readers;
mod restrictions;
mod several;
mod shown;
mod territory;
mod unreadable;
mod use_policy;

use crate::finding::{Finding, Severity};
use crate::model::Model;
pub use change::{BROKEN_CONFIGURATION, LOOSENED_CONFIGURATION, LOST_LINEAGE};
pub use duty::Duty;

/// What a rule is called, how much it weighs, and what it says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Its name in findings and in the configuration: it names the fault.
    pub id: &'static str,
    /// How much a finding weighs on a model that a policy applies to; what is only odd about a card weighs less elsewhere.
    pub severity: Severity,
    /// One sentence.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// What it cannot see.
    pub unseen: &'static str,
}

/// How a rule looks.
#[derive(Clone, Copy)]
pub enum Look {
    /// At the card of any model.
    Card(fn(&Meta, &Model) -> Vec<Finding>),
    /// At a model that one policy applies to.
    Duty(fn(&Meta, &Duty<'_>) -> Vec<Finding>),
    /// At a model that does not descend from the family of a policy.
    Stranger(fn(&Meta, &Duty<'_>) -> Vec<Finding>),
    /// At a model that several policies apply to.
    Several(fn(&Meta, &[Duty<'_>]) -> Option<Finding>),
    /// At a model whose descent is uncertain.
    Doubt(fn(&Meta, &Duty<'_>) -> Vec<Finding>),
    /// At the configuration: the check itself makes these findings.
    Config,
    /// At a pull request next to its base commit: only `review` makes these findings.
    Change,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// What it says of itself.
    pub meta: Meta,
    /// How it looks.
    pub look: Look,
}

/// All rules, in the order in which they are listed and explained.
pub const ALL: [Rule; 37] = [
    fit::INCOMPATIBLE,
    fit::AMBIGUOUS,
    beyond_license::CONTRADICTORY,
    beyond_license::CUSTOM,
    declared::UNDECLARED,
    declared::UNKNOWN,
    declared::UNNAMED,
    declared::UNLINKED,
    declared::DEAD_LINK,
    agreement::MISSING,
    agreement::BY_REFERENCE,
    agreement::ALTERED,
    notice::MISSING,
    notice::MISPLACED,
    notice::DAMAGED,
    use_policy::MISSING,
    restrictions::MISSING,
    shown::WORDS,
    shown::NAME,
    territory::UNTOLD,
    several::NO_COMMON,
    output_use::FORBIDDEN,
    output_use::UNNAMED,
    lineage::UNCERTAIN,
    front_matter::UNSEEN,
    front_matter::INVALID,
    readers::DISAGREE,
    keys::DUPLICATE,
    keys::MISSPELT,
    unreadable::CARD,
    unreadable::HEADER,
    unreadable::ENCODING,
    UNUSED_EXCEPTION,
    EXPIRED_EXCEPTION,
    LOST_LINEAGE,
    LOOSENED_CONFIGURATION,
    BROKEN_CONFIGURATION,
];

/// Rules on papers that are not there: the place of a finding shows why the paper is asked for, and nothing is mended there.
const OF_ABSENCE: [&str; 7] = [
    agreement::MISSING.meta.id,
    agreement::BY_REFERENCE.meta.id,
    notice::MISSING.meta.id,
    use_policy::MISSING.meta.id,
    restrictions::MISSING.meta.id,
    shown::WORDS.meta.id,
    territory::UNTOLD.meta.id,
];

/// Whether findings of a rule are about a paper that is not there, so that no line of the tree is at fault.
pub fn is_of_absence(id: &str) -> bool {
    OF_ABSENCE.contains(&id)
}

/// Whether what mends findings of a rule is to declare another license than the card does.
pub fn declares(id: &str) -> bool {
    [fit::INCOMPATIBLE.meta.id, declared::UNDECLARED.meta.id].contains(&id)
}

/// A rule by its name.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.meta.id == id)
}

/// An exception that matches nothing.
pub const UNUSED_EXCEPTION: Rule = Rule {
    meta: Meta {
        id: "unused-exception",
        severity: Severity::Warning,
        summary: "An exception in the configuration matches no finding.",
        why: "An exception that is not needed hides the next fault of that kind.",
        mend: "Delete the exception from the configuration.",
        unseen: "Whether the exception was ever needed.",
    },
    look: Look::Config,
};

/// An exception that is past its date.
pub const EXPIRED_EXCEPTION: Rule = Rule {
    meta: Meta {
        id: "expired-exception",
        severity: Severity::Warning,
        summary: "An exception in the configuration has expired.",
        why: "The finding that it waived counts again from that day on.",
        mend: "Mend the finding, or give the exception a new date and a reason that still holds.",
        unseen: "Whether the reason still holds.",
    },
    look: Look::Config,
};

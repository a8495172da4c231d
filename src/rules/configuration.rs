//! Exceptions of the configuration that are not needed, or not any more: the check itself makes these findings.

use super::rule::{Rule, Scope};
use crate::report::{Basis, Fault, Meta, Stake};

/// An exception that matches nothing.
pub(crate) const UNUSED_EXCEPTION: Rule = Meta {
    id: "unused-exception",
    label: "exception",
    brief: "matches nothing",
    is_cause: false,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "An exception in the configuration matches no finding.",
    why: "An exception that is not needed hides the next fault of that kind.",
    fix: "Delete the exception from the configuration.",
    cannot_see: "Whether the exception was ever needed.",
}
.rule(Scope::Configuration);

/// A waiver in a card that waives nothing.
pub(crate) const INVALID_WAIVER: Rule = Meta {
    id: "invalid-waiver",
    label: "waiver",
    brief: "cannot be used",
    is_cause: false,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A waiver in the card waives nothing as it is written.",
    why: "A waiver needs a rule and a reason. One that is written otherwise looks as if it waived a fault, and the fault counts.",
    fix: "Write `# model-license-gate: allow RULE until DATE because REASON`; `until DATE` may be left out.",
    cannot_see: "Which fault it was meant for.",
}
.rule(Scope::Configuration);

/// An exception that is past its date.
pub(crate) const EXPIRED_EXCEPTION: Rule = Meta {
    id: "expired-exception",
    label: "exception",
    brief: "expired",
    is_cause: false,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "An exception in the configuration has expired.",
    why: "The finding that it waived counts again from that day on.",
    fix: "Mend the finding, or give the exception a new date and a reason that still holds.",
    cannot_see: "Whether the reason still holds.",
}
.rule(Scope::Configuration);

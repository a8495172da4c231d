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
    why: "An exception that is not needed hides the next problem of that kind.",
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
    summary: "A waiver in the card is not valid and waives nothing.",
    why: "A waiver needs a rule and a reason. Without them it looks as if it waived a finding, but the finding counts.",
    fix: "Write `# model-license-gate: allow RULE until DATE because REASON`; `until DATE` is optional.",
    cannot_see: "Which finding it was meant for.",
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
    fix: "Fix the finding, or give the exception a new date and a reason that is still valid.",
    cannot_see: "Whether the reason is still valid.",
}
.rule(Scope::Configuration);

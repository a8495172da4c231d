//! Repositories that are larger than the gate reads: the check itself makes these findings.

use super::rule::{Rule, Scope};
use crate::report::{Fault, Meta, Severity};

/// A part of the repository is not judged.
pub(crate) const OVERSIZED: Rule = Meta {
    id: "oversized-repository",
    severity: Severity::Error,
    fault: Fault::Present,
    summary: "The repository is larger than the gate reads.",
    why: "The gate bounds what it reads of a repository, so that none can exhaust it. What it has not read may hide anything, and does not pass.",
    fix: "Check its folders one by one, or leave out what holds no model: `skip` in the configuration.",
    unseen: "What was not read.",
}
.rule(Scope::Tree);

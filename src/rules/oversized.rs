//! Repositories that are larger than the gate reads.

use super::rule::{Rule, Scope};
use crate::budget::Exceeded;
use crate::model::Plan;
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};
use crate::source::Place;

/// A part of the repository is not checked.
pub(crate) const OVERSIZED: Rule = Meta {
    id: "oversized-repository",
    label: "limits",
    brief: "larger than the gate reads",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The repository is larger than the gate reads.",
    why: "The gate limits what it reads of a repository, so that none can exhaust it. What it has not read may hide anything, and does not pass.",
    fix: "Check its folders one by one, or leave out what contains no model: `skip` in the configuration.",
    cannot_see: "What was not read.",
}
.rule(Scope::Tree(oversized));

fn oversized(meta: &'static Meta, plan: &Plan<'_>) -> Vec<Finding> {
    let Some(Exceeded { bound, path }) = plan.exceeded() else { return Vec::new() };
    let message = Message::from(format!("The repository is larger than the gate reads: {bound}."))
        .and(format!("`{path}` is the first path that is left out. What is left out is not checked."));
    let advice = Advice::step("Check its folders one by one, by their paths.")
        .then("To leave out what contains no model, name it under `skip` in `.model-license-gate.yml`.");
    let finding = Finding::new(meta, plan.top(), Place::file(path.as_str()), "size", message);
    vec![finding.with_clause("the gate's own bounds").advise(advice)]
}

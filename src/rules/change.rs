//! What a pull request takes from the gate's sight: `review` alone finds it, next to the base commit.

use super::rule::{Rule, Scope};
use crate::report::{Basis, Fault, Meta, Stake};

/// The evidence of lineage is removed.
pub(crate) const LOST_LINEAGE: Rule = Meta {
    id: "lost-lineage",
    label: "base",
    brief: "evidence removed",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The change removes the evidence of the model's lineage.",
    why: "A model derives from its base whatever its card says. Without the evidence, no later run can see what the license requires. Where the \
          weights are those of the base commit, in any folder and under any name or card, it is an error: their lineage has not changed.",
    fix: "Keep the base model in the card: `base_model: owner/name`. If the weights are new and derive from no other model, say so in the card. If the base \
          commit names a wrong base model for the same weights, let a maintainer merge an exception first.",
    cannot_see: "Whether other weights were made from those of the base commit, for example by converting them.",
}
.rule(Scope::Change);

/// The configuration asks for less.
pub(crate) const LOOSENED_CONFIGURATION: Rule = Meta {
    id: "loosened-configuration",
    label: "configuration",
    brief: "less strict",
    is_cause: false,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The change makes the gate's configuration less strict.",
    why: "The base commit's configuration applies to a pull request, so the change has no effect until it is merged.",
    fix: "A maintainer who agrees merges it. Otherwise revert the line.",
    cannot_see: "Whether the given reason is valid.",
}
.rule(Scope::Change);

/// The configuration cannot be read any more.
pub(crate) const BROKEN_CONFIGURATION: Rule = Meta {
    id: "broken-configuration",
    label: "configuration",
    brief: "cannot be used",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The change leaves the gate with a configuration that it cannot use.",
    why: "The base commit's configuration applies to a pull request. After the merge, no run could check anything.",
    fix: "Correct the configuration at the place in the message.",
    cannot_see: "What the configuration was meant to say.",
}
.rule(Scope::Change);

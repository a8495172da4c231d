//! What a pull request takes from the gate's sight: `review` alone finds it, next to the base commit.

use super::rule::{Rule, Scope};
use crate::report::{Basis, Fault, Meta, Stake};

/// The evidence of descent is taken away.
pub(crate) const LOST_LINEAGE: Rule = Meta {
    id: "lost-lineage",
    label: "base",
    brief: "evidence taken away",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The change takes away what shows the model's descent.",
    why: "A model descends from its base whatever its card says. Without the evidence no later run can see what the license asks. Where the \
          weights are those of the base commit, under whatever folder, name or card, it is an error: their descent has not changed.",
    fix: "Keep the parent in the card: `base_model: owner/name`. If the weights are new and descend from nothing, say so in the card. If the base \
          commit names a wrong parent of the same weights, let a maintainer merge an exception first.",
    cannot_see: "Whether other weights were made from those of the base commit, for example by converting them.",
}
.rule(Scope::Change);

/// The configuration asks for less.
pub(crate) const LOOSENED_CONFIGURATION: Rule = Meta {
    id: "loosened-configuration",
    label: "configuration",
    brief: "asks for less",
    is_cause: false,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The change makes the gate's configuration ask for less.",
    why: "The configuration of the base commit judges a pull request, so nothing is waived yet. It will be after the merge.",
    fix: "A maintainer who agrees merges it. Otherwise take the line back.",
    cannot_see: "Whether the given reason holds.",
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
    why: "The configuration of the base commit judges a pull request. After the merge no run could judge anything.",
    fix: "Correct the configuration at the place that is named.",
    cannot_see: "What the configuration was meant to say.",
}
.rule(Scope::Change);

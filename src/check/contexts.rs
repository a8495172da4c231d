//! What is known of one model before any rule looks at it.

use super::config::Config;
use crate::agreement_copies::{AgreementCopies, CopyReader, FileCache};
use crate::declaration::Declaration;
use crate::lineage::outputs::{self, TrainedOnOutputs};
use crate::lineage::{self, BlockHints, FamilyQuery, LineageFacts, UnknownParent, may_hold_license};
use crate::model::Model;
use crate::policy::{self, Policy};
use crate::report::{Derived, Lineage};
use crate::rules::{PolicyContext, UnknownParents};
use std::collections::BTreeMap;

/// What holds for a model under all policies.
pub(super) struct ModelFacts<'m> {
    model: &'m Model,
    /// Its card only introduces the models in the folders below it.
    is_overview: bool,
    /// What each block of its card may speak of.
    hints: Vec<BlockHints>,
    pub(super) declaration: Declaration,
    trained_on_outputs: Vec<TrainedOnOutputs>,
}

impl<'m> ModelFacts<'m> {
    pub(super) fn read(model: &'m Model, is_overview: bool) -> Self {
        let hints = lineage::block_hints(model);
        let card = model.card.as_ref().filter(|_| model.other_kind.is_none());
        let trained_on_outputs = card.map(|card| outputs::read(card, &hints)).unwrap_or_default();
        Self { model, is_overview, hints, declaration: Declaration::read(model), trained_on_outputs }
    }

    /// The model under each policy, in their order, and what is unknown of its parents.
    pub(super) fn contexts<'a>(
        &'a self,
        config: &'a Config,
        facts: &LineageFacts,
        files: &mut FileCache,
    ) -> (Vec<PolicyContext<'a>>, UnknownParents) {
        let policies = policy::all();
        let speaks_of_licenses = self.hints.iter().any(|block| block.legal > 0);
        let mut reader = CopyReader::new(self.model, speaks_of_licenses, may_hold_license(&self.hints), &mut *files);
        // Reading copies takes time: they are read where they may show descent, and below where there is descent.
        let mut early_copies: BTreeMap<&str, AgreementCopies> = BTreeMap::new();
        for policy in policies {
            if reader.may_show_descent(policy) {
                early_copies.insert(policy.license, reader.read(policy));
            }
        }
        let (lineages, parents) = self.lineages(&early_copies, facts);
        let context = |(policy, lineage): (&'static Policy, Lineage)| PolicyContext {
            model: self.model,
            policy,
            declaration: &self.declaration,
            copies: match lineage.derived {
                Derived::No => AgreementCopies::default(),
                _ => early_copies.remove(policy.license).unwrap_or_else(|| reader.read(policy)),
            },
            settings: &config.settings,
            trained_on_outputs: &self.trained_on_outputs,
            is_bound: lineage.derived == Derived::Yes
                && !config.repository.as_deref().is_some_and(|id| policy.is_of_licensor(id)),
            lineage,
            others: Vec::new(),
        };
        let mut contexts: Vec<PolicyContext<'a>> = policies.iter().zip(lineages).map(context).collect();
        let binding = contexts.iter().filter(|context| context.is_bound).map(|context| context.policy);
        let binding: Vec<&'static Policy> = binding.collect();
        for context in &mut contexts {
            if context.is_bound && !context.copies.has_complete() {
                files.tell(&mut context.copies, context.policy);
            }
            context.others = binding.iter().copied().filter(|other| other.license != context.policy.license).collect();
        }
        (contexts, UnknownParents { parents, hub_was_asked: facts.hub_was_asked })
    }

    /// The descent from the family of each policy, in their order, and the parents of which nothing is known.
    fn lineages(
        &self,
        early_copies: &BTreeMap<&str, AgreementCopies>,
        facts: &LineageFacts,
    ) -> (Vec<Lineage>, Vec<UnknownParent>) {
        let policies = policy::all().iter();
        let claims =
            policies.clone().filter_map(|policy| Some(early_copies.get(policy.license)?.claims(policy))).flatten();
        // License files beside an overview are about the models below it.
        let card = self.model.card.as_ref().map(|card| &card.source.path);
        let claims = claims.filter(|claim| !self.is_overview || card == Some(&claim.place.path)).collect();
        let queries: Vec<FamilyQuery<'_>> = policies
            .map(|policy| FamilyQuery { family: policy.family, even_without_evidence: policy.always_report })
            .collect();
        lineage::assess(self.model, &self.hints, &queries, claims, facts)
    }
}

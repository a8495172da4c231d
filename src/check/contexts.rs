//! What is known of one model before any rule looks at it.

use super::config::Config;
use super::inherited;
use crate::agreement_copies::{AgreementCopies, CopyReader, FileCache};
use crate::declaration::Declaration;
use crate::lineage::outputs::{self, TrainedOnOutputs};
use crate::lineage::{self, BlockHints, Descent, FamilyQuery, LineageFacts, may_hold_license};
use crate::model::Model;
use crate::policy::{self, Policy};
use crate::report::{Derived, Lineage, PermissiveParent};
use crate::rules::{PolicyContext, UnknownParents};
use std::collections::BTreeMap;

/// A model under the policies, and what is known of its parents next to them.
pub(super) struct Contexts<'a> {
    /// In the order of the policies.
    pub(super) under_policies: Vec<PolicyContext<'a>>,
    pub(super) unknown: UnknownParents,
    pub(super) permissive: Vec<PermissiveParent>,
}

/// What holds for a model under all policies.
pub(super) struct ModelFacts<'m> {
    model: &'m Model,
    /// Its card only introduces the models in the folders below it.
    is_overview: bool,
    /// What each block of its card may mention.
    hints: Vec<BlockHints>,
    pub(super) declaration: Declaration,
    trained_on_outputs: Vec<TrainedOnOutputs>,
}

impl<'m> ModelFacts<'m> {
    pub(super) fn read(model: &'m Model, is_overview: bool) -> Self {
        let hints = lineage::block_hints(model);
        let card = model.card.as_ref().filter(|_| model.other_kind.is_none());
        let trained_on_outputs = card.map(|card| outputs::read(card, &hints)).unwrap_or_default();
        let declaration = Declaration::read(model, lineage::card_licenses(model, &hints));
        Self { model, is_overview, hints, declaration, trained_on_outputs }
    }

    /// The model under each policy, and what is known and unknown of its parents.
    pub(super) fn contexts<'a>(
        &'a self,
        config: &'a Config,
        facts: &LineageFacts,
        files: &mut FileCache,
    ) -> Contexts<'a> {
        let speaks_of_licenses = self.hints.iter().any(|block| block.legal > 0);
        let mut reader = CopyReader::new(self.model, speaks_of_licenses, may_hold_license(&self.hints), &mut *files);
        // Reading copies takes time: they are read where they may show descent, and below where there is descent.
        let mut early_copies: BTreeMap<&str, AgreementCopies> = BTreeMap::new();
        for (_, policy) in policy::of_families() {
            if reader.may_show_descent(policy) {
                early_copies.insert(policy.license, reader.read(policy));
            }
        }
        let Descent { lineages, unknown_parents, parents } = self.descent(&early_copies, facts);
        let repository = config.repository.as_deref();
        let mut all: Vec<(&'static Policy, Lineage)> =
            policy::of_families().map(|(_, policy)| policy).zip(lineages).collect();
        let binding: Vec<&Policy> =
            all.iter().filter(|(_, lineage)| lineage.derived == Derived::Yes).map(|(policy, _)| *policy).collect();
        let inherited = inherited::read_all(&parents, &binding, repository);
        all.extend(inherited.lineages);
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
            is_bound: lineage.derived == Derived::Yes && !repository.is_some_and(|id| policy.is_of_licensor(id)),
            lineage,
            others: Vec::new(),
        };
        let mut contexts: Vec<PolicyContext<'a>> = all.into_iter().map(context).collect();
        let binding = contexts.iter().filter(|context| context.is_bound).map(|context| context.policy);
        let binding: Vec<&'static Policy> = binding.collect();
        for context in &mut contexts {
            if context.is_bound && !context.copies.has_complete() {
                files.tell(&mut context.copies, context.policy);
            }
            context.others = binding.iter().copied().filter(|other| other.license != context.policy.license).collect();
        }
        let is_settled = |id: &String| inherited.settled.iter().any(|settled| settled == id);
        let is_told = !binding.is_empty();
        let unread = inherited.unread;
        let parents = unknown_parents
            .into_iter()
            .filter(|parent| !is_settled(&parent.id) && unread.iter().all(|license| license.id != parent.id));
        let parents = parents.collect();
        let licenses = if is_told { Vec::new() } else { unread };
        let unknown = UnknownParents { parents, licenses, hub_was_asked: facts.hub_was_asked };
        Contexts { under_policies: contexts, unknown, permissive: inherited.permissive }
    }

    /// The lineage from the family of each policy, in their order, and what is known of the parents.
    fn descent(&self, early_copies: &BTreeMap<&str, AgreementCopies>, facts: &LineageFacts) -> Descent {
        let policies = || policy::of_families().map(|(_, policy)| policy);
        let claims = policies().filter_map(|policy| Some(early_copies.get(policy.license)?.claims(policy))).flatten();
        // License files beside an overview are about the models below it.
        let card = self.model.card.as_ref().map(|card| &card.source.path);
        let claims = claims.filter(|claim| !self.is_overview || card == Some(&claim.place.path)).collect();
        let queries: Vec<FamilyQuery<'_>> = policy::of_families()
            .map(|(family, policy)| FamilyQuery { family, even_without_evidence: policy.always_report })
            .collect();
        lineage::assess(self.model, &self.hints, &queries, claims, facts)
    }
}

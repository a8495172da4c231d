//! What binds a model, with the proof of what is met, or why nothing is known to.

use crate::declaration::Declaration;
use crate::license_texts::Completeness;
use crate::lineage::is_hub_id;
use crate::model::Model;
use crate::notice::Form;
use crate::report::{Base, Compliance, Conclusion, Derived, Evidence, EvidenceKind, Proof, ProofKind, Reason};
use crate::rules::{PolicyContext, UnknownParents};
use std::collections::BTreeSet;

/// What binds a model: the licenses of its bases, else what is known or unknown of them.
pub(super) fn compliance(
    model: &Model,
    contexts: &[PolicyContext<'_>],
    declaration: &Declaration,
    unknown: &UnknownParents,
    free_bases: Vec<String>,
) -> Compliance {
    let is_bound = contexts.iter().any(|context| context.is_bound);
    let told = unknown.told().map(|(id, _)| id.to_owned());
    // Beside a license that binds the model, a path on somebody's disk is its base by another name.
    let stated = unknown.parents.iter().filter(|parent| parent.is_stated && !is_bound).map(|parent| parent.id.clone());
    let mut bases: BTreeSet<String> = BTreeSet::new();
    let hub_was_asked = unknown.hub_was_asked;
    let unknown: Vec<String> = told.chain(stated).filter(|id| bases.insert(id.to_lowercase())).collect();
    let proof = contexts.iter().filter(|context| context.is_bound).flat_map(|context| proof(context, declaration));
    let proof: Vec<Proof> = proof.collect();
    let reason = if unknown.is_empty() {
        reason(contexts, free_bases)
    } else {
        let is_no_id = !unknown.iter().any(|id| is_hub_id(id));
        Some(Reason::UnknownBases { ids: unknown, may_ask_hub: !hub_was_asked && !is_no_id, is_no_id })
    };
    let without_findings = match &reason {
        None => Conclusion::Complies,
        Some(Reason::UnknownBases { .. } | Reason::Unsettled) => Conclusion::BaseUnknown,
        Some(Reason::NoBase) if !model.is_published() => Conclusion::NoModelFound,
        Some(_) => Conclusion::NothingToComplyWith,
    };
    let bases = contexts.iter().filter(|context| context.lineage.derived != Derived::No).map(|context| Base {
        name: context.lineage.origin(context.policy.family_name),
        is_certain: context.lineage.derived == Derived::Yes,
    });
    Compliance { without_findings, bases: bases.collect(), proof, reason }
}

/// Why no license binds the model; `None` where one does.
fn reason(contexts: &[PolicyContext<'_>], free_bases: Vec<String>) -> Option<Reason> {
    if contexts.iter().any(|context| context.is_bound) {
        return None;
    }
    let is_derived = |derived: Derived| contexts.iter().find(move |context| context.lineage.derived == derived);
    if let Some(own) = is_derived(Derived::Yes) {
        return Some(Reason::OwnModel(own.policy.license));
    }
    if is_derived(Derived::Uncertain).is_some() {
        return Some(Reason::Unsettled);
    }
    let evidence = contexts.iter().flat_map(|context| &context.lineage.evidence);
    let scratch = evidence.into_iter().find(|one| one.kind == EvidenceKind::FromScratch);
    Some(match scratch {
        _ if !free_bases.is_empty() => Reason::FreeBases(free_bases),
        Some(evidence) => Reason::FromScratch(evidence.place.clone()),
        None => Reason::NoBase,
    })
}

/// What a model has of what one license asks.
fn proof(context: &PolicyContext<'_>, declaration: &Declaration) -> Vec<Proof> {
    let of = |kind, place: &crate::source::Place, detail: &str| Proof {
        license: context.policy.license,
        kind,
        place: place.clone(),
        detail: detail.to_owned(),
    };
    // What the author states says more than the texts that go with it.
    let is_text = |evidence: &&Evidence| matches!(evidence.kind, EvidenceKind::Notice | EvidenceKind::Agreement);
    let for_it = || context.lineage.evidence.iter().filter(|evidence| evidence.speaks_for);
    let evidence = for_it().find(|evidence| !is_text(evidence)).or_else(|| for_it().next());
    let base = evidence.map(|evidence| of(ProofKind::Base, &evidence.place, &evidence.words));
    let license = declaration.items.first().map(|item| of(ProofKind::License, &item.place, &item.text));
    let copies = &context.copies;
    let is_complete = |copy: &&crate::agreement_copies::AgreementText| copy.completeness == Completeness::Complete;
    let agreement = copies.agreements.iter().find(is_complete);
    let agreement = agreement.map(|copy| of(ProofKind::Agreement, &copy.place, copy.edition));
    let notice = copies.notices.iter().find(|notice| notice.form == Form::Exact);
    let notice = notice.map(|notice| of(ProofKind::Notice, &notice.place, ""));
    [base, license, agreement, notice].into_iter().flatten().collect()
}

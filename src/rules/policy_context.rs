//! A model under one policy: what the rules of that policy look at, and what their findings have in common.

use super::severity::severity_under;
use crate::agreement_copies::AgreementCopies;
use crate::basis::Basis;
use crate::declaration::Declaration;
use crate::lineage::copies::is_copy_name;
use crate::lineage::is_of_owner;
use crate::lineage::outputs::TrainedOnOutputs;
use crate::model::Model;
use crate::policy::{Policy, Settings, SeverityCap};
use crate::report::{Evidence, EvidenceKind, Finding, Lineage, Message, Meta, Related, Severity, Stake};
use crate::source::Place;

/// What a rule of a policy looks at.
#[derive(Debug)]
pub(crate) struct PolicyContext<'a> {
    pub(crate) model: &'a Model,
    /// The license of the family it may derive from.
    pub(crate) policy: &'static Policy,
    /// The lineage of the model from that family.
    pub(crate) lineage: Lineage,
    pub(crate) declaration: &'a Declaration,
    /// Its copies of the agreement and notices; none are read where it does not derive from the family.
    pub(crate) copies: AgreementCopies,
    /// What the configuration chooses where the policy leaves a choice.
    pub(crate) settings: &'a Settings,
    /// Outputs of families that it was trained on.
    pub(crate) trained_on_outputs: &'a [TrainedOnOutputs],
    /// Whether the license binds the model: it derives from the family, and its publisher is not the licensor.
    pub(crate) is_bound: bool,
    /// The licenses of other families that bind it as well.
    pub(crate) others: Vec<&'static Policy>,
}

impl PolicyContext<'_> {
    /// Whether the license binds the model, and its findings may do more than inform.
    pub(crate) fn is_enforced(&self) -> bool {
        self.is_bound && self.policy.severity_cap != SeverityCap::Informs
    }

    /// A finding at a place, with the clause and the basis of the rule's obligation, and the evidence of lineage.
    pub(super) fn finding(
        &self,
        meta: &'static Meta,
        place: Place,
        subject: &str,
        message: impl Into<Message>,
    ) -> Finding {
        let mut message = self.with_license_of_parent(message.into());
        let obligation = self.policy.obligation(meta.id);
        let is_unverified = obligation.is_some_and(|obligation| obligation.unverified);
        if is_unverified {
            message = message.and("No text of the agreement was available to verify this duty.");
        }
        let may_be_original = self.may_be_original();
        if may_be_original && meta.severity() == Severity::Error {
            message = message.and("If this is the licensor's own repository, name it with `--as OWNER/NAME`.");
        }
        // Under several licenses a rule has a finding for each of them.
        let subject = match self.others.as_slice() {
            [] => subject,
            _ => &format!("{subject} {}", self.policy.license),
        };
        Finding {
            severity: self.severity(meta, meta.stake),
            license: Some(self.policy.license),
            clause: obligation.map(|duty| duty.cited(self.policy.short)).unwrap_or_default(),
            basis: self.basis(meta),
            related: if meta.severity() == Severity::Info { Vec::new() } else { self.related(&place) },
            ..Finding::new(meta, self.model.path(), place, subject, message)
        }
    }

    /// What a finding of a rule rests on: the basis of its duty, or a doubt where nobody has read the clause or the license comes from
    /// further up.
    fn basis(&self, meta: &Meta) -> Basis {
        let verified = self.policy.obligation(meta.id).filter(|duty| !duty.unverified && !self.is_far());
        verified.map_or(Basis::NeedsHuman, |duty| match duty.basis_for_copies {
            Some(basis) if self.is_copy() => basis,
            _ => duty.basis,
        })
    }

    /// The severity of a finding of a rule, where this is at stake.
    pub(super) fn severity(&self, meta: &Meta, stake: Stake) -> Severity {
        let basis = if self.may_be_original() { Basis::NeedsHuman } else { meta.surest.max(self.basis(meta)) };
        let of_derivatives = self.policy.obligation(meta.id).filter(|_| !self.is_copy());
        let cap = of_derivatives.map_or(SeverityCap::Full, |duty| duty.weight_for_derivatives);
        severity_under(cap, stake, basis).min(severity_under(self.policy.severity_cap, stake, basis))
    }

    /// Evidence for lineage, strongest first.
    pub(super) fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.lineage.evidence.iter().filter(|evidence| evidence.speaks_for)
    }

    /// The two strongest pieces of evidence as secondary places.
    fn related(&self, place: &Place) -> Vec<Related> {
        let mut related: Vec<Related> = Vec::new();
        for evidence in self.evidence().filter(|evidence| evidence.place != *place || is_header(evidence)) {
            let is_shown = |place: &Place| (&place.path, place.line()) == (&evidence.place.path, evidence.place.line());
            if related.len() < 2 && !related.iter().any(|other| is_shown(&other.place)) {
                // No excerpt shows what is in a header.
                let what = if is_header(evidence) { &evidence.text } else { evidence.kind.words() };
                let label = format!("shows that it is derived from {} ({what})", self.origin());
                related.push(Related { place: evidence.place.clone(), label });
            }
        }
        related
    }

    /// Where to point when something is missing: the declared license, else the strongest evidence of lineage, else the model.
    pub(super) fn place_of_missing(&self) -> Place {
        let declared = self.declaration.items.first().map(|item| &item.place);
        let evident = || self.evidence().map(|evidence| &evidence.place).find(|place| place.range.is_some());
        declared.or_else(evident).cloned().unwrap_or_else(|| self.model.place())
    }

    /// The path of the card, there or not.
    pub(super) fn card_path(&self) -> String {
        self.model.card.as_ref().map_or_else(|| self.model.file("README.md"), |card| card.source.path.to_string())
    }

    /// Whether the card may be that of the licensor's own model: nothing but its name and its license shows lineage, the name is that of
    /// a model by a licensor, and nobody says under which owner it is published.
    fn may_be_original(&self) -> bool {
        use EvidenceKind::{
            Agreement, DeclaredLicense, KnownModel, LicenseStatement, Link, ModelName, Usage, UsageKnown,
        };
        let is_of_name = |evidence: &Evidence| {
            matches!(
                evidence.kind,
                Agreement | DeclaredLicense | KnownModel | LicenseStatement | Link | ModelName | Usage | UsageKnown
            )
        };
        let by_licensor = |id: &String| self.policy.family.is_some_and(|family| is_of_owner(family, id));
        self.model.folder_name.is_none()
            && matches!(self.lineage.via.as_slice(), [id] if by_licensor(id))
            && self.evidence().all(is_of_name)
    }

    /// Whether the model is a plain copy of another one: a mirror, a conversion or a quantization.
    pub(super) fn is_copy(&self) -> bool {
        let card = self.model.card.as_ref();
        if let Some((relation, _)) = card.and_then(|card| card.text("base_model_relation")) {
            return relation == "quantized";
        }
        let tagged =
            card.is_some_and(|card| card.texts("tags").any(|(tag, _)| tag.starts_with("base_model:quantized:")));
        let names = self.model.name.iter().map(|(name, _)| name.as_str()).chain(self.model.folder_name.as_deref());
        tagged || names.into_iter().any(is_copy_name)
    }
}

/// The name of a model without that of its owner.
pub(super) fn without_owner(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Whether a piece of evidence is in the header of weights, which has no lines.
fn is_header(evidence: &Evidence) -> bool {
    evidence.place.range.is_none()
        && matches!(evidence.kind, EvidenceKind::WeightsHeader | EvidenceKind::DeclaredLicense)
}

//! A model under one policy: what the rules of that policy look at, and how their findings begin.

use crate::agreement_copies::AgreementCopies;
use crate::basis::Basis;
use crate::declaration::Declaration;
use crate::lineage::outputs::Taught;
use crate::model::Model;
use crate::policy::{Policy, Settings};
use crate::report::EvidenceKind;
use crate::report::lineage::{Evidence, Lineage};
use crate::report::{Finding, Meta, Related, Severity};
use crate::source::Place;

/// What a rule of a policy looks at.
#[derive(Debug, Clone, Copy)]
pub struct PolicyContext<'a> {
    /// The model.
    pub model: &'a Model,
    /// The license of the family it descends from.
    pub policy: &'static Policy,
    /// Its descent from that family.
    pub lineage: &'a Lineage,
    /// What it declares.
    pub declaration: &'a Declaration,
    /// Its copies of the agreement and notices.
    pub papers: &'a AgreementCopies,
    /// What the configuration chooses where the policy leaves a choice.
    pub settings: &'a Settings,
    /// Outputs of families that taught it.
    pub taught: &'a [Taught],
    /// The licenses of other families that it descends from as well.
    pub others: &'a [&'static Policy],
}

impl PolicyContext<'_> {
    /// A finding at a place, with the clause and the basis of the rule's obligation, and the evidence of descent.
    pub(super) fn finding(&self, meta: &'static Meta, place: Place, subject: &str, mut message: String) -> Finding {
        let obligation = self.policy.obligation(meta.id);
        let is_unverified = obligation.is_some_and(|obligation| obligation.unverified);
        if is_unverified {
            message.push_str(" No text of the agreement was at hand to verify this duty.");
        }
        let severity = if is_unverified { meta.severity.min(Severity::Warning) } else { meta.severity };
        let verified = obligation.filter(|_| !is_unverified);
        let basis = verified.map_or(Basis::NeedsHuman, |obligation| match obligation.basis_for_copies {
            Some(basis) if self.is_copy() => basis,
            _ => obligation.basis,
        });
        let clause =
            obligation.map_or_else(String::new, |obligation| format!("{} {}", self.policy.short, obligation.clause));
        // Under several licenses a rule has a finding for each of them.
        let subject = match self.others {
            [] => subject,
            _ => &format!("{subject} {}", self.policy.license),
        };
        let related = if meta.severity == Severity::Info { Vec::new() } else { self.related(&place) };
        Finding {
            severity,
            license: Some(self.policy.license),
            clause,
            basis,
            related,
            ..Finding::new(meta, self.model.path(), place, subject, message)
        }
    }

    /// Evidence that speaks for descent, strongest first.
    pub(super) fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.lineage.evidence.iter().filter(|evidence| evidence.speaks_for)
    }

    /// The two strongest pieces of evidence as secondary places.
    fn related(&self, place: &Place) -> Vec<Related> {
        let label = |evidence: &Evidence| {
            // No excerpt shows what stands in a header.
            let what = if is_header(evidence) { &evidence.text } else { evidence.kind.words() };
            format!("shows descent from {} ({what})", self.policy.family_name)
        };
        let mut shown: Vec<Related> = Vec::new();
        let seen = |evidence: &Evidence| evidence.place == *place && !is_header(evidence);
        for evidence in self.evidence().filter(|evidence| !seen(evidence)) {
            if shown.len() < 2 && shown.iter().all(|other| other.place != evidence.place) {
                shown.push(Related { place: evidence.place.clone(), label: label(evidence) });
            }
        }
        shown
    }

    /// Where to point when something is missing: the declared license, else the strongest evidence of descent, else the model.
    pub(super) fn place(&self) -> Place {
        let declared = self.declaration.items.first().map(|item| item.place.clone());
        let evident =
            || self.evidence().find(|evidence| evidence.place.range.is_some()).map(|evidence| evidence.place.clone());
        declared.or_else(evident).unwrap_or_else(|| self.model.place())
    }

    /// Whether the model is a plain copy of another one: a mirror, a conversion or a quantisation.
    pub(super) fn is_copy(&self) -> bool {
        let card = self.model.card.as_ref();
        let relation = card.and_then(|card| card.text("base_model_relation"));
        if let Some((relation, _)) = relation {
            return relation == "quantized";
        }
        let tagged =
            card.is_some_and(|card| card.texts("tags").iter().any(|(tag, _)| tag.starts_with("base_model:quantized:")));
        let names = self.model.name.iter().map(|(name, _)| name.as_str()).chain(self.model.folder_name.as_deref());
        tagged || names.into_iter().any(crate::lineage::known::is_copy_name)
    }
}

/// Whether a piece of evidence stands in the header of weights, which has no lines.
fn is_header(evidence: &Evidence) -> bool {
    evidence.place.range.is_none()
        && matches!(evidence.kind, EvidenceKind::WeightsHeader | EvidenceKind::DeclaredLicense)
}

/// The sentence that says why the gate takes the model for a descendant.
pub(super) fn because(context: &PolicyContext<'_>) -> String {
    let via = match context.lineage.via.as_slice() {
        [] => String::new(),
        ids => format!(" by way of {}", ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")),
    };
    format!("The model descends from {}{via}.", context.policy.family_name)
}

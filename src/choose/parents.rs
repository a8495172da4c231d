//! What binds a model that is built on one base, or that nobody knows it.

use super::answer::{Bond, Parent, Standing};
use super::base::{Base, Stated};
use super::question::Question;
use crate::check::{Reading, check_with};
use crate::lineage::{LicensedParent, LineageFacts, StatedParent};
use crate::model::TextCache;
use crate::policy::{self, Policy};
use crate::report::{Derived, EvidenceKind, Lineage, Report};
use crate::source::Place;

/// Checks a card that names this base alone, so that no other parent hides what is not known of it.
pub(super) fn read(base: &Base, facts: &LineageFacts, today: &str) -> Parent {
    let question = Question::about(base);
    let report = check_with(&question.tree(), &question.config(), facts, today, &mut TextCache::default());
    Parent { base: base.clone(), standing: standing(base, &report, facts) }
}

fn standing(base: &Base, report: &Report, facts: &LineageFacts) -> Standing {
    let lineages = || report.models.iter().flat_map(|model| &model.lineage);
    if let Some(doubtful) = lineages().find(|lineage| lineage.derived == Derived::Uncertain) {
        let name = policy_of(doubtful).map_or(doubtful.family.as_str(), |policy| policy.family_name);
        return Standing::Unknown(format!("it is uncertain whether it is derived from {name}"));
    }
    let bonds: Vec<Bond> = lineages()
        .filter(|lineage| lineage.derived == Derived::Yes)
        .filter_map(|lineage| Some(Bond { policy: policy_of(lineage)?, via: via(base, lineage) }))
        .collect();
    // The license of a family is that of the models in it.
    if bonds.iter().any(|bond| bond.policy.family.is_some()) {
        return Standing::Bound(bonds);
    }
    let license = own_license(base, facts).unwrap_or_default();
    match Reading::of(&license) {
        Reading::Free(id) if bonds.is_empty() => Standing::Free(id.what, id.id),
        Reading::Free(_) | Reading::Asks(_) => Standing::Bound(bonds),
        Reading::Unread if !license.is_empty() => {
            Standing::Unknown(format!("it is under `{license}`, and the gate has not read that license"))
        }
        Reading::Unnamed | Reading::Unread if !bonds.is_empty() => Standing::Bound(bonds),
        _ if base.stated.is_some() => {
            Standing::Unknown("the models of this family are under several licenses: name the model".to_owned())
        }
        _ if facts.hub_was_asked => {
            Standing::Unknown("its license is not known, and the Hugging Face Hub did not show it".to_owned())
        }
        _ => Standing::Unknown("its license is not known; `--hub` asks the Hugging Face Hub".to_owned()),
    }
}

fn policy_of(lineage: &Lineage) -> Option<&'static Policy> {
    policy::of_key(&lineage.family)
}

/// The models that a license comes through; none where the user names the license or the family.
fn via(base: &Base, lineage: &Lineage) -> Vec<String> {
    if base.stated.is_some() { Vec::new() } else { lineage.via.clone() }
}

/// What the base itself is under, by what is stated of it.
fn own_license(base: &Base, facts: &LineageFacts) -> Option<String> {
    let mut facts = facts.clone();
    if let Some(Stated::License(license)) = &base.stated {
        facts.licenses.insert(base.id.clone(), license.clone());
    }
    let parent = StatedParent { id: base.id.clone(), place: Place::file(""), kind: EvidenceKind::BaseModel };
    LicensedParent::read(parent, &facts).own_license().map(|stated| stated.text.clone())
}

//! The licenses that a model inherits because a parent is under them, whatever its family.

use super::reading::Reading;
use crate::lineage::{LicensedParent, StatedLicense};
use crate::policy::{self, Policy};
use crate::report::PermissiveParent;
use crate::report::lineage::{Derived, Evidence, InheritedLicense, Lineage, Strength};
use crate::rules::{UnreadLicense, WhyUnread};

/// How many parents under permissive licenses a report names.
const MAX_PERMISSIVE: usize = 20;

/// What the licenses of a model's parents come to.
#[derive(Debug, Default)]
pub(super) struct Inherited {
    /// The policies that bind the model through a parent, each with the parents that show it.
    pub(super) lineages: Vec<(&'static Policy, Lineage)>,
    /// Parents of whose licenses nothing can be said.
    pub(super) unread: Vec<UnreadLicense>,
    /// Identifiers of the parents whose own license is known.
    pub(super) settled: Vec<String>,
    /// Parents under permissive licenses.
    pub(super) permissive: Vec<PermissiveParent>,
}

/// The licenses of all parents. `binds` are the families whose licenses bind the model already, `repository` is where it is published.
pub(super) fn read_all(parents: &[LicensedParent], binds: &[&Policy], repository: Option<&str>) -> Inherited {
    let mut inherited = Inherited::default();
    let parents = parents.iter().filter(|licensed| {
        // A model is no parent of itself.
        repository.is_none_or(|id| !id.eq_ignore_ascii_case(&licensed.parent.id))
    });
    for licensed in parents {
        for stated in &licensed.licenses {
            inherited.add(licensed, stated, binds, repository);
        }
        inherited.add_unread(licensed);
    }
    inherited
}

impl Inherited {
    fn add(&mut self, licensed: &LicensedParent, stated: &StatedLicense, binds: &[&Policy], repository: Option<&str>) {
        let of = stated.path.last().unwrap_or(&licensed.parent.id);
        let is_parent = stated.path.len() == 1;
        let reading = Reading::of(&stated.text);
        if is_parent && matches!(reading, Reading::Asks(_) | Reading::Free(_)) {
            self.settled.push(licensed.parent.id.clone());
        }
        let policy = match reading {
            Reading::Asks(policy) => policy,
            Reading::Free(license) => return self.add_permissive(licensed, stated, of, license.id),
            Reading::Unnamed | Reading::Unread => return,
        };
        let of_family = stated.family.and_then(policy::of_family);
        // The license of a family is read by its names; another one of the kind is a slip, or the same one. But a licensor who puts his own
        // license on a model of somebody else's family puts it beside that of the family.
        let is_beside = of_family.is_some_and(|other| other.license != policy.license && !other.is_of_licensor(of))
            && policy.is_of_licensor(of);
        // A license that nobody wrote for models of his own may be on any model.
        let may_be_slip = of_family.is_some_and(|other| other.license == policy.license || !policy.licensor.is_empty());
        let is_told = policy.family.is_some()
            && (may_be_slip && !is_beside || binds.iter().any(|other| other.license == policy.license));
        // Whoever published the parent owes himself nothing.
        let is_own =
            repository.is_some_and(|id| owner(id).eq_ignore_ascii_case(owner(of)) || policy.is_of_licensor(id));
        if is_told || is_own {
            return;
        }
        let license = InheritedLicense {
            stated: stated.text.clone(),
            source: stated.source,
            of: of.clone(),
            is_direct: is_parent && of_family.is_none(),
        };
        let parent = &licensed.parent;
        let evidence = Evidence {
            kind: parent.kind,
            place: parent.place.clone(),
            text: parent.id.clone(),
            pattern: "license-of-parent",
            words: parent.id.clone(),
            strength: Strength::Decisive,
            speaks_for: true,
        };
        match self.lineages.iter_mut().find(|(other, _)| other.license == policy.license) {
            Some((_, lineage)) => {
                if license.is_direct && lineage.license.as_ref().is_some_and(|first| !first.is_direct) {
                    (lineage.license, lineage.via) = (Some(license), stated.path.clone());
                    lineage.evidence.insert(0, evidence);
                } else {
                    lineage.evidence.push(evidence);
                }
            }
            None => self.lineages.push((
                policy,
                Lineage {
                    family: policy.license.to_owned(),
                    derived: Derived::Yes,
                    via: stated.path.clone(),
                    evidence: vec![evidence],
                    license: Some(license),
                },
            )),
        }
    }

    /// Notes a parent, or a model above one, that is under a permissive license.
    fn add_permissive(&mut self, licensed: &LicensedParent, stated: &StatedLicense, of: &str, license: String) {
        let is_known = self.permissive.iter().any(|known| known.id == of && known.license == license);
        if !is_known && self.permissive.len() < MAX_PERMISSIVE {
            let (place, source) = (licensed.parent.place.clone(), stated.source);
            self.permissive.push(PermissiveParent { id: of.to_owned(), place, license, source });
        }
    }

    /// Notes a parent of whose license nothing can be said: it is stated nowhere, or nobody here knows it.
    fn add_unread(&mut self, licensed: &LicensedParent) {
        let has_policy = licensed.family.is_some_and(|family| policy::of_family(family).is_some());
        if has_policy || self.settled.contains(&licensed.parent.id) {
            return;
        }
        let of_parent = licensed.own_license();
        let why = match of_parent.filter(|stated| !matches!(Reading::of(&stated.text), Reading::Unnamed)) {
            Some(stated) => WhyUnread::Unknown(stated.text.clone(), stated.source),
            None if licensed.is_known || of_parent.is_some() => WhyUnread::Unstated,
            // The rule on unknown parents tells it.
            None => return,
        };
        let (id, place) = (licensed.parent.id.clone(), licensed.parent.place.clone());
        self.unread.push(UnreadLicense { id, place, why });
    }
}

/// The owner of a repository.
fn owner(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

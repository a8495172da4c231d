//! The licenses that are tried: those of the parents, those that the Hub has an identifier for, and terms of one's own.

use super::answer::{Parent, Standing};
use super::question::own_terms;
use crate::policy::{self, Identifier, Policy};

/// A license to try.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) license: String,
    /// The lines of the front matter that declare it.
    pub(super) declaration: String,
    pub(super) ids: Vec<Identifier>,
    /// Whether it is the license of a parent.
    pub(super) is_own: bool,
}

impl Candidate {
    fn new(license: &str, declaration: String, is_own: bool) -> Self {
        Self { license: license.to_owned(), declaration, ids: policy::identify(license), is_own }
    }
}

/// All that are tried, those of the parents first.
pub(super) fn all(parents: &[Parent], policies: &[&'static Policy]) -> Vec<Candidate> {
    let of_policies = policies.iter().map(|policy| Candidate::new(policy.license, policy.declaration(), true));
    let mut all: Vec<Candidate> = of_policies.collect();
    let free = parents.iter().filter_map(|parent| match &parent.standing {
        Standing::Free(_, license) => Some(license.as_str()),
        _ => None,
    });
    let own = free.map(|license| (license, true));
    let others = policy::known_identifiers().filter(|(_, class)| !class.names_none).map(|(id, _)| (id, false));
    for (id, is_own) in own.chain(others) {
        if all.iter().all(|other| other.license != id) {
            all.push(Candidate::new(id, format!("license: {id}"), is_own));
        }
    }
    all.push(Candidate::new("other", own_terms(), false));
    all
}

/// The licenses of all parents in one list, where the Hub has an identifier for each of several.
pub(super) fn together(policies: &[&'static Policy]) -> Option<Candidate> {
    let ids: Vec<&str> = policies.iter().map(|policy| policy.license).collect();
    if ids.len() < 2 || !ids.iter().all(|id| policy::is_hub_identifier(id)) {
        return None;
    }
    let list = ids.join(", ");
    Some(Candidate {
        declaration: format!("license: [{list}]"),
        ids: ids.iter().flat_map(|id| policy::identify(id)).collect(),
        license: list,
        is_own: true,
    })
}

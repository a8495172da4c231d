//! The licenses of a model's parents, and of what these were made from: as the configuration, the table of known models, the Hub or a
//! dump of cards state them.

use super::lineage_facts::LineageFacts;
use crate::report::lineage::{EvidenceKind, LicenseSource};
use crate::source::Place;
use std::collections::VecDeque;

/// Most models above one parent that are visited, chosen to bound the work.
const MOST_ABOVE: usize = 40;

/// A model that the card or a tool states as a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedParent {
    pub(crate) id: String,
    /// Where it is named.
    pub(crate) place: Place,
    pub(crate) kind: EvidenceKind,
}

/// A license that a parent, or a model above it, is under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedLicense {
    /// As it is stated: an identifier of the Hub, or the name of another license.
    pub(crate) text: String,
    pub(crate) source: LicenseSource,
    /// Identifiers from the stated parent up to the model that is under it.
    pub(crate) path: Vec<String>,
    /// The family of that model, where it is known.
    pub(crate) family: Option<&'static str>,
}

/// A stated parent with the licenses that are known above it, nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LicensedParent {
    pub(crate) parent: StatedParent,
    pub(crate) licenses: Vec<StatedLicense>,
    /// Its family, where it is known.
    pub(crate) family: Option<&'static str>,
    /// The table or its name shows what it is derived from. What the configuration states of it is its author's last word.
    pub(crate) is_known: bool,
}

impl LicensedParent {
    /// Looks up a parent and the models that it was made from.
    pub(crate) fn read(parent: StatedParent, sources: &LineageFacts) -> Self {
        let family_of = |id: &str| sources.root(id).and_then(|(root, _)| root.family());
        let mut licenses = Vec::new();
        let mut seen = vec![parent.id.to_lowercase()];
        let mut open = VecDeque::from([vec![parent.id.clone()]]);
        while let Some(path) = open.pop_front() {
            let Some(id) = path.last() else { continue };
            let known = sources.stated_of(id);
            if let Some((text, source)) = known.license {
                licenses.push(StatedLicense { text, source, path: path.clone(), family: family_of(id) });
            }
            for above in known.parents {
                if seen.len() < MOST_ABOVE && !seen.contains(&above.to_lowercase()) {
                    seen.push(above.to_lowercase());
                    open.push_back([path.as_slice(), &[above]].concat());
                }
            }
        }
        let family = family_of(&parent.id);
        let is_known = sources.knows(&parent.id) && sources.stated_root(&parent.id).is_none();
        Self { parent, licenses, family, is_known }
    }

    /// The license that the parent itself is under, where one is stated.
    pub(crate) fn own_license(&self) -> Option<&StatedLicense> {
        self.licenses.iter().find(|stated| stated.path.len() == 1)
    }
}

//! What a license reaches the model by: its family, or a parent that is under it.

use super::policy_context::PolicyContext;
use crate::report::Message;
use crate::report::lineage::InheritedLicense;
use std::fmt::Write;

/// The limit on models between this one and its origin that a sentence names; chosen.
const MOST_NAMED: usize = 4;

impl PolicyContext<'_> {
    /// The license that the model inherits from a parent, where no family brings it.
    pub(super) fn inherited(&self) -> Option<&InheritedLicense> {
        self.lineage.license.as_ref()
    }

    /// What the model derives from: the family, or the parent that is under the license.
    pub(super) fn origin(&self) -> String {
        self.lineage.origin(self.policy.family_name)
    }

    /// [`Self::origin`], of a parent with the license that it is under.
    pub(super) fn origin_and_license(&self) -> String {
        let origin = self.origin();
        if self.inherited().is_some() { format!("{origin} ({})", self.policy.short) } else { origin }
    }

    /// The sentence that says why the gate takes the model for a descendant.
    pub(super) fn reason(&self) -> String {
        let mut way = match (self.inherited(), self.lineage.via.as_slice()) {
            (Some(_), [between @ .., _]) => between.iter().map(String::as_str).collect(),
            _ => self.lineage.way(),
        };
        let more = way.len().saturating_sub(MOST_NAMED);
        way.truncate(MOST_NAMED);
        let way: Vec<String> = way.iter().map(|id| format!("`{id}`")).collect();
        let mut via = if way.is_empty() { String::new() } else { format!(" by way of {}", way.join(", ")) };
        if more > 0 {
            _ = write!(via, " and {more} more");
        }
        format!("The model is derived from {}{via}.", self.origin())
    }

    /// A message with the sentence on the parent's license, where the model has it from a parent.
    pub(super) fn with_license_of_parent(&self, message: Message) -> Message {
        let Some(license) = self.inherited() else { return message };
        // Parents other than the one that is named, one a piece of evidence.
        let more = match self.evidence().filter(|evidence| !self.lineage.via.contains(&evidence.text)).count() {
            0 => String::new(),
            1 => " Another parent is, too.".to_owned(),
            count => format!(" {count} other parents are, too."),
        };
        let InheritedLicense { of, stated, source, .. } = license;
        message.and(format!("`{of}` is under `{stated}` ({}): {}.{more}", self.policy.short, source.words()))
    }

    /// How sure a finding can be at most: what a parent further up says, or one whose family has a license of its own, is for counsel
    /// to weigh.
    pub(super) fn is_far(&self) -> bool {
        self.inherited().is_some_and(|license| !license.is_direct)
    }
}

//! What a stated license requires of a model that is made from what is under it.

use crate::policy::{Identifier, Policy, identify, of_identifier};

/// What is known of a license that is stated in a few words.
pub(crate) enum Reading {
    /// It requires notices at most: this one, or another one that it offers.
    Free(Identifier),
    /// A policy covers it.
    Asks(&'static Policy),
    /// The words name no license.
    Unnamed,
    /// No policy covers it.
    Unread,
}

impl Reading {
    /// Reads a value of `license`, `license_name` or an SPDX expression.
    pub(crate) fn of(text: &str) -> Self {
        let ids = identify(text);
        if let Some(free) = ids.iter().find(|id| id.is_free) {
            return Self::Free(free.clone());
        }
        match ids.iter().find_map(of_identifier) {
            Some(policy) => Self::Asks(policy),
            None if ids.iter().any(|id| matches!(id.class, "other" | "unknown")) => Self::Unnamed,
            None => Self::Unread,
        }
    }
}

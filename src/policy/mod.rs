//! Policies: what licenses ask, as data that the build embeds.

mod identifiers;
mod types;

pub use identifiers::{Identifier, Spelling, identify, is_hub_identifier, known_identifiers};
pub use types::{Alias, Class, Fit, Identifiers, Notice, Obligation, Policy, Stance, Unchecked};

use std::sync::LazyLock;

/// All policies, by file name. Decoded once, from bytes that the build made of `policy/*.yml`.
pub fn all() -> &'static [Policy] {
    static ALL: LazyLock<Vec<Policy>> =
        LazyLock::new(|| embedded(include_bytes!(concat!(env!("OUT_DIR"), "/policies.bin"))));
    &ALL
}

/// Decodes what the build embedded; the build has checked it, so that nothing can be wrong with it here.
pub(crate) fn embedded<'a, T: serde::Deserialize<'a> + Default>(bytes: &'a [u8]) -> T {
    postcard::from_bytes(bytes).unwrap_or_default()
}

impl Policy {
    /// The duty that a rule checks, if the license has it.
    pub fn obligation(&self, rule: &str) -> Option<&Obligation> {
        self.obligations.iter().find(|obligation| obligation.rules.iter().any(|name| name == rule))
    }

    /// What the license says of a class of declared licenses.
    pub fn stance(&self, class: &str) -> Option<&Stance> {
        self.declared.iter().find(|stance| stance.classes.iter().any(|name| name == class))
    }

    /// Whether an address points at the agreement.
    pub fn links_to(&self, url: &str) -> bool {
        let url = url.to_ascii_lowercase();
        let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        self.links.iter().any(|link| bare.starts_with(link.as_str()))
    }
}

//! Policies: what licenses ask, as data that the build embeds.

mod identifiers;
mod settings;
mod types;

pub use identifiers::{Identifier, Spelling, identify, is_hub_identifier, known_identifiers};
pub use settings::Settings;
pub use types::{Alias, Class, Fit, Identifiers, Notice, Obligation, Policy, Stance, Unchecked};

use crate::embedded::{List, Text};

/// All policies, by file name.
pub fn all() -> &'static [Policy] {
    data::VALUE
}

/// What the build made of `policy/*.yml`.
mod data {
    use super::types::{
        Fit::{Ambiguous, Beside, Broadens, Conflicts, Nothing, Required},
        Notice, Obligation, Policy, Stance, Unchecked,
    };
    use crate::basis::Basis::{Interpretation, NeedsHuman, Text};
    include!(concat!(env!("OUT_DIR"), "/policies.rs"));
}

impl Policy {
    /// The duty that a rule checks, if the license has it.
    pub fn obligation(&self, rule: &str) -> Option<&'static Obligation> {
        self.obligations.iter().find(|obligation| obligation.rules.contains(&rule))
    }

    /// What the license says of a class of declared licenses.
    pub fn stance(&self, class: &str) -> Option<&'static Stance> {
        self.declared.iter().find(|stance| stance.classes.contains(&class))
    }

    /// Whether an address points at the agreement.
    pub fn links_to(&self, url: &str) -> bool {
        let url = url.to_ascii_lowercase();
        let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        self.links.iter().any(|link| bare.starts_with(link))
    }
}

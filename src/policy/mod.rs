//! Policies: what licenses ask, as data that the build embeds.

mod identifiers;
mod settings;
mod types;

pub use identifiers::{Identifier, Spelling, identify, is_hub_identifier, known_identifiers};
pub use settings::Settings;
pub use types::{
    Alias, Class, Compatibility, Fit, Identifiers, Notice, Obligation, Pointer, Policy, SeverityCap, Territory,
    Unchecked,
};

use crate::embedded::{List, Text};

/// The class of a policy's own license.
const OWN: &str = "own";

/// All policies, by file name.
pub fn all() -> &'static [Policy] {
    data::VALUE
}

/// What the build made of `policy/*.yml`.
mod data {
    use super::types::{
        Compatibility,
        Fit::{Ambiguous, Beside, Broadens, Conflicts, Nothing, Required},
        Notice, Obligation, Pointer, Policy,
        SeverityCap::{Full, Informs, Warns},
        Territory, Unchecked,
    };
    use crate::basis::Basis::{Interpretation, NeedsHuman, Text};
    include!(concat!(env!("OUT_DIR"), "/policies.rs"));
}

/// The policy whose agreement a text is, by the name that its fingerprint gives it.
pub fn of_text(license: &str) -> Option<&'static Policy> {
    all().iter().find(|policy| policy.is_text(license))
}

impl Policy {
    /// The duty that a rule checks, if the license has it.
    pub fn obligation(&self, rule: &str) -> Option<&'static Obligation> {
        self.obligations.iter().find(|obligation| obligation.rules.contains(&rule))
    }

    /// What the license says of a declared one.
    pub fn stance(&self, declared: &Identifier) -> Option<&'static Compatibility> {
        let class = if declared.id == self.license { OWN } else { declared.class };
        self.declared.iter().find(|stance| stance.classes.contains(&class))
    }

    /// Whether a text known by its fingerprint is the agreement.
    pub fn is_text(&self, license: &str) -> bool {
        if self.texts.is_empty() { license == self.license } else { self.texts.contains(&license) }
    }

    /// The value of `license` that declares it: its identifier, or `other` where the Hub has none.
    pub fn identifier(&self) -> &'static str {
        if is_hub_identifier(self.license) { self.license } else { "other" }
    }

    /// The lines of a front matter that declare it.
    pub fn declaration(&self) -> String {
        let behind = format!("\nlicense_name: {}\nlicense_link: {}", self.license, self.url);
        format!("license: {}{}", self.identifier(), if self.identifier() == self.license { "" } else { &behind })
    }

    /// Those lines in a sentence.
    pub fn declaration_in_words(&self) -> String {
        let lines: Vec<String> = self.declaration().lines().map(|line| format!("`{line}`")).collect();
        match lines.as_slice() {
            [one, name, link] => format!("{one} with {name} and {link}"),
            lines => lines.concat(),
        }
    }

    /// Whether an address points at the agreement.
    pub fn links_to(&self, url: &str) -> bool {
        let url = url.to_ascii_lowercase();
        let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        // The Hub shows a file under `blob`, and gives it under `raw` and `resolve`.
        let shown = bare.replacen("/raw/", "/blob/", 1).replacen("/resolve/", "/blob/", 1);
        self.links.iter().any(|link| bare.starts_with(link) || shown.starts_with(link))
    }
}

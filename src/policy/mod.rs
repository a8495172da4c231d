//! Policies: what licenses ask, as data that the build embeds.

mod card_license;
pub(crate) mod identifiers;
mod permissive;
mod settings;
mod types;

pub(crate) use card_license::{CardLicense, Licensed};
pub(crate) use identifiers::{
    Identifier, identify, is_hub_identifier, known_identifiers, known_licenses, may_begin_with, named,
};
pub(crate) use permissive::{all_permissive, permissive};
pub(crate) use settings::Settings;
pub(crate) use types::{Compatibility, Fit, Notice, Obligation, Permissive, Pointer, Policy, SeverityCap, Unchecked};

use crate::find_ignoring_case::has_word;

/// The class of a policy's own license.
const OWN: &str = "own";

/// All policies, by file name.
pub(crate) fn all() -> &'static [Policy] {
    data::VALUE
}

/// What the build made of `licenses/*.yml`.
mod data {
    use super::types::{
        Compatibility,
        Fit::{Alongside, Ambiguous, Broadens, Conflicts, Nothing, Required},
        Notice, Obligation, Pointer, Policy,
        SeverityCap::{Full, Informs, Warns},
        Territory, Unchecked,
    };
    use crate::basis::Basis::{Interpretation, NeedsHuman, Text};
    include!(concat!(env!("OUT_DIR"), "/policies.rs"));
}

/// The policy of a license, by its identifier.
pub(crate) fn of_license(license: &str) -> Option<&'static Policy> {
    all().iter().find(|policy| policy.license == license)
}

/// The policy that models of a family are under.
pub(crate) fn of_family(family: &str) -> Option<&'static Policy> {
    all().iter().find(|policy| policy.family == Some(family))
}

/// The policy that the key of a line of lineage means: that of a family, or of a license that a parent is under.
pub(crate) fn of_key(key: &str) -> Option<&'static Policy> {
    of_family(key).or_else(|| of_license(key))
}

/// The policy for a license by its identifier alone; none where several texts go by that name.
pub(crate) fn of_identifier(identifier: &Identifier) -> Option<&'static Policy> {
    let mut speaking = all().iter().filter(|policy| policy.is_for(&identifier.id));
    let first = speaking.next()?;
    speaking.all(|other| !other.texts.is_empty() && other.texts == first.texts).then_some(first)
}

/// The policies that a family of models may be under.
pub(crate) fn of_families() -> impl Iterator<Item = (&'static str, &'static Policy)> {
    all().iter().filter_map(|policy| Some((policy.family?, policy)))
}

/// The policy whose agreement a text is, by the name that its fingerprint gives it.
pub(crate) fn of_text(license: &str) -> Option<&'static Policy> {
    all().iter().find(|policy| policy.is_text(license))
}

/// Where a licensor publishes a text as plain text: an agreement, by its license, or the use policy of one.
pub(crate) fn address_of_text(text: &str) -> Option<&'static str> {
    let use_policies = || all().iter().filter_map(|policy| policy.use_policy.as_ref());
    match of_license(text) {
        Some(policy) => policy.text_url,
        None => use_policies().find(|document| document.text == Some(text)).and_then(|document| document.text_url),
    }
}

impl Pointer {
    /// Whether a text names the document, in whatever case.
    pub(crate) fn is_named_in(&self, text: &str) -> bool {
        self.words.iter().any(|words| has_word(text, words))
    }
}

impl Obligation {
    /// What a finding cites: the clause, or the document that asks for it where the license does not.
    pub(crate) fn cited(&self, license: &str) -> String {
        self.document.map_or_else(|| format!("{license} {}", self.clause), str::to_owned)
    }
}

impl Policy {
    /// The duty that a rule checks, if the license has it.
    pub(crate) fn obligation(&self, rule: &str) -> Option<&'static Obligation> {
        self.obligations.iter().find(|obligation| obligation.rules.contains(&rule))
    }

    /// What the policy says of a declared license; nothing where it does not mention it.
    pub(crate) fn compatibility(&self, declared: &Identifier) -> Option<&'static Compatibility> {
        let class = if self.is_for(&declared.id) { OWN } else { declared.class };
        let is_meant = |name: &&str| *name == class || *name == declared.id;
        self.declared.iter().find(|compatibility| compatibility.classes.iter().any(is_meant))
    }

    /// Whether it is the policy for a license.
    pub(crate) fn is_for(&self, identifier: &str) -> bool {
        self.license == identifier || self.also.contains(&identifier)
    }

    /// Whether an identifier leads to its text, and not to others that go by the same name.
    pub(crate) fn is_named_by(&self, identifier: &Identifier) -> bool {
        let is_same = |of: &Policy| of.license == self.license || !self.texts.is_empty() && of.texts == self.texts;
        of_identifier(identifier).is_some_and(is_same)
    }

    /// The verdict on a declared license; nothing where the policy does not mention it.
    fn fit(&self, declared: &Identifier) -> Option<Fit> {
        self.compatibility(declared).map(|compatibility| compatibility.fit)
    }

    /// Whether a model of the family may not declare a license.
    pub(crate) fn rejects(&self, declared: &Identifier) -> bool {
        matches!(self.fit(declared), Some(Fit::Broadens | Fit::Conflicts))
    }

    /// [`Self::rejects`] of an identifier as written.
    pub(crate) fn rejects_text(&self, identifier: &str) -> bool {
        identify(identifier).iter().any(|declared| self.rejects(declared))
    }

    /// Whether a model of the family may declare a license, as far as the policy mentions it.
    pub(crate) fn accepts(&self, declared: &Identifier) -> bool {
        matches!(self.fit(declared), None | Some(Fit::Required | Fit::Alongside))
    }

    /// Whether terms of one's own may be added to it.
    pub(crate) fn allows_own_terms(&self) -> bool {
        identify("other").iter().all(|other| self.accepts(other))
    }

    /// Whether a repository, `owner/name`, is the licensor's own: the licensor owes itself nothing.
    pub(crate) fn is_of_licensor(&self, repository: &str) -> bool {
        let owner = repository.split('/').next().unwrap_or_default();
        self.licensor.iter().any(|licensor| licensor.eq_ignore_ascii_case(owner))
    }

    /// The texts that a model under it comes with: the agreement, by the license, and its policy on use.
    pub(crate) fn texts_that_go_along(&self) -> impl Iterator<Item = &'static str> {
        let use_policy = self.use_policy.as_ref().and_then(|document| document.text);
        std::iter::once(self.license).chain(use_policy)
    }

    /// Whether a text known by its fingerprint is the agreement.
    pub(crate) fn is_text(&self, license: &str) -> bool {
        self.texts.contains(&license)
    }

    /// The value of `license` that declares it: its identifier, or `other` where the Hub has none.
    pub(crate) fn identifier(&self) -> &'static str {
        if is_hub_identifier(self.declared_as) { self.declared_as } else { "other" }
    }

    /// The lines of a front matter that declare it.
    pub(crate) fn declaration(&self) -> String {
        let identifier = self.identifier();
        if identifier == self.declared_as {
            return format!("license: {identifier}");
        }
        format!("license: {identifier}\nlicense_name: {}\nlicense_link: {}", self.declared_as, self.url)
    }

    /// Those lines in a sentence.
    pub(crate) fn declaration_in_words(&self) -> String {
        let lines: Vec<String> = self.declaration().lines().map(|line| format!("`{line}`")).collect();
        match lines.as_slice() {
            [one, name, link] => format!("{one} with {name} and {link}"),
            lines => lines.concat(),
        }
    }

    /// Whether an address points at the agreement.
    pub(crate) fn links_to(&self, url: &str) -> bool {
        let url = url.to_ascii_lowercase();
        let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        // The Hub shows a file under `blob`, and gives it under `raw` and `resolve`.
        let page = bare.replacen("/raw/", "/blob/", 1).replacen("/resolve/", "/blob/", 1);
        self.links.iter().any(|link| bare.starts_with(link) || page.starts_with(link))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_policy_is_downloaded_from_where_it_was_read() {
        let texts = crate::unit::texts::sources().texts;
        let mut count = 0;
        for document in all().iter().filter_map(|policy| policy.use_policy.as_ref()) {
            let Some((name, url)) = document.text.zip(document.text_url) else {
                assert_eq!(document.text_url, None, "{} has an address and no text to compare with", document.name);
                continue;
            };
            let source = texts.iter().find(|text| text.text == name).and_then(|text| text.source.as_deref());
            let plain = source.map(|page| {
                page.replacen("https://github.com/", "https://raw.githubusercontent.com/", 1).replacen("/blob/", "/", 1)
            });
            assert_eq!(plain.as_deref(), Some(url));
            assert_eq!(address_of_text(name), Some(url));
            count += 1;
        }
        assert_eq!(count, 6);
    }
}

//! What the page of licenses takes from the data itself: sentences that are there once for many licenses, editions with their sources.

use super::licenses::{license_anchor, verdict};
use crate::explain::words::rests_on;
use crate::policy::{Compatibility, Obligation, Policy};
use crate::rules;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Write;

/// `licenses/profiles.yml`.
#[derive(Deserialize)]
pub(super) struct Profiles {
    groups: BTreeMap<String, Vec<String>>,
    duties: Vec<Duty>,
    unchecked: Vec<Gap>,
    stances: Vec<Stance>,
    pub(super) headings: Vec<Heading>,
    profiles: Vec<Profile>,
}

#[derive(Deserialize)]
pub(super) struct Heading {
    pub(super) heading: String,
    pub(super) about: String,
    #[serde(default)]
    classes: Vec<String>,
}

impl Heading {
    /// Whether licenses that require notices only are under it.
    pub(super) fn is_for_permissive(&self) -> bool {
        self.classes.iter().any(|class| class == "permissive-model")
    }
}

#[derive(Deserialize)]
struct Duty {
    duty: String,
    clause: String,
    rules: Vec<String>,
    asks: String,
    document: Option<String>,
}

#[derive(Deserialize)]
struct Gap {
    clause: String,
    reason: String,
}

#[derive(Deserialize)]
struct Stance {
    classes: Vec<String>,
    fit: String,
    why: String,
}

#[derive(Deserialize)]
struct Profile {
    profile: String,
    #[serde(default)]
    duties: BTreeMap<String, Change>,
    stances: Vec<Stance>,
}

#[derive(Deserialize)]
struct Change {
    asks: Option<String>,
}

/// `licenses/LICENSE.yml`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct LicenseFile {
    license: String,
    #[serde(default)]
    pub(super) unverified: bool,
    pub(super) profile: String,
    same_text_as: Option<String>,
    #[serde(default)]
    editions: Vec<Edition>,
    clauses: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    duties: BTreeMap<String, Change>,
    #[serde(default)]
    stances: Vec<Stance>,
    #[serde(default)]
    unchecked: Vec<Gap>,
}

#[derive(Deserialize)]
struct Edition {
    #[serde(default)]
    edition: String,
    key: Option<String>,
    source: Option<String>,
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("licenses").join(format!("{name}.yml"));
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A shared sentence: what a license fills in is in italics.
fn shared(sentence: &str) -> String {
    let mut parts = sentence.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once('}').unwrap();
        _ = match name {
            "short" => write!(text, "license{after}"),
            "covers" => write!(text, "the base model{after}"),
            _ => match name.strip_prefix("clause-") {
                Some(clause) => write!(text, "its clause `{clause}`{after}"),
                None => write!(text, "*{}*{after}", name.replace('-', " ")),
            },
        };
    }
    text
}

impl Profiles {
    pub(super) fn read() -> Self {
        read("profiles")
    }

    /// What each duty requires, and what files do not show.
    pub(super) fn duties(&self, page: &mut String) {
        page.push_str(
            "\n## Duties\n\nA word in italics is a placeholder: the section of a license has its value.\n\n\
             | duty | what it requires | rules |\n| --- | --- | --- |\n",
        );
        for duty in &self.duties {
            let rules =
                duty.rules.iter().map(|rule| rules::name_of(rule)).map(|rule| format!("[{rule}](rules.md#{rule})"));
            let rules: Vec<String> = rules.collect();
            let by = duty.document.as_ref().map(|document| format!(" ({document}; of every license with `copy`)"));
            _ = writeln!(
                page,
                "| `{}` | {}{} | {} |",
                duty.duty,
                shared(&duty.asks),
                by.unwrap_or_default(),
                rules.join(", ")
            );
        }
        page.push_str("\nWhat files do not show, for all licenses:\n\n");
        for gap in &self.unchecked {
            _ = writeln!(page, "- `{}`: {}", gap.clause, shared(&gap.reason));
        }
    }

    /// How each profile treats each class.
    pub(super) fn stances(&self, page: &mut String) {
        page.push_str(
            "\n## Profiles\n\nHow licenses treat the [class](#classes-of-licenses) of license that the card declares. What a profile does not \
             mention is as in the [profile of all licenses](#profile-of-all-licenses).\n",
        );
        self.profile(page, "of all licenses", &self.stances, &BTreeMap::new());
        for profile in &self.profiles {
            self.profile(page, &profile.profile, &profile.stances, &profile.duties);
        }
    }

    fn profile(&self, page: &mut String, name: &str, stances: &[Stance], duties: &BTreeMap<String, Change>) {
        _ = write!(page, "\n### Profile {name}\n\n");
        for (duty, asks) in duties.iter().filter_map(|(duty, change)| Some((duty, change.asks.as_ref()?))) {
            _ = writeln!(page, "- `{duty}`: {}", shared(asks));
        }
        for stance in stances {
            let fit = match stance.fit.as_str() {
                "required" => "allowed",
                "alongside" => "allowed alongside it",
                "ambiguous" => "needs your decision",
                "nothing" => "says nothing",
                _ => "not allowed",
            };
            _ = writeln!(page, "- {} {fit}: {}.", self.classes(stance).join(", "), shared(&stance.why));
        }
    }

    /// The classes of a stance.
    fn classes<'a>(&'a self, stance: &'a Stance) -> Vec<&'a str> {
        let group = |class: &'a String| self.groups.get(class).map_or(std::slice::from_ref(class), Vec::as_slice);
        stance.classes.iter().flat_map(group).map(String::as_str).collect()
    }
}

impl LicenseFile {
    pub(super) fn read(license: &str) -> Self {
        read(license)
    }

    /// Its editions with their sources.
    pub(super) fn editions(&self, page: &mut String) {
        let editions = self.editions.iter().map(|Edition { edition, key, source }| (edition.as_str(), key, source));
        let editions = editions
            .map(|(edition, key, source)| (if edition.is_empty() { "the only one" } else { edition }, key, source));
        let editions = editions.map(|(edition, key, source)| match (source, key) {
            (Some(source), _) if source.starts_with("https://") => {
                let (url, note) = source
                    .split_once(", ")
                    .map_or((source.as_str(), String::new()), |(url, note)| (url, format!(" ({note})")));
                format!("[{edition}]({url}){note}")
            }
            (Some(source), _) => format!("{edition} ({source})"),
            (None, Some(key)) => format!("{edition} (`{key}` of ScanCode)"),
            (None, None) => edition.to_owned(),
        });
        let editions: Vec<String> = editions.collect();
        let same = self.same_text_as.as_ref().map(|other| format!("those of [{other}](#{})", license_anchor(other)));
        let text = if editions.is_empty() { "none that the gate knows".to_owned() } else { editions.join(", ") };
        _ = writeln!(page, "- **Editions:** {}", same.unwrap_or(text));
    }

    /// Its duties by clause and ground, and the sentences that are its own.
    pub(super) fn duties_of(&self, policy: &Policy) -> String {
        let profiles = Profiles::read();
        let named = profiles.duties.iter().filter(|duty| self.clauses.contains_key(&duty.clause));
        let mut clauses: Vec<(String, Vec<String>)> = Vec::new();
        let mut own = String::new();
        for (duty, obligation) in named.zip(policy.obligations).filter(|(duty, _)| duty.document.is_none()) {
            assert_eq!(duty.rules, obligation.rules, "{}", self.license);
            let place = self.place(obligation);
            match clauses.iter_mut().find(|(other, _)| *other == place) {
                Some((_, duties)) => duties.push(format!("`{}`", duty.duty)),
                None => clauses.push((place, vec![format!("`{}`", duty.duty)])),
            }
            if self.duties.get(&duty.duty).is_some_and(|change| change.asks.is_some()) {
                _ = write!(own, "\n  - `{}`: {}", duty.duty, obligation.asks);
            }
        }
        let clauses = clauses.into_iter().map(|(place, duties)| format!("{} {place}", duties.join(", ")));
        format!("{}{own}", clauses.collect::<Vec<_>>().join("; "))
    }

    /// The clause of a duty and what it rests on; of a license that is not verified, the clause alone.
    fn place(&self, obligation: &Obligation) -> String {
        if self.unverified {
            obligation.clause.to_owned()
        } else {
            format!("{} ({})", obligation.clause, rests_on(obligation))
        }
    }

    /// How it treats a class otherwise than its profile.
    pub(super) fn own_stances(&self, policy: &Policy) -> String {
        let profiles = Profiles::read();
        let is_own = |compatibility: &&Compatibility| {
            self.stances.iter().any(|stance| {
                profiles.classes(stance).first().is_some_and(|class| compatibility.classes.contains(class))
            })
        };
        let own =
            policy.declared.iter().filter(is_own).map(|stance| format!("\n  - {}.", verdict(stance, policy.license)));
        own.collect()
    }

    /// What it says that files do not show: shared gaps in one line with the words that fill them, and those of its own.
    pub(super) fn gaps(&self) -> String {
        let profiles = Profiles::read();
        let clauses = profiles
            .unchecked
            .iter()
            .filter_map(|gap| Some(format!("`{}` {}", gap.clause, self.clauses.get(&gap.clause)?)));
        let clauses: Vec<String> = clauses.collect();
        let words: Vec<String> =
            self.words.iter().map(|(name, words)| format!("*{}*: {}", name.replace('-', " "), shared(words))).collect();
        let mut text = String::new();
        if !words.is_empty() {
            _ = writeln!(text, "- **Words:** {}", words.join("; "));
        }
        if !clauses.is_empty() || !self.unchecked.is_empty() {
            _ = writeln!(text, "{}", format!("- **Not checked:** {}", clauses.join(", ")).trim_end());
        }
        for gap in &self.unchecked {
            _ = writeln!(text, "  - {}: {}", gap.clause, gap.reason);
        }
        text
    }
}

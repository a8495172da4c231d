//! What a policy says of a license, as labeled sentences for the terminal and the page alike.

use crate::license_texts;
use crate::lineage::family;
use crate::policy::{Compatibility, Policy, SeverityCap, known_identifiers};
use std::fmt::Write;

/// Labels, each with a sentence; names, words and values are between back-ticks.
pub(crate) fn of(policy: &Policy) -> Vec<(&'static str, String)> {
    let mut facts = vec![("A publisher must", policy.heading.to_owned()), ("Read", policy.reading.to_owned())];
    if !covers_family(policy) {
        facts.push(("Applies to", "models that are made from one under it.".to_owned()));
    }
    facts.extend(peculiar(policy));
    if policy.open_to_all {
        facts.push((
            "Open to all",
            "anyone may publish models of their own under it, so its name and its text alone do not show lineage."
                .to_owned(),
        ));
    }
    facts.push(("Copy", copy(policy)));
    if let Some(clause) = policy.no_distribution {
        facts.push(("Passing on", format!("{clause} forbids distributing what it covers and what is made from it.")));
    }
    if let Some(clause) = policy.no_other_models {
        facts.push(("Other models", format!("{clause} forbids using what it covers to improve other models.")));
    }
    facts
}

/// The facts that no other license shares.
pub(crate) fn peculiar(policy: &Policy) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if covers_family(policy) {
        facts.push(("Applies to", applies_to(policy)));
    }
    facts.push(("Declared as", format!("{}.", policy.declaration_in_words())));
    // Beside `license: other`, the link is the same address.
    if policy.identifier() != "other" {
        facts.push(("Published at", policy.url.to_owned()));
    }
    if let Some(url) = policy.text_url {
        facts.push(("Its text alone", url.to_owned()));
    }
    if let Some(notice) = &policy.notice {
        facts.push(("Notice", format!("`{}` in a text file `{}`.", notice.sentence, notice.file)));
    }
    if !policy.display.is_empty() {
        let words = quoted(policy.display, " or ");
        let is_begun = policy.display.iter().any(|words| words.starts_with(char::is_lowercase));
        facts.push(("Required display", format!("{words}{}.", if is_begun { ", after the model's name" } else { "" })));
    }
    if let Some(prefix) = policy.name_prefix {
        facts.push(("Name of the model", format!("begins with `{prefix}`.")));
    }
    if let Some(part) = policy.name_part {
        facts.push(("Name of the model", format!("has `{part}` in it.")));
    }
    if let Some(document) = &policy.use_policy {
        let place = document.url.map(|url| format!(", published at {url}")).unwrap_or_default();
        facts.push(("Use policy", format!("{}, usually in `{}`{place}.", document.name, document.file)));
        if let Some(url) = document.text_url {
            facts.push(("Its text alone", url.to_owned()));
        }
    }
    if let Some(document) = &policy.restrictions {
        facts.push(("Restrictions to pass on", format!("{}, usually in `{}`.", document.name, document.file)));
    }
    if let Some(territory) = &policy.territory {
        let scope = if territory.multimodal_only {
            " Applies to models that take images or sound as well as text."
        } else {
            ""
        };
        facts.push(("Territory", format!("{}{scope}", territory.note)));
    }
    match policy.severity_cap {
        SeverityCap::Full => {}
        SeverityCap::Warns => facts.push(("Severity", "its findings are at most warnings.".to_owned())),
        SeverityCap::Informs => facts.push(("Severity", "its findings are informational only.".to_owned())),
    }
    facts
}

fn covers_family(policy: &Policy) -> bool {
    policy.family.and_then(family).is_some()
}

/// Identifiers of the classes of a stance, without the license of the policy itself, which has a stance of its own.
pub(crate) fn licenses(policy: &Policy, compatibility: &Compatibility) -> Vec<&'static str> {
    let mut ids: Vec<&str> = Vec::new();
    for (id, class) in known_identifiers().filter(|(_, class)| compatibility.classes.contains(&class.name)) {
        // The names of a class come after its last identifier.
        let names = if class.ids.last() == Some(&id) { class.names } else { &[] };
        ids.extend(std::iter::once(&id).chain(names));
    }
    ids.retain(|id| *id != policy.license);
    if ids.is_empty() { vec![policy.license] } else { ids }
}

fn applies_to(policy: &Policy) -> String {
    let Some(family) = policy.family.and_then(family) else {
        return String::new();
    };
    let mut text = format!("models that derive from {}.", policy.family_name);
    let mut add = |what: &str, list: &[&str]| {
        if !list.is_empty() {
            _ = write!(text, " {what}: {}.", quoted(list, ", "));
        }
    };
    add("Names that identify it anywhere", family.names);
    add("Names that identify it in identifiers and titles", family.in_ids);
    add("Names that mean something else", family.except);
    add("Owners whose repositories with these names contain its weights", family.owners);
    add("Exempt: the licensor's own repositories", policy.licensor);
    if family.names.is_empty() && family.in_ids.is_empty() {
        text.push_str(" No name identifies it: the configuration must name the base model (`lineage`).");
    }
    text
}

fn copy(policy: &Policy) -> String {
    if policy.unknown_text {
        return "the gate does not know its text. It takes a long license file that is not another license for the copy."
            .to_owned();
    }
    let mut editions: Vec<&str> =
        license_texts::known().iter().filter(|text| policy.is_text(text.license)).map(|text| text.edition).collect();
    editions.retain(|edition| !edition.is_empty() && *edition != "pointer");
    editions.dedup();
    let editions = if editions.is_empty() { String::new() } else { format!(" Editions: {}.", editions.join(", ")) };
    format!("the gate recognizes the whole text, clause by clause.{editions}")
}

/// Names between back-ticks, with something between them.
pub(crate) fn quoted(list: &[&str], between: &str) -> String {
    list.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(between)
}

//! What a change of the configuration lets through that the base commit's configuration did not.

use crate::check::config::{Config, Exception};
use crate::check::configuration_finding::configuration_finding;
use crate::check::order::number_repeats;
use crate::lineage::Root;
use crate::report::{Finding, Message, Severity};
use crate::rules::{self, LOOSENED_CONFIGURATION};
use crate::source::Place;

/// Findings on every part of the head's configuration that asks for less than the base commit's. `path` is
/// the file, `model` the folder that it is for.
pub(crate) fn loosened_settings(head: &Config, base: &Config, path: &str, model: &str) -> Vec<Finding> {
    let meta = &LOOSENED_CONFIGURATION.meta;
    let mut out: Vec<Finding> = Vec::new();
    for exception in &head.exceptions {
        if let Some(message) = widened(exception, &base.exceptions) {
            let subject = format!("exception {} {}", exception.rule, exception.model);
            out.push(configuration_finding(meta, &exception.model, exception.place.clone(), &subject, message));
        }
    }
    let mut add = |subject: String, message: String| {
        out.push(configuration_finding(meta, model, Place::file(path), &subject, message));
    };
    for rule in &rules::ALL {
        let severity = |config: &Config| match config.severities.get(rule.meta.id) {
            Some(severity) => *severity,
            None => Some(rule.meta.severity()),
        };
        let (before, now) = (severity(base), severity(head));
        if now < before {
            let message = format!(
                "The change lowers the rule `{}` from `{}` to `{}`.",
                rule.meta.name(),
                before.map_or("off", Severity::word),
                now.map_or("off", Severity::word)
            );
            add(format!("severity {}", rule.meta.id), message);
        }
    }
    for pattern in head.skip_patterns().filter(|pattern| !base.skip_patterns().any(|known| known == *pattern)) {
        add(format!("skip {pattern}"), "The change adds paths that the gate skips.".to_owned());
    }
    let (now, before) = (head.settings, base.settings);
    let choices = [
        (before.strict && !now.strict, "strict", "The change turns `strict` off."),
        (
            now.notice_for_copies_only && !before.notice_for_copies_only,
            "notice-scope",
            "The change requires the notice for plain copies only.",
        ),
        (
            now.notice_anywhere && !before.notice_anywhere,
            "notice-location",
            "The change accepts the notice in any file.",
        ),
        (
            now.agreement_link_suffices && !before.agreement_link_suffices,
            "agreement",
            "The change accepts a link instead of a copy of the agreement.",
        ),
    ];
    for (_, subject, message) in choices.into_iter().filter(|(looser, ..)| *looser) {
        add(subject.to_owned(), message.to_owned());
    }
    for (model, root) in &head.families {
        if base.families.get(model) != Some(root) {
            let what = match root {
                Root::Family(family) => format!("is of the family `{family}`"),
                Root::FromScratch | Root::Unknown => "derives from no other model".to_owned(),
            };
            add(format!("lineage {model}"), format!("The change states as a fact that `{model}` {what}."));
        }
    }
    for (model, root) in &base.families {
        if let Root::Family(family) = root
            && !head.families.contains_key(model)
        {
            let message = format!("The change removes the fact that `{model}` is of the family `{family}`.");
            add(format!("lineage {model}"), message);
        }
    }
    if let Some(name) = head.repository.as_ref().filter(|name| Some(*name) != base.repository.as_ref()) {
        add("repository".to_owned(), format!("The change says that the repository is published as `{name}`."));
    }
    number_repeats(&mut out);
    out
}

/// What an exception waives that none before did, in a sentence.
fn widened(exception: &Exception, before: &[Exception]) -> Option<Message> {
    let same = |known: &&Exception| known.rule == exception.rule && known.model == exception.model;
    let known: Vec<&Exception> = before.iter().filter(same).collect();
    // No date is later than any date.
    let covers = |known: &Exception| match (&known.expires, &exception.expires) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(before), Some(now)) => before >= now,
    };
    if known.iter().any(|known| covers(known)) {
        return None;
    }
    let what = if known.is_empty() { "adds" } else { "extends" };
    let until = exception.expires.as_ref().map_or_else(|| "without an end".to_owned(), |date| format!("until {date}"));
    let headline = format!(
        "The change {what} an exception from `{}` for `{}`, {until}.",
        rules::name_of(&exception.rule),
        exception.model
    );
    Some(Message::from(headline).and(format!("Its reason: {}", exception.reason)))
}

//! The copy of the agreement: there, only referred to, changed, or missing.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use super::undeclared::why_unread;
use crate::agreement_copies::AgreementText;
use crate::license_texts::Completeness;
use crate::model::TextFile;
use crate::model::files::{Role, role};
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, MissingText, Stake};
use crate::source::Place;

/// Neither a copy of the agreement nor a reference to it.
pub(crate) const MISSING: Rule = Meta {
    id: "missing-agreement",
    label: "agreement",
    brief: "missing: add the full text",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "The base model's agreement is missing from the repository, and nothing links to it.",
    why: "The license requires that everyone who receives the model or a derivative also receives a copy of the agreement.",
    fix: "Add the agreement's text, whole and unchanged, next to the card, for example as LICENSE.txt.",
    cannot_see: "A copy that users get in another way, such as a click-through page.",
}
.rule(Scope::Derived(missing));

/// A reference to the agreement instead of a copy.
pub(super) const BY_REFERENCE: Rule = Meta {
    id: "agreement-by-reference",
    label: "agreement",
    brief: "only linked: add the full text",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Absent,
    summary: "The repository refers to the base model's agreement, but does not contain a copy.",
    why: "The license requires a copy. Links break, and the pages behind them change.",
    fix: "Add the agreement's text, whole and unchanged, next to the card, for example as LICENSE.txt.",
    cannot_see: "Whether the licensor accepts a link instead of a copy.",
}
.rule(Scope::Derived(by_reference));

/// A text of the agreement with other words.
pub(super) const ALTERED: Rule = Meta {
    id: "altered-agreement",
    label: "agreement",
    brief: "not the licensor's text",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A copy of the agreement is changed or incomplete, and there is no complete copy.",
    why: "A changed agreement is not a copy. It may promise rights that the licensor never gave.",
    fix: "Replace the text with the licensor's own, word for word. Put your own terms into a separate file.",
    cannot_see: "Whether the licensor changed it: a new edition that differs from a known one in its date and one clause is reported as altered.",
}
.rule(Scope::Derived(altered));

/// A text of the agreement that may be the licensor's, in an edition that nobody has looked at.
pub(super) const UNKNOWN_EDITION: Rule = Meta {
    id: "unknown-edition",
    label: "agreement",
    brief: "unknown edition",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "A text has the title of the agreement, but is not an edition that the gate knows.",
    why: "Licensors publish new editions, which may have other requirements. A text with an unknown date may also be someone else's.",
    fix: "Compare the text with the one that the licensor publishes.",
    cannot_see: "What an unknown edition requires. The duties of the known edition are checked.",
}
.rule(Scope::Derived(unknown_edition));

/// Bytes of the shortest file that is taken for an agreement which the gate does not know; files
/// that only point at an agreement are shorter.
const MIN_BYTES: usize = 600;

/// Where no text of the agreement is known, a long license file that is not another license may be the copy.
fn may_have_copy(context: &PolicyContext<'_>) -> bool {
    let is_open = |file: &TextFile| !file.is_notice && !file.is_use_policy && file.source.text.len() >= MIN_BYTES;
    context.policy.unknown_text
        && context.model.texts.iter().any(|file| {
            is_open(file) && file.identified.licenses.iter().all(|found| found.completeness == Completeness::Mention)
        })
}

/// The text that is missing: in the file that `license_link` names already, else in one that is not there yet.
fn missing_text(context: &PolicyContext<'_>) -> MissingText {
    let linked = context.model.dead_link.as_ref().map(|(name, _)| name.as_str()).filter(|name| {
        let is_beside = !name.contains(['/', '\\']) && !name.starts_with('.');
        is_beside
            && role(name) == Some(Role::License)
            && context.declaration.items.iter().all(|item| context.is_own(item))
    });
    let usual = context.model.file(linked.unwrap_or("LICENSE.txt"));
    let is_taken = context.model.own_texts().any(|text| text.source.path.eq_ignore_ascii_case(&usual));
    let path = if is_taken || !context.others.is_empty() {
        context.model.file(&format!("LICENSE-{}.txt", context.policy.license))
    } else {
        usual
    };
    MissingText { text: Some(context.policy.license), name: context.policy.name, path, url: Some(context.policy.url) }
}

/// A finding that a copy of the agreement fixes.
fn without_copy(
    meta: &'static Meta,
    context: &PolicyContext<'_>,
    place: Place,
    message: impl Into<Message>,
) -> Finding {
    let missing = missing_text(context);
    let advice = Advice::step(format!("Add the whole text of the {} as `{}`.", context.policy.name, missing.path))
        .then(format!("The licensor publishes it at {}", context.policy.url))
        .because(context.reason());
    Finding { advice, missing_text: Some(missing), ..context.finding(meta, place, "agreement", message) }
}

fn missing(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if !context.copies.agreements.is_empty() || !context.copies.references.is_empty() || may_have_copy(context) {
        return Vec::new();
    }
    let mut message =
        Message::from(format!("The text of the {} is missing, and nothing links to it.", context.policy.name));
    if why_unread(context).is_some() {
        message = message.and("Parts of the card that the Hub does not read do not count.");
    }
    vec![without_copy(meta, context, context.place_of_missing(), message)]
}

fn by_reference(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let is_copied = !context.copies.agreements.is_empty() || may_have_copy(context);
    let Some(reference) = context.copies.references.first().filter(|_| !is_copied) else { return Vec::new() };
    let mut leading: Vec<&str> = Vec::new();
    for reference in &context.copies.references {
        if !leading.contains(&reference.what.as_str()) {
            leading.push(&reference.what);
        }
    }
    let message = Message::from(format!("The model has no copy of the {}.", context.policy.name))
        .and(format!("It is only referred to, by {}.", leading.join(", ")))
        .and("The agreement requires a copy.");
    let mut finding = without_copy(meta, context, reference.place.clone(), message);
    if context.settings.agreement_link_suffices {
        finding.only_inform("The configuration accepts a link.");
    }
    vec![finding]
}

fn altered(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if context.copies.has_complete() {
        return Vec::new();
    }
    let texts: Vec<&AgreementText> =
        context.copies.agreements.iter().filter(|text| !is_of_unknown_edition(text)).collect();
    let finding = |text: &AgreementText, message: String| {
        let step = format!("Replace it with the licensor's own text from {}, word for word.", context.policy.url);
        Finding {
            advice: Advice::step(step).then("Put your own terms into a separate file."),
            missing_text: Some(missing_text(context)),
            ..context.finding(meta, text.place.clone(), &text.place.path, message)
        }
    };
    let short = context.policy.short;
    let message = |text: &AgreementText| {
        format!(
            "The text of the {short} in `{}` is not an edition that the gate knows: {}.",
            text.place.path,
            difference(text)
        )
    };
    let mut findings: Vec<Finding> =
        texts.iter().filter(|text| !text.is_told).map(|text| finding(text, message(text))).collect();
    // What is wrong with texts that serve several models is said once.
    if let Some(text) = texts.first().filter(|_| findings.is_empty()) {
        let message = match texts.len() {
            1 => message(text),
            count => format!(
                "None of the {count} texts of the {short} that come with the model is an edition that the gate knows; the first is in `{}`.",
                text.place.path
            ),
        };
        findings.push(finding(text, message));
    }
    findings
}

fn unknown_edition(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if context.copies.has_complete() {
        return Vec::new();
    }
    let texts = || context.copies.agreements.iter().filter(|text| is_of_unknown_edition(text));
    let finding = |text: &AgreementText| {
        let path = &text.place.path;
        let message = Message::from(format!(
            "The text of the {} in `{path}` is not an edition that the gate knows.",
            context.policy.short
        ));
        let message = message.and(format!("Compared with the nearest known edition, {}.", difference(text)));
        let advice = format!("Compare it with the licensor's own text at {}", context.policy.url);
        let finding = context.finding(meta, text.place.clone(), path, message).advise(advice);
        Finding { basis: Basis::NeedsHuman, ..finding }
    };
    let findings: Vec<Finding> = texts().filter(|text| !text.is_told).map(finding).collect();
    // What is odd about texts that serve several models is said once.
    if findings.is_empty() { texts().take(1).map(finding).collect() } else { findings }
}

fn is_of_unknown_edition(text: &AgreementText) -> bool {
    text.completeness == Completeness::UnknownEdition
}

fn difference(text: &AgreementText) -> String {
    let list = |clauses: &[&str], what: &str| match clauses {
        [one] => format!("clause {one} is {what}"),
        several => format!("clauses {} are {what}", several.join(", ")),
    };
    match (text.missing.as_slice(), text.altered.as_slice()) {
        ([], []) => "words were added between its clauses".to_owned(),
        ([], altered) => list(altered, "changed"),
        (missing, []) => list(missing, "missing"),
        (missing, altered) => format!("{}, {}", list(missing, "missing"), list(altered, "changed")),
    }
}

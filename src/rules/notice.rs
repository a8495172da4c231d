//! The attribution notice: in its file, elsewhere, damaged, or missing.

use super::policy_context::PolicyContext;
use super::rule::{Rule, Scope};
use crate::decode::Encoding;
use crate::model::TextFile;
use crate::notice::Form;
use crate::policy::Notice;
use crate::report::{Advice, Basis, Fault, Finding, Fix, Message, Meta, Stake};
use crate::tree::is_lfs_pointer;

/// The sentence of the notice is nowhere.
pub(super) const MISSING: Rule = Meta {
    id: "missing-notice",
    label: "notice",
    brief: "missing: add",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::Text,
    fault: Fault::Absent,
    summary: "The attribution notice that the base model's license requires is missing.",
    why: "The license requires this sentence with every copy. Inside the agreement itself it is a quotation and does not count.",
    fix: "Add a text file `Notice` with the sentence, word for word.",
    cannot_see: "A notice in a package that is built elsewhere.",
}
.rule(Scope::Derived(missing));

/// The sentence is there, but not in a Notice file.
pub(super) const MISPLACED: Rule = Meta {
    id: "misplaced-notice",
    label: "notice",
    brief: "not in a Notice file: add one",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The attribution notice is in the repository, but not in a Notice text file.",
    why: "The license requires the sentence in a text file named Notice that is distributed with the model.",
    fix: "Add a text file `Notice` with the sentence. You may also keep it where it is.",
    cannot_see: "A notice in a package that is built elsewhere.",
}
.rule(Scope::Derived(misplaced));

/// A part of the sentence of the notice is missing.
pub(super) const DAMAGED: Rule = Meta {
    id: "damaged-notice",
    label: "notice",
    brief: "incomplete",
    is_cause: false,
    stake: Stake::Disclosure,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The attribution notice is incomplete.",
    why: "The license requires the sentence word for word.",
    fix: "Write the whole sentence.",
    cannot_see: "Whether the licensor would object.",
}
.rule(Scope::Derived(damaged));

fn missing(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    if !context.copies.notices.is_empty() {
        return Vec::new();
    }
    let Some(notice) = &context.policy.notice else { return Vec::new() };
    let mut message = Message::from(format!("The notice of the {} is missing.", context.policy.short));
    if context.copies.agreements.iter().any(|text| text.own) {
        message = message.and("The agreement quotes it, but a quotation is not the notice.");
    }
    if let Some(other) = context.copies.other_notice_files.first() {
        message = message.and(format!("`{other}` {}.", describe_notice_file(context, other)));
    }
    let mut finding = context.finding(meta, context.place_of_missing(), "notice", message);
    finding.fix = insert_notice(context, notice);
    let new = context.model.file(notice.file);
    let file = finding.fix.as_ref().map_or(&new, |fix| &fix.path);
    let write = match context.model.own_texts().find(|file| file.is_notice) {
        Some(own) if is_pointer(&own.source.text) => {
            format!("Keep `{}` as plain text, outside of Git LFS. It must contain", own.source.path)
        }
        Some(own) if !is_utf8(own) => format!("Save `{}` as UTF-8 text. It must contain", own.source.path),
        _ => format!("Write this into the text file `{file}`"),
    };
    finding.advice = Advice::step(format!("{write}:")).because(context.reason()).verbatim(notice.sentence);
    if context.settings.notice_for_copies_only && !context.is_copy() {
        finding.only_inform("The configuration requires it for plain copies only.");
    }
    vec![finding]
}

/// What a Notice file without the notice holds.
fn describe_notice_file(context: &PolicyContext<'_>, path: &str) -> &'static str {
    let file = context.model.texts.iter().find(|file| file.source.path.as_ref() == path);
    match file.map(|file| file.source.text.trim()) {
        Some("") => "is empty",
        _ if file.is_some_and(|file| is_pointer(&file.source.text)) => "is a Git LFS pointer without its text",
        _ => "does not contain it",
    }
}

fn is_utf8(file: &TextFile) -> bool {
    matches!(file.encoding, Encoding::Utf8 | Encoding::Utf8Bom)
}

fn is_pointer(text: &str) -> bool {
    is_lfs_pointer(text.as_bytes())
}

/// The sentence as a new file, or after the last line of the model's own Notice file.
fn insert_notice(context: &PolicyContext<'_>, notice: &Notice) -> Option<Fix> {
    let Some(file) = context.model.own_texts().find(|file| file.is_notice) else {
        return Some(Fix::create(&context.model.file(notice.file), notice.sentence));
    };
    let text = &file.source.text;
    let line = if text.is_empty() { 1 } else { file.source.line_of(text.trim_end_matches(['\r', '\n']).len()) + 1 };
    let is_plain = is_utf8(file) && !is_pointer(text);
    is_plain.then(|| Fix::insert(&file.source.path, line, notice.sentence))
}

fn misplaced(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let Some(notice) = &context.policy.notice else { return Vec::new() };
    let Some(found) = context.copies.notices.first().filter(|found| !found.in_notice_file) else { return Vec::new() };
    let message = format!(
        "The notice of the {} is in `{}`, not in a text file named Notice.",
        context.policy.short, found.place.path
    );
    let mut finding = context.finding(meta, found.place.clone(), "notice", message);
    finding.advice = Advice::step(format!("Also write it into the text file `{}`:", context.model.file(notice.file)))
        .verbatim(notice.sentence);
    finding.fix = insert_notice(context, notice);
    if context.settings.notice_anywhere {
        finding.only_inform("The configuration allows that.");
    }
    vec![finding]
}

fn damaged(meta: &'static Meta, context: &PolicyContext<'_>) -> Vec<Finding> {
    let notices = &context.copies.notices;
    let found = notices.first().filter(|_| notices.iter().all(|found| found.form == Form::Damaged));
    let (Some(found), Some(notice)) = (found, &context.policy.notice) else { return Vec::new() };
    let (place, sentence) = (&found.place, notice.sentence);
    let end = sentence.trim_end_matches('.').rsplit(". ").next().unwrap_or_default();
    let has_end = place.excerpt.to_lowercase().contains(&end.to_lowercase());
    let lacks = if has_end { "the copyright mark".to_owned() } else { format!("`{end}`") };
    let message = Message::from(format!("The notice of the {} is incomplete.", context.policy.short))
        .and(format!("It lacks {lacks}."));
    let line = place.excerpt.trim_end().trim_end_matches('.').chars().count();
    let range =
        place.range.filter(|range| range.line == range.end_line && range.column == 1 && line < range.end_column);
    vec![Finding {
        advice: Advice::step("Write the whole sentence:").verbatim(sentence),
        fix: range.map(|range| Fix::replace_line(&place.path, range.line, sentence)),
        ..context.finding(meta, place.clone(), "notice", message)
    }]
}

//! The attribution notice: in its file, elsewhere, damaged, or missing.

use super::duty::because;
use super::{Duty, Look, Meta, Rule};
use crate::finding::{Finding, Fix, Severity};
use crate::notice::Form;
use std::fmt::Write;

/// The sentence is nowhere.
pub(super) const MISSING: Rule = Rule {
    meta: Meta {
        id: "missing-notice",
        severity: Severity::Error,
        summary: "The attribution notice that the license of the base model prescribes is nowhere in the repository.",
        why: "The license prescribes a sentence that travels with every copy. The sentence inside the agreement itself is a quotation and does not count.",
        mend: "Add a text file `Notice` with the sentence, word for word.",
        unseen: "A notice in a package that is built elsewhere.",
    },
    look: Look::Duty(missing),
};

/// The sentence is there, but not in a Notice file.
pub(super) const MISPLACED: Rule = Rule {
    meta: Meta {
        id: "misplaced-notice",
        severity: Severity::Warning,
        summary: "The attribution notice stands in the repository, but not in a Notice text file.",
        why: "The license asks for the sentence in a text file named Notice that is distributed with the model.",
        mend: "Add a text file `Notice` with the sentence. It may stay where it is as well.",
        unseen: "A notice in a package that is built elsewhere.",
    },
    look: Look::Duty(misplaced),
};

/// The sentence lacks a part.
pub(super) const DAMAGED: Rule = Rule {
    meta: Meta {
        id: "damaged-notice",
        severity: Severity::Warning,
        summary: "The attribution notice lacks a part of its words.",
        why: "The license prescribes the sentence word for word.",
        mend: "Write the whole sentence.",
        unseen: "Whether the licensor would mind.",
    },
    look: Look::Duty(damaged),
};

fn missing(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    if !duty.papers.notices.is_empty() {
        return Vec::new();
    }
    let (policy, papers) = (duty.policy, duty.papers);
    let mut message = format!("The notice of the {} is missing.", policy.short);
    if papers.agreements.iter().any(|text| text.own) {
        message.push_str(" The agreement quotes it, but a quotation is not the notice.");
    }
    if let Some(other) = papers.other_notice_files.first() {
        _ = write!(message, " `{other}` is about something else.");
    }
    let mut finding = duty.finding(meta, duty.place(), "notice", message);
    let file = papers.other_notice_files.first().cloned().unwrap_or_else(|| duty.model.file(policy.notice.file));
    finding.help = format!("{}\nWrite into the text file `{file}`:\n{}", because(duty), policy.notice.sentence);
    // A Notice file that is there already is appended to by hand: its last line is not known here.
    finding.fix = papers.other_notice_files.is_empty().then(|| new_file(duty));
    if duty.settings.notice_for_copies_only && !duty.is_copy() {
        finding.severity = Severity::Info;
    }
    vec![finding]
}

fn new_file(duty: &Duty<'_>) -> Fix {
    let path = duty.model.file(duty.policy.notice.file);
    Fix { path, line: 1, end_line: 0, replacement: duty.policy.notice.sentence.to_owned() }
}

fn misplaced(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let Some(found) = duty.papers.notices.first().filter(|found| !found.in_notice_file) else { return Vec::new() };
    let message = format!(
        "The notice of the {} stands in `{}`, not in a text file named Notice.",
        duty.policy.short, found.place.path
    );
    let mut finding = duty.finding(meta, found.place.clone(), "notice", message);
    finding.help = format!(
        "Write it into the text file `{}` as well:\n{}",
        duty.model.file(duty.policy.notice.file),
        duty.policy.notice.sentence
    );
    finding.fix = duty.papers.other_notice_files.is_empty().then(|| new_file(duty));
    if duty.settings.notice_anywhere {
        finding.severity = Severity::Info;
    }
    vec![finding]
}

fn damaged(meta: &Meta, duty: &Duty<'_>) -> Vec<Finding> {
    let notices = &duty.papers.notices;
    let Some(found) = notices.first().filter(|_| notices.iter().all(|found| found.form == Form::Damaged)) else {
        return Vec::new();
    };
    let message = format!("The notice of the {} lacks words: the copyright mark or its end.", duty.policy.short);
    let mut finding = duty.finding(meta, found.place.clone(), "notice", message);
    finding.help = format!("Write the whole sentence:\n{}", duty.policy.notice.sentence);
    vec![finding]
}

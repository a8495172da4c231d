//! Files that matter and cannot be read, or are not in the encoding that the Hub expects.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::basis::Basis;
use crate::model::files::{Role, role};
use crate::model::{Model, UnreadKind};
use crate::report::{Advice, Fault, Finding, Message, Meta, Stake};
use crate::source::{Place, Span};
use crate::tree::MOST_HEADS;

/// A file that the gate cannot look into.
pub(crate) const CARD: Rule = Meta {
    id: "unreadable-file",
    label: "file",
    brief: "cannot be read",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A file that decides about the license cannot be read.",
    why: "What cannot be read cannot be checked. The gate does not pass what it has not seen.",
    fix: "Replace it with a plain file of ordinary size inside the repository.",
    cannot_see: "What the file says.",
}
.rule(Scope::Unread(unreadable));

/// Weights whose header is broken.
pub(crate) const HEADER: Rule = Meta {
    id: "unreadable-header",
    label: "weights",
    brief: "header cannot be read",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The header of a weights file cannot be read.",
    why: "A GGUF or safetensors file names its base model, its license and its sizes in its header. What the gate does not see there may be missing from the verdict.",
    fix: "Convert or download the file again. Delete it if it is not used.",
    cannot_see: "What the rest of the header says. The gate never reads beyond the first MiB.",
}
.rule(Scope::Unread(header));

/// A card that is not UTF-8.
pub(super) const ENCODING: Rule = Meta {
    id: "invalid-encoding",
    label: "card",
    brief: "not valid UTF-8",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The model card is not valid UTF-8.",
    why: "The Hub's client fails on such a card and reads nothing from it.",
    fix: "Save README.md as UTF-8.",
    cannot_see: "Which encoding you mean.",
}
.rule(Scope::Unread(encoding));

fn unreadable(meta: &'static Meta, model: &Model, is_bound: bool) -> Vec<Finding> {
    let findings = model.unread.iter().map(|unread| {
        let path = &*unread.place.path;
        let message = if unread.kind == UnreadKind::Part {
            Message::from(format!("A part of `{path}` cannot be read: {}.", unread.why)).and("The rest counts.")
        } else {
            Message::from(format!("`{path}` cannot be read: {}.", unread.why))
        };
        let clause = match unread.kind {
            UnreadKind::Denied | UnreadKind::Folder => "the permissions of the file system",
            _ => "the gate's own bounds",
        };
        let mut finding = file_finding(meta, model, unread.place.clone(), clause, message);
        if matches!(unread.kind, UnreadKind::Denied | UnreadKind::Folder) {
            finding.basis = Basis::Text;
        }
        match unread.kind {
            UnreadKind::Absent => {}
            UnreadKind::Denied => {
                finding.advice = Advice::step(format!("Give yourself permission to read it: `chmod u+r {path}`."));
            }
            UnreadKind::Folder => {
                let step = format!("Give yourself permission to open it: `chmod u+rx {path}`.");
                finding.advice = Advice::step(step).then(
                    "If it contains no model, leave it out with `--exclude`, or under `skip` in the configuration.",
                );
            }
            UnreadKind::Pointer => finding.advice = Advice::step("Keep it as a plain file, outside of Git LFS."),
            UnreadKind::Encoding => finding.advice = Advice::step("Save it as plain text in UTF-8."),
            UnreadKind::Part => finding.advice = Advice::step("Save the file again with the program that writes it."),
        }
        let stake = match role(path) {
            _ if unread.kind == UnreadKind::Folder => Stake::Verdict,
            Some(Role::Card | Role::OtherCard | Role::Adapter | Role::Recipe | Role::Modelfile) => Stake::Verdict,
            Some(Role::License) if unread.kind == UnreadKind::Encoding => Stake::Verdict,
            // A license file that is not there as a text counts as missing; the rules about it say so.
            Some(Role::License) if !is_bound => Stake::Reminder,
            _ => Stake::Clarity,
        };
        finding.at_stake(stake)
    });
    findings.collect()
}

fn header(meta: &'static Meta, model: &Model, _is_bound: bool) -> Vec<Finding> {
    let broken = model.broken_headers.iter().take(MAX_PER_KIND).map(|(path, why)| {
        let why: String = why.chars().take(200).collect();
        let message = Message::from(format!("The header of `{path}` cannot be read: {why}."))
            .and("The gate may not have seen which base model and license it names.");
        file_finding(meta, model, Place::file(path.as_str()), "the format of the weights", message)
    });
    broken.chain(left_out(meta, model)).collect()
}

/// Weights beyond the number of headers that are read of one tree.
fn left_out(meta: &'static Meta, model: &Model) -> Option<Finding> {
    // What was left for the network's sake is told elsewhere, unless it may be what names the parent.
    let left: &[String] = if model.names_parent_beside_weights() { &[] } else { &model.headers_left };
    let mut unread = model.unread_headers.iter().chain(left);
    let first = unread.next()?;
    let others = match unread.count() {
        0 => String::new(),
        1 => " and of one more file".to_owned(),
        more => format!(" and of {more} more files"),
    };
    let message = Message::from(format!(
        "The header of `{first}`{others} was not read in full: the gate reads {MOST_HEADS} in one repository, and fewer on the Hub."
    ))
    .and("The gate does not see which base model and license it names.");
    let mut finding = file_finding(meta, model, Place::file(first.as_str()), "the gate's own bounds", message);
    finding.advice =
        Advice::step("Name the base model in the card: `base_model: owner/name`. Delete weights that are not used.");
    if !left.is_empty() {
        if left.iter().any(|path| path.to_ascii_lowercase().ends_with(".gguf")) {
            // Every tool that writes GGUF names the base in it: files that say nothing must not hide one that does.
            finding = finding.at_stake(Stake::Verdict);
        }
        finding.advice = finding
            .advice
            .then(format!("If there is no base model, check a clone, where {MOST_HEADS} headers are read."));
    } else if model.names_parent() {
        // A parent that is named already is what headers of more quantizations would name.
        finding = finding.at_stake(Stake::Reminder);
    }
    Some(finding)
}

/// A finding about a file that needs a look.
fn file_finding(meta: &'static Meta, model: &Model, place: Place, clause: &str, message: Message) -> Finding {
    let clause = clause.to_owned();
    let path = place.path.to_string();
    Finding { clause, basis: Basis::NeedsHuman, ..card_finding(meta, model, place, &path, message) }
}

fn encoding(meta: &'static Meta, model: &Model, _is_bound: bool) -> Vec<Finding> {
    let Some(card) = model.card.as_ref().filter(|_| !model.card_is_utf8) else { return Vec::new() };
    let text = &card.source.text;
    let at = text.find('\u{fffd}').or_else(|| text.find(|c: char| !c.is_ascii())).unwrap_or_default();
    let place = card.source.place(Span::new(at, at));
    let message = Message::from("The card is not valid UTF-8.").and("The Hub's client cannot read it.");
    vec![card_finding(meta, model, place, "encoding", message)]
}

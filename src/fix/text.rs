//! What `fix` has written, or would write, and what it leaves: for a person.

use super::plan::{Edit, LeftReason, Plan};
use super::scope::Scope;
use crate::policy;
use crate::render::{headline, inert_text, one_line};
use crate::report::{Fault, Finding, MissingText, Severity};
use crate::rules;
use crate::wording::counted;
use std::fmt::Write;

/// The plan in plain English; `written` says whether it was carried out.
pub(crate) fn render(plan: &Plan, written: bool) -> String {
    let mut out = String::new();
    if plan.edits.is_empty() {
        let rest = match (plan.scope, plan.left.is_empty()) {
            (Scope::Faults, true) => "There is nothing to fix.",
            (Scope::Faults, false) => "Everything here needs your decision.",
            (Scope::Bundle, true) => "No notice or license text that the gate knows is missing.",
            (Scope::Bundle, false) => "Nothing can be written without your decision.",
        };
        _ = writeln!(out, "{rest}");
    }
    write_changes(plan, written, &mut out);
    write_left(plan, &mut out);
    if plan.scope == Scope::Bundle {
        let others = plan.after.findings.iter().filter(|finding| finding.severity > Severity::Info);
        let others = others.count() - plan.left.iter().filter(|left| left.finding.severity > Severity::Info).count();
        if others > 0 {
            let (found, them) = (counted(others, "finding"), them(others));
            _ = writeln!(out, "Notices and license texts do not fix {found}: `model-license-gate check` shows {them}.");
        }
    } else if plan.informing > 0 && plan.left.is_empty() && plan.edits.is_empty() {
        _ = writeln!(
            out,
            "{} for information only: `check` shows {}.",
            counted(plan.informing, "note"),
            them(plan.informing)
        );
    }
    inert_text(&out).into_owned()
}

fn write_changes(plan: &Plan, written: bool, out: &mut String) {
    if !plan.fixed.is_empty() {
        _ = writeln!(out, "{}", if written { "Fixed:" } else { "Would be fixed:" });
    }
    for fixed in &plan.fixed {
        let elsewhere = fixed.path.as_ref().filter(|path| ***path != *fixed.finding.place.path);
        let place = elsewhere.map_or_else(|| place(&fixed.finding), |path| one_line(path).into_owned());
        _ = writeln!(out, "  {place}: {}", title(&fixed.finding));
    }
    if !plan.stated.is_empty() {
        _ = writeln!(out, "{}", if written { "Also stated:" } else { "Would also be stated:" });
    }
    for stated in &plan.stated {
        let (card, id, proof) = (one_line(&stated.card), one_line(&stated.id), one_line(&stated.proof));
        _ = writeln!(out, "  {card}: `base_model: {id}`, which `{proof}` proves");
    }
    if !plan.edits.is_empty() {
        let files: Vec<String> = plan.edits.iter().map(file).collect();
        _ = writeln!(out, "{}: {}", if written { "Written" } else { "Would be written" }, files.join(", "));
    }
    if plan.fixed.iter().any(|fixed| fixed.finding.rule.fault == Fault::Declared) {
        let now = if written { "is now" } else { "would be" };
        _ = write!(
            out,
            "\nThe license that {now} declared is the base model's own. It is the only one that you may declare without asking anyone.\n\
             If you want stricter terms of your own, or have another agreement with the licensor, change it.\n",
        );
    }
}

/// A file with how much of it changes.
fn file(edit: &Edit) -> String {
    let path = one_line(&edit.path);
    let Some(old) = &edit.old else { return format!("{path} (new)") };
    let lines = |bytes: &[u8]| bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(&edit.new));
    let same = old.iter().filter(|line| new.contains(line)).count();
    let changed = new.len().max(old.len()).saturating_sub(same).max(1);
    format!("{path} ({})", counted(changed, "line"))
}

fn write_left(plan: &Plan, out: &mut String) {
    if plan.left.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str("Needs your decision:\n");
    for left in &plan.left {
        let why = match &left.why {
            LeftReason::Person => "The gate does not decide this.".to_owned(),
            LeftReason::NoText(missing) => no_text(missing),
            LeftReason::NoChange => advice(&left.finding),
            LeftReason::Refused(path, refusal) => format!("`{}` {}.", one_line(path), refusal.words()),
            LeftReason::NoEffect => "The known change does not fix it here.".to_owned(),
            LeftReason::Brings(rule) => format!("Fixing only this would cause `{}`.", rules::name_of(rule)),
        };
        _ = writeln!(out, "  {}: {} {why}", place(&left.finding), title(&left.finding));
    }
    out.push_str("`model-license-gate check --verbose` shows each with its reason and what to write.\n");
}

/// What to do about a text that was not given.
fn no_text(missing: &MissingText) -> String {
    let page = missing.url.map(|url| format!(" The licensor publishes it at {url}")).unwrap_or_default();
    match missing.text {
        Some(text) if policy::address_of_text(text).is_none() => {
            format!("Pass its text with `--agreement FILE` (text `{text}`).{page}")
        }
        Some(text) => {
            format!("Pass its text with `--agreement FILE`, or download it with `--download` (text `{text}`).{page}")
        }
        None => format!(
            "The gate knows no text of the {} to compare with. Save it yourself as `{}`.{page}",
            missing.name,
            one_line(&missing.path)
        ),
    }
}

/// What to do, without the sentence on lineage, which would be in every line.
fn advice(finding: &Finding) -> String {
    let parts = finding.advice.steps.iter().chain(&finding.advice.verbatim);
    one_line(&parts.map(String::as_str).collect::<Vec<_>>().join(" ")).into_owned()
}

/// Where to look first, as `path:line`.
fn place(finding: &Finding) -> String {
    one_line(&finding.place.to_string()).into_owned()
}

/// Severity, rule, and the first sentence of the message.
fn title(finding: &Finding) -> String {
    let (first, _) = headline(finding);
    format!("{}[{}]: {}.", finding.severity.word(), finding.rule.name(), first.trim_end_matches('.'))
}

const fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

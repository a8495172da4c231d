//! What `fix` would write to what was read, wherever that is, and the words about it.

use super::download;
use crate::cli::arguments::{Color, FixArguments};
use crate::cli::commands::folder::Folder;
use crate::cli::console;
use crate::disk;
use crate::fix::diff::{self, Audience};
use crate::fix::{self, Plan, Scope, SuppliedText, text};
use crate::lineage::LineageFacts;
use crate::render::one_line;
use crate::report::{LeftOut, Verdict, left_out_sentence};
use crate::tree::Tree;
use anyhow::{Result, anyhow, bail};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// What `fix` writes, and what it was made from.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) tree: Tree,
    supplied: Vec<SuppliedText>,
    left_out: Vec<LeftOut>,
}

impl Planned {
    /// The plan in words; `written` says whether it was carried out.
    pub(super) fn summary(&self, written: bool) -> String {
        let mut summary = String::new();
        if let Some(told) = left_out_sentence(&self.left_out) {
            _ = writeln!(summary, "Left out: {}", one_line(&told));
        }
        summary.push_str(&text::render(&self.plan, written));
        unused(&self.plan, &self.supplied, &mut summary);
        summary
    }
}

/// Plans the fix of what was read, with the texts that the user supplies.
pub(super) fn plan(arguments: &FixArguments, folder: Folder, facts: &LineageFacts) -> Result<Planned> {
    let mut supplied = arguments.agreement.iter().map(|file| from_file(file)).collect::<Result<Vec<SuppliedText>>>()?;
    let Folder { config, tree, left_out, .. } = folder;
    let today = console::today();
    let scope = if arguments.bundle { Scope::Bundle } else { Scope::Faults };
    let plan_with = |supplied: &[SuppliedText]| fix::plan_with(&tree, (&config, facts), &today, supplied, scope);
    let mut plan = plan_with(&supplied);
    refuse_unneeded(&plan, &supplied)?;
    if let Some(address) = &arguments.download {
        let fetched = download::texts(&plan, Some(address.as_str()).filter(|address| !address.is_empty()))?;
        if !fetched.is_empty() {
            supplied.extend(fetched);
            plan = plan_with(&supplied);
        }
    }
    Ok(Planned { plan, tree, supplied, left_out })
}

/// Shows what would be written; `how` says by which command it is.
pub(super) fn show_diff(planned: &Planned, how: &str) -> Result<()> {
    console::print(&diff::render(&planned.plan.edits, audience()))?;
    let mut summary = planned.summary(false);
    if !planned.plan.edits.is_empty() {
        _ = write!(summary, "Nothing was written. {how}");
    }
    console::note(&summary);
    Ok(())
}

pub(super) fn exit_code(plan: &Plan) -> ExitCode {
    let is_left = match plan.scope {
        Scope::Faults => plan.after.verdict() == Verdict::Fail,
        Scope::Bundle => !plan.left.is_empty(),
    };
    ExitCode::from(u8::from(is_left))
}

/// Who reads standard output.
fn audience() -> Audience {
    let color = console::colored(Color::Auto);
    if color || console::is_shown() { Audience::People { color } } else { Audience::Program }
}

/// Stops where a text is given that belongs to no license of any model here.
fn refuse_unneeded(plan: &Plan, supplied: &[SuppliedText]) -> Result<()> {
    match fix::unneeded(&plan.after, supplied) {
        None => Ok(()),
        Some(SuppliedText { from, license, .. }) => {
            bail!("`{}` is the text of `{license}`, which no model here needs. Nothing was written", one_line(from))
        }
    }
}

/// The text of an agreement in a file.
fn from_file(file: &Path) -> Result<SuppliedText> {
    let shown = file.to_string_lossy();
    let bytes = disk::read(file, SuppliedText::LIMIT)?;
    SuppliedText::read(&shown, bytes)
        .map_err(|refused| anyhow!("cannot use the agreement `{shown}`: {refused}. Nothing was written"))
}

/// Adds a line for each supplied text that was not needed.
fn unused(plan: &Plan, supplied: &[SuppliedText], summary: &mut String) {
    for supplied_text in supplied {
        if !plan.edits.iter().any(|edit| edit.old.is_none() && edit.new == supplied_text.bytes()) {
            let (from, license) = (one_line(&supplied_text.from), supplied_text.license);
            _ = writeln!(summary, "Not needed: `{from}`, the text of `{license}`.");
        }
    }
}

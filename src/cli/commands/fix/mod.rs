//! `fix`: writes what fixes the models of a folder and needs no decision.

mod download;
mod hub;

use super::folder::{self, Folder};
use super::hub::place;
use crate::cli::arguments::{Color, FixArguments};
use crate::cli::console;
use crate::cli::git::worktree::{self, Committed};
use crate::disk::{self, Staged};
use crate::fix::diff::{self, Audience};
use crate::fix::{self, Edit, Plan, Scope, SuppliedText, text};
use crate::lineage::LineageFacts;
use crate::render::one_line;
use crate::report::{LeftOut, Verdict, left_out_sentence};
use crate::tree::Tree;
use anyhow::{Result, anyhow, bail};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Most paths that one message names, chosen.
const MAX_PATHS: usize = 5;

pub(crate) fn run(arguments: &FixArguments) -> Result<ExitCode> {
    if let Some(place) = place(&arguments.path).transpose()? {
        return hub::run(arguments, place);
    }
    let folder = folder::read_one(&arguments.path, arguments.config.as_deref(), &arguments.reading)?;
    let repository = folder.repository.clone();
    let facts = folder.config.lineage_facts();
    let planned = plan(arguments, folder, &facts)?;
    if arguments.dry_run {
        show_diff(&planned, "The same command without `--dry-run` writes it.\n")?;
    } else {
        let Planned { plan, tree, .. } = &planned;
        for path in tree.files.keys().filter(|path| disk::remove_left_over(&repository.join(path.as_str()))) {
            console::note(&format!("Removed `{}`, left behind by an interrupted run.\n", one_line(path)));
        }
        if !arguments.yes {
            refuse_to_overwrite(&repository, &tree.scopes, &plan.edits)?;
        }
        write_all(&repository, &plan.edits)?;
        let mut summary = planned.summary(true);
        if !plan.edits.is_empty() {
            summary.push_str("Next: look at the changes, for example with `git diff`, and commit them.\n");
        }
        console::print(&summary)?;
    }
    Ok(exit_code(&planned.plan))
}

/// What `fix` writes, and what it was made from.
struct Planned {
    plan: Plan,
    tree: Tree,
    supplied: Vec<SuppliedText>,
    left_out: Vec<LeftOut>,
}

impl Planned {
    /// The plan in words; `written` says whether it was carried out.
    fn summary(&self, written: bool) -> String {
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
fn plan(arguments: &FixArguments, folder: Folder, facts: &LineageFacts) -> Result<Planned> {
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
fn show_diff(planned: &Planned, how: &str) -> Result<()> {
    console::print(&diff::render(&planned.plan.edits, audience()))?;
    let mut summary = planned.summary(false);
    if !planned.plan.edits.is_empty() {
        _ = write!(summary, "Nothing was written. {how}");
    }
    console::note(&summary);
    Ok(())
}

fn exit_code(plan: &Plan) -> ExitCode {
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

/// Stops where Git could not restore the files that will change.
fn refuse_to_overwrite(repository: &Path, scopes: &[String], edits: &[Edit]) -> Result<()> {
    if edits.is_empty() {
        return Ok(());
    }
    let changed: Vec<&str> = edits.iter().filter(|edit| edit.old.is_some()).map(|edit| edit.path.as_str()).collect();
    let why = match worktree::committed(repository, scopes, &changed) {
        Committed::Yes => return Ok(()),
        Committed::No(paths) => {
            format!("there are changes that are not committed: {}", few(paths.iter().map(String::as_str)))
        }
        Committed::Unknown(why) => format!("Git does not say whether these files are committed: {why}"),
    };
    bail!(
        "nothing was written: {why}\nFiles to write: {}. Look at the changes with `--dry-run`, then commit your own first, or pass `--yes` to write anyway",
        few(edits.iter().map(|edit| edit.path.as_str()))
    )
}

/// The first paths, and how many more there are.
fn few<'p>(mut paths: impl Iterator<Item = &'p str>) -> String {
    let shown = paths.by_ref().take(MAX_PATHS).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let more = paths.count();
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// Writes all files, or none as far as that can be known before.
fn write_all(root: &Path, edits: &[Edit]) -> Result<()> {
    let mut staged = Staged::default();
    for edit in edits {
        staged
            .add(root, &edit.path, edit.old.as_deref(), &edit.new)
            .map_err(|error| anyhow!("{error:#}; nothing was written"))?;
    }
    staged.put_in_place()
}

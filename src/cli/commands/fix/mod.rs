//! `fix`: writes what fixes the models of a folder and needs no decision.

mod download;
mod hub;
mod planned;

use super::folder;
use super::hub::place;
use crate::cli::arguments::FixArguments;
use crate::cli::console;
use crate::cli::git::worktree::{self, Committed};
use crate::disk::{self, Staged};
use crate::fix::Edit;
use crate::render::one_line;
use anyhow::{Result, anyhow, bail};
use planned::{Planned, exit_code, plan, show_diff};
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
        // What would stop the writing stops here, too.
        for edit in &planned.plan.edits {
            disk::check_writable(&repository, &edit.path, edit.old.as_deref())?;
        }
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

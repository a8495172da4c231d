//! `init`: writes a workflow and a configuration to begin with.

use crate::cli::arguments::InitArguments;
use crate::cli::console;
use crate::disk;
use crate::render::one_line;
use crate::tree::{CONFIGURATIONS, join};
use anyhow::Result;
use std::fmt::Write;
use std::process::ExitCode;

/// The folder of the workflows, and the file of the gate's own.
const WORKFLOW: (&str, &str) = (".github/workflows", "model-license-gate.yml");

const WORKFLOW_TEXT: &str = include_str!("../templates/workflow.yml");

const CONFIGURATION_TEXT: &str = include_str!("../templates/configuration.yml");

pub(crate) fn run(arguments: &InitArguments) -> Result<ExitCode> {
    let (root, _) = disk::repository(&disk::folder(&arguments.path)?);
    let configuration = CONFIGURATIONS.into_iter().find(|name| disk::exists(&root.join(name)));
    let workflow = join(WORKFLOW.0, WORKFLOW.1);
    let files = [(workflow.as_str(), WORKFLOW_TEXT), (configuration.unwrap_or(CONFIGURATIONS[0]), CONFIGURATION_TEXT)];
    let mut told = String::new();
    for (path, text) in files {
        let place = root.join(path);
        let shown = place.to_string_lossy();
        if disk::exists(&place) {
            _ = writeln!(told, "Kept: `{}` exists already.", one_line(&shown));
        } else if arguments.dry_run {
            console::print(&format!("--- {path}\n{text}\n"))?;
        } else {
            disk::write_new(&root, path, text)?;
            _ = writeln!(told, "Written: `{}`", one_line(&shown));
        }
    }
    if arguments.dry_run {
        told.push_str("Nothing was written. The same command without `--dry-run` writes it.\n");
    } else {
        told.push_str(
            "Next: look at the files and commit them. `model-license-gate check` shows what the gate finds.\n",
        );
    }
    console::note(&told);
    Ok(ExitCode::SUCCESS)
}

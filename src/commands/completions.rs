//! `completions`: writes what completes the program's words in a shell.

use crate::cli::{Cli, CompletionsArguments};
use crate::console;
use anyhow::Result;
use clap::CommandFactory;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CompletionsArguments) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
    console::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

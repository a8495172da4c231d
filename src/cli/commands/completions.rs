//! `completions`: writes what completes the program's words in a shell.

use crate::cli::arguments::{Cli, CompletionsArguments};
use crate::cli::console;
use anyhow::Result;
use clap::CommandFactory;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CompletionsArguments) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
    let script = String::from_utf8_lossy(&script);
    // The generator spells a program's name with hyphens in two ways, so that bash would find no option of a command:
    // https://github.com/clap-rs/clap/issues/6421
    console::print(&script.replace("model__subcmd__license__subcmd__gate", "model__license__gate"))?;
    Ok(ExitCode::SUCCESS)
}

//! The program: parses the arguments, runs the command, turns the outcome into an exit code.

mod arguments;
mod check_arguments;
mod commands;
mod console;
mod deferred;
pub(crate) mod event;
mod fault;
mod git;
mod hub_environment;
mod options;

use anyhow::{Result, anyhow};
use arguments::{Cli, CliCommand};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

/// Runs the program with the arguments and the environment of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return console::usage(&error),
    };
    fault::keep_quiet();
    let outcome = fault::guarded(|| run(&cli)).unwrap_or_else(|fault| Err(anyhow!(fault)));
    outcome.unwrap_or_else(|error| {
        console::complain(&format!("{error:#}"));
        console::FAILED.into()
    })
}

fn run(cli: &Cli) -> Result<ExitCode> {
    match &cli.command {
        CliCommand::Check(arguments) => commands::check::run(arguments),
        CliCommand::Choose(arguments) => commands::choose::run(&arguments.0),
        CliCommand::Fix(arguments) => commands::fix::run(&arguments.0),
        CliCommand::Review(arguments) => commands::review::run(&arguments.0),
        CliCommand::Audit(arguments) => commands::audit::run(&arguments.0),
        CliCommand::Identify(arguments) => commands::identify::run(&arguments.0),
        CliCommand::Explain { topic, pattern } => commands::explain::run(topic, pattern.as_deref()),
        CliCommand::Rules(arguments) => commands::explain::list_rules(&arguments.0),
        CliCommand::Init(arguments) => commands::init::run(&arguments.0),
        CliCommand::Completions(arguments) => commands::completions::run(&arguments.0),
    }
}

/// The description of the command line, from which manual pages are made.
pub fn command() -> clap::Command {
    Cli::command()
}

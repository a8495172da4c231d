//! Parses the arguments, runs the command, turns the outcome into an exit code.
mod cli;
mod commands;
mod console;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return console::usage(&error),
    };
    let outcome = match &cli.command {
        Command::Check(arguments) => commands::check::run(arguments),
        Command::Review(arguments) => commands::review::run(arguments),
        Command::Identify(arguments) => commands::identify::run(arguments),
        Command::Explain { topic } => commands::explain::run(topic),
        Command::Rules => commands::rules::run(),
    };
    outcome.unwrap_or_else(|error| {
        console::complain(&format!("{error:#}"));
        console::FAILED.into()
    })
}

//! Parses the arguments, runs the command, turns the outcome into an exit code.
mod cli;
mod commands;
mod console;

use clap::Parser;
use cli::{Chosen, Cli};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return console::usage(&error),
    };
    let outcome = match &cli.command {
        Chosen::Check(arguments) => commands::check::run(arguments),
        Chosen::Fix(arguments) => commands::fix::run(&arguments.0),
        Chosen::Review(arguments) => commands::review::run(&arguments.0),
        Chosen::Audit(arguments) => commands::audit::run(&arguments.0),
        Chosen::Identify(arguments) => commands::identify::run(&arguments.0),
        Chosen::Explain { topic } => commands::explain::run(topic),
        Chosen::Rules => commands::rules::run(),
        Chosen::Completions(arguments) => commands::completions::run(&arguments.0),
    };
    outcome.unwrap_or_else(|error| {
        console::complain(&format!("{error:#}"));
        console::FAILED.into()
    })
}

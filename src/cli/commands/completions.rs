//! `completions`: writes what completes the program's words in a shell.

use crate::cli::arguments::{Cli, CompletionsArguments};
use crate::cli::console;
use crate::explain;
use anyhow::Result;
use clap::CommandFactory;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use std::fmt::Write;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CompletionsArguments) -> Result<ExitCode> {
    let mut script = Vec::new();
    let mut command = Cli::command();
    command.build();
    // `explain` itself takes any name, and says which is near.
    let topics: Vec<&str> = explain::topics().chain(["lineage", "severity"]).collect();
    let names = PossibleValuesParser::new(&topics);
    let mut command =
        command.mut_subcommand("explain", |explain| explain.mut_arg("topic", |topic| topic.value_parser(names)));
    clap_complete::generate(arguments.shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    // The generator leaves out for fish what is no option.
    if arguments.shell == Shell::Fish {
        let condition = "__fish_seen_subcommand_from explain";
        _ = writeln!(
            script,
            "complete -c {} -n \"{condition}\" -f -a \"{}\"",
            env!("CARGO_PKG_NAME"),
            topics.join(" ")
        );
    }
    // The generator spells a program's name with hyphens in two ways, so that bash would find no option of a command:
    // https://github.com/clap-rs/clap/issues/6421
    console::print(&script.replace("model__subcmd__license__subcmd__gate", "model__license__gate"))?;
    Ok(ExitCode::SUCCESS)
}

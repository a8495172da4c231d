//! What the user may say on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Stops a model from being published without what the license of its base model asks.
///
/// Reads a model repository (model card, LICENSE, Notice, configs) without the network and says
/// whether the models in it meet the terms of the models they descend from, such as Llama 2.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES, verbatim_doc_comment)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  model-license-gate check                        judge the models in this folder
  model-license-gate check my-model --format json
  model-license-gate identify LICENSE             which license texts are in this file?
  model-license-gate explain missing-notice       what a rule asks, and what it cannot see
  model-license-gate explain llama2               what a license asks, clause by clause

Exit codes:
  0  nothing to report, or only findings below --fail-on
  1  findings at or above --fail-on
  2  the gate could not do its work: wrong usage, unreadable path, broken configuration";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find every model in a folder and judge it
    Check(CheckArguments),
    /// Say which license texts files hold
    Identify(IdentifyArguments),
    /// Say what a rule or a license asks, clause by clause, and what the gate cannot see of it
    Explain {
        /// A rule, such as `missing-notice`, or a license, such as `llama2`
        #[arg(value_name = "RULE|LICENSE")]
        topic: String,
    },
    /// List all rules and all licenses that `explain` knows
    Rules,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  model-license-gate check                              judge the models in this folder
  model-license-gate check README.md                    judge the folder that holds this card
  model-license-gate check models --fail-on warning     fail on warnings too
  model-license-gate check --format json --output report.json
  model-license-gate check --format sarif --output report.sarif

The fields of the JSON are in docs/json.md. The configuration is `.model-license-gate.yml`
in PATH or in its `.github` folder, if there is one. NO_COLOR and CI turn colors off.
Nothing outside PATH is read, and nothing is sent anywhere.";

#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct CheckArguments {
    /// The folder of the repository; of a file, the folder that holds it
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) path: PathBuf,
    /// text (the default), json, markdown, github or sarif
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: Format,
    /// Write the report to this file instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The least severity that gives exit code 1 (default: error)
    #[arg(long, value_name = "error|warning|never", default_value = "error")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// Use this configuration instead of the one in PATH
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Colors in the text (default: auto, only on a terminal)
    #[arg(long, value_name = "auto|always|never", default_value = "auto")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) color: Color,
}

const IDENTIFY_EXAMPLES: &str = "\
Examples:
  model-license-gate identify LICENSE Notice
  model-license-gate identify --format json LICENSE     one JSON object a line

Verdicts:
  complete   the whole text stands in the file, word for word
  partial    clauses are missing
  altered    words, numbers or clauses are changed
  mention    the license is named, its text is not there";

#[derive(Debug, Args)]
#[command(after_help = IDENTIFY_EXAMPLES)]
pub(crate) struct IdentifyArguments {
    /// The files to look at
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// One line of text (the default) or one JSON object for each file
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FileFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
    Github,
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

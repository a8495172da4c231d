//! The command line of `check`.

use super::options::{Color, FailOn, Format, HubArguments};
use clap::Args;
use std::path::PathBuf;

const CHECK_EXAMPLES: &str = "\
Examples:
  model-license-gate check                              check the models in this folder
  model-license-gate check README.md                    check the folder with this card
  model-license-gate check models/a models/b            check two folders, in one report
  model-license-gate check - < README.md                check a card on standard input
  model-license-gate check hf://acme/lark-7b@v1.0       check a model on the Hub, in place
  model-license-gate check --fail-on warning            fail on warnings too
  model-license-gate check --diff                       show what `fix` would write
  model-license-gate check --format json -o report.json
  model-license-gate check --baseline report.json       fail only on new findings

docs/check.md shows each option by example; docs/json.md lists the fields of the JSON. The
configuration is `.model-license-gate.yml`, in PATH, its `.github` folder, or the nearest folder
above it up to the root of the repository. License texts and notices above PATH count for it.
Untracked files that Git ignores are left out. NO_COLOR and CI turn colors off. Nothing is sent
by default. With --hub the gate looks up the ids of unknown base models at HF_ENDPOINT, with
HF_TOKEN if it is set. Models on the Hub are read there: docs/hub.md.";

/// On two lines, since one is too long for a terminal.
const FORMATS: &str = "text, json, jsonl, junit, markdown, github, gitlab, sarif or\ncyclonedx";

#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct CheckArguments {
    /// Folders (for a file, its folder), `-` for a card on stdin, or `hf://ORG/NAME[@REV]`
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true, help = FORMATS)]
    pub(crate) format: Format,
    /// Write the report to this file instead of the terminal
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 1 at this severity or above (default: error)
    #[arg(long, value_name = "error|warning|never", default_value = "error")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// Use this configuration instead of the nearest one
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Exit with 1 if no model is found
    #[arg(long)]
    pub(crate) fail_if_empty: bool,
    /// Show source lines, and all evidence for and against lineage
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Show only what fails; print nothing if nothing fails
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Count the findings of each rule instead of showing them
    #[arg(long, conflicts_with_all = ["verbose", "quiet"])]
    pub(crate) statistics: bool,
    /// Earlier JSON report: fail only on findings not in it
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Check PATH as its own repository; ignore all above it
    #[arg(long)]
    pub(crate) stand_alone: bool,
    /// The id of PATH on the Hub, if the configuration has none
    #[arg(long = "as", value_name = "ORG/NAME")]
    pub(crate) published_as: Option<String>,
    /// Fix what needs no decision, as `fix` does
    #[arg(long, conflicts_with_all = FIX_CONFLICTS)]
    pub(crate) fix: bool,
    /// Show what `--fix` would change, as a unified diff
    #[arg(long, conflicts_with_all = FIX_CONFLICTS, conflicts_with = "fix")]
    pub(crate) diff: bool,
    #[command(flatten)]
    pub(crate) reading: ReadArguments,
    #[command(flatten)]
    pub(crate) hub: HubArguments,
    /// Keep texts that are read on the Hub in this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) hub_files: Option<PathBuf>,
    /// When to use colors (default: auto, on a terminal only)
    #[arg(long, value_name = "auto|always|never", default_value = "auto")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) color: Color,
}

/// Options of a report, which `fix` does not make.
const FIX_CONFLICTS: [&str; 11] = [
    "format",
    "output",
    "fail_on",
    "verbose",
    "quiet",
    "statistics",
    "baseline",
    "hub",
    "stand_alone",
    "published_as",
    "hub_files",
];

// A docstring here would take the place of the command's.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ReadArguments {
    /// Also check what Git ignores, virtual environments and caches
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Leave out what matches this pattern; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
}

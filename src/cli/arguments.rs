//! What the user may say on the command line.

pub(crate) use super::check_arguments::{CheckArguments, ReadArguments};
use super::deferred::Deferred;
pub(crate) use super::options::{Color, FailOn, FileFormat, Format, HubArguments, Review, Scope};
use crate::explain::RULES_PAGE;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Stops a model from being published without what the license of its base model asks.
///
/// Reads a model repository (model card, LICENSE, Notice, configs) without the network and says
/// whether the models in it meet the terms of the models they descend from, such as Llama 2.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES, verbatim_doc_comment)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: CliCommand,
}

const EXAMPLES: &str = "\
Examples:
  model-license-gate check                        judge the models in this folder
  model-license-gate check my-model --format json
  model-license-gate choose --base llama2         which licenses may a model built on it declare?
  model-license-gate fix --dry-run                show what would mend them, as a diff
  model-license-gate review                       judge a pull request, in a workflow
  model-license-gate audit models                 judge every repository in a folder
  model-license-gate identify LICENSE             which license texts are in this file?
  model-license-gate explain missing-notice       what a rule asks, and what it cannot see
  model-license-gate explain llama2               what a license asks, clause by clause
  model-license-gate explain descent              how evidence of descent is weighed
  model-license-gate explain severity             why a finding is an error or a warning

Exit codes:
  0  nothing to report, or only findings below --fail-on
  1  findings at or above --fail-on
  2  the gate could not do its work: wrong usage, unreadable path, broken configuration";

#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    /// Find every model in a folder and judge it
    Check(CheckArguments),
    /// Say which licenses a model built on some base models may be declared under
    Choose(Deferred<ChooseArguments>),
    /// Mend what needs no decision: notice, declared license, copy of the agreement
    Fix(Deferred<FixArguments>),
    /// Judge a pull request: annotations, job summary, review comments
    Review(Deferred<Box<ReviewArguments>>),
    /// Judge many repositories: a stream of JSON Lines, or folders
    Audit(Deferred<AuditArguments>),
    /// Say which license texts files hold
    Identify(Deferred<IdentifyArguments>),
    /// Say what a rule or a license asks, what is not seen, and how descent is judged
    Explain {
        /// A rule, such as `missing-notice`, a license, such as `llama2`, `descent` or `severity`
        #[arg(value_name = "RULE|LICENSE|descent|severity")]
        topic: String,
        /// With `descent`: one pattern, as `check --verbose` names it
        pattern: Option<String>,
    },
    /// List all rules and all licenses that `explain` knows
    Rules(Deferred<RulesArguments>),
    /// Write a workflow and a configuration to begin with
    Init(Deferred<InitArguments>),
    /// Write what completes this program's words in a shell
    Completions(Deferred<CompletionsArguments>),
}

const CHOOSE_EXAMPLES: &str = "\
Examples:
  model-license-gate choose --base meta-llama/Llama-2-7b-hf
  model-license-gate choose --base llama2 --base acme/other-7b --hub
  model-license-gate choose --base google/gemma-3-4b-it --format json

A base is a model of the Hub, a license or a family of models, and a data set one of the Hub.
docs/choose.md explains the answer.

Exit codes:
  0  at least one license fits
  1  none fits, or what binds a base is not known
  2  wrong usage, such as a base that is no identifier";

#[derive(Debug, Args)]
#[command(after_help = CHOOSE_EXAMPLES)]
pub(crate) struct ChooseArguments {
    /// A model that yours is built on, or its license or family; repeatable
    #[arg(long, value_name = "BASE", required = true)]
    pub(crate) base: Vec<String>,
    /// A data set that trains it; repeatable
    #[arg(long, value_name = "DATASET")]
    pub(crate) dataset: Vec<String>,
    /// text (the default) or json
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FileFormat,
    #[command(flatten)]
    pub(crate) hub: HubArguments,
}

const FIX_EXAMPLES: &str = "\
Examples:
  model-license-gate fix --dry-run                      show the changes, write nothing
  model-license-gate fix --agreement LICENSE-llama2     with the agreement's text from a file
  model-license-gate fix my-model --download            with its text from the licensor's address
  model-license-gate fix --dry-run | git apply          the same by way of Git
  model-license-gate fix --bundle --agreement LICENSE-llama2    only notices and agreements

What only a person can decide is left alone and listed. Files with changes that Git does not
hold are changed only with --yes. Without --download nothing is fetched, and nothing is ever
sent. docs/fix.md says exactly what is changed.

Exit codes:
  0  all errors are mended, or there were none
  1  errors are left for a person; with --bundle: a text is missing
  2  the work could not be done: nothing was written, or the message says what";

#[derive(Debug, Default, Args)]
#[command(after_help = FIX_EXAMPLES)]
pub(crate) struct FixArguments {
    /// The folder of the repository; of a file, the folder that holds it
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) path: PathBuf,
    /// Print the changes as a unified diff and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write only notices, agreements and use policies, those of all base models
    #[arg(long)]
    pub(crate) bundle: bool,
    /// Write even where Git cannot bring back what was there
    #[arg(long)]
    pub(crate) yes: bool,
    /// A file with the whole text of an agreement; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) agreement: Vec<PathBuf>,
    /// Fetch the agreement's text from the licensor's address or another one
    #[arg(long, value_name = "URL", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) download: Option<String>,
    /// Use this configuration instead of the nearest one
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadArguments,
}

const REVIEW_EXAMPLES: &str = "\
Examples:
  model-license-gate review                          in a workflow of GitHub Actions
  model-license-gate review models --review off      judge one folder, write no comments
  model-license-gate review models/a models/b        judge two folders
  GITHUB_TOKEN=... model-license-gate review --repo acme/model --pr 7

The token comes from GITHUB_TOKEN. Without one, or with one that may only read, annotations
and job summary are complete and nothing is posted. The exit code is decided before anything
is posted. The gate judges the commit that is checked out, as Git holds it, and not the files on
the disk. On `pull_request_target` and `workflow_run` it reads the head of the pull request over
the API: no checkout is needed. The configuration is that of the base commit.";

#[derive(Debug, Args)]
#[command(after_help = REVIEW_EXAMPLES)]
pub(crate) struct ReviewArguments {
    /// The folders of the repository to judge
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// The configuration: a path in the base commit, or OWNER/REPO/PATH@COMMIT
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Exit with 1 where there is no model
    #[arg(long, conflicts_with = "from_report")]
    pub(crate) fail_if_empty: bool,
    /// The least severity that gives exit code 1 (default: error)
    #[arg(long, value_name = "error|warning|never", default_value = "error")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// How to speak on the pull request (default: comment)
    #[arg(long, value_name = "comment|request-changes|off", default_value = "comment")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) review: Review,
    /// What fails: only findings that the base commit did not have (default), or all
    #[arg(long, value_name = "changed|all", default_value = "changed")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) scope: Scope,
    /// A folder that holds the files of the base commit; by default Git or the API has them
    #[arg(long, value_name = "FOLDER")]
    pub(crate) base: Option<PathBuf>,
    /// Write the report as JSON to this file (default: one in the runner's temporary folder)
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write the report as SARIF to this file, for code scanning
    #[arg(long, value_name = "FILE")]
    pub(crate) sarif: Option<PathBuf>,
    /// Judge nothing: post from a report that another run wrote; nothing in it is trusted
    #[arg(long, value_name = "FILE", conflicts_with_all = ["base", "report", "sarif", "config", "hub"])]
    pub(crate) from_report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) hub: HubArguments,
    /// Take the tokens from standard input: a line for GitHub, a line for the Hub
    #[arg(long)]
    pub(crate) tokens_from_stdin: bool,
    /// Most seconds that all work over the network may take (default: 60)
    #[arg(long, value_name = "SECONDS", default_value = "60", hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) time_limit: u64,
    /// Address of the page that explains the rules; `#rule` is put after it
    #[arg(long, value_name = "URL", default_value = RULES_PAGE, hide_default_value = true)]
    pub(crate) rules_page: String,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

// What the runner of a workflow sets; each has a flag for use elsewhere. A docstring here would take the place of the command's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Set by the runner of a workflow")]
pub(crate) struct PlaceArguments {
    /// The repository that holds the pull request
    #[arg(long, value_name = "OWNER/NAME", env = "GITHUB_REPOSITORY", hide_env_values = true)]
    pub(crate) repo: Option<String>,
    /// The number of the pull request (in a workflow: from the event)
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) pr: Option<u64>,
    /// The head commit of the pull request (in a workflow: from the event)
    #[arg(long, value_name = "COMMIT")]
    pub(crate) sha: Option<String>,
    /// The merge of head and base that is checked out
    #[arg(long, value_name = "COMMIT", env = "GITHUB_SHA", hide_env_values = true)]
    pub(crate) merge: Option<String>,
    /// The name of the event
    #[arg(long, value_name = "NAME", env = "GITHUB_EVENT_NAME", hide_env_values = true)]
    pub(crate) event: Option<String>,
    /// The file with the event's payload
    #[arg(long, value_name = "FILE", env = "GITHUB_EVENT_PATH", hide_env_values = true)]
    pub(crate) event_file: Option<PathBuf>,
    /// The REST API
    #[arg(long, value_name = "URL", env = "GITHUB_API_URL", hide_env_values = true)]
    #[arg(default_value = "https://api.github.com", hide_default_value = true)]
    pub(crate) api_url: String,
    /// The GraphQL API
    #[arg(long, value_name = "URL", env = "GITHUB_GRAPHQL_URL", hide_env_values = true)]
    #[arg(default_value = "https://api.github.com/graphql", hide_default_value = true)]
    pub(crate) graphql_url: String,
    /// The folder of the checkout
    #[arg(long, value_name = "FOLDER", env = "GITHUB_WORKSPACE", hide_env_values = true)]
    pub(crate) workspace: Option<PathBuf>,
    /// The file that takes the job summary
    #[arg(long, value_name = "FILE", env = "GITHUB_STEP_SUMMARY", hide_env_values = true)]
    pub(crate) summary_file: Option<PathBuf>,
    /// The file that takes the outputs
    #[arg(long, value_name = "FILE", env = "GITHUB_OUTPUT", hide_env_values = true)]
    pub(crate) output_file: Option<PathBuf>,
}

const AUDIT_EXAMPLES: &str = "\
Examples:
  model-license-gate audit models > verdicts.jsonl    every repository in a folder
  model-license-gate audit cards.jsonl --fail-on error
  zcat cards.jsonl.gz | model-license-gate audit --jobs 4 > verdicts.jsonl
  model-license-gate audit --lineage-from cards.jsonl cards.jsonl > verdicts.jsonl
  model-license-gate audit hf://ORG --resume audit.journal > verdicts.jsonl

hf://ORG is every model of a user or an organization on the Hugging Face Hub, hf://ORG/NAME one of
them. If the run stops, the same command with --resume goes on where it stopped.

A line of input is a model repository: {\"id\": ..., \"card\": ..., \"files\": {PATH: TEXT}}.
One verdict a line goes to standard output, in the order of the input; a summary goes to
standard error. docs/audit.md has the fields, and recipes for whole hubs.";

#[derive(Debug, Args)]
#[command(after_help = AUDIT_EXAMPLES)]
pub(crate) struct AuditArguments {
    /// JSON Lines, folders, or models on the Hub; `-` or nothing for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) paths: Vec<PathBuf>,
    /// Follow descent through this dump of cards; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) lineage_from: Vec<PathBuf>,
    /// Write all verdicts to this file as one page of HTML
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// How many threads judge (default: one a core, four on the Hub)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Keep verdicts on Hub models here, and go on after a stop
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,
    /// Longest wait for the Hub's rate limit in all (default: 60)
    #[arg(long, value_name = "MINUTES", default_value = "60", hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(..=10_080))]
    pub(crate) max_wait: u64,
    /// Exit with 0 or 1 although something could not be judged
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// The least severity that gives exit code 1 (default: never)
    #[arg(long, value_name = "error|warning|never", default_value = "never")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// Use this configuration instead of those of the repositories
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Judge what Git ignores in folders that are repositories too
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// No summary on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
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

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Lines of text (the default) or one JSON object
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FileFormat,
}

const INIT_EXAMPLES: &str = "\
Writes .github/workflows/model-license-gate.yml and .model-license-gate.yml. A file that is there
stays as it is.";

#[derive(Debug, Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(crate) struct InitArguments {
    /// A folder of the repository
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) path: PathBuf,
    /// Print the files and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  model-license-gate completions fish > ~/.config/fish/completions/model-license-gate.fish

Where each shell looks:
  bash        ~/.local/share/bash-completion/completions/model-license-gate
  elvish      what ~/.config/elvish/rc.elv evaluates
  fish        ~/.config/fish/completions/model-license-gate.fish
  powershell  what $PROFILE runs
  zsh         _model-license-gate in a folder of fpath";

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct CompletionsArguments {
    /// The shell that reads them
    #[arg(value_name = "bash|elvish|fish|powershell|zsh", hide_possible_values = true)]
    pub(crate) shell: clap_complete::Shell,
}

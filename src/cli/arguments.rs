//! What the user may say on the command line.

pub(crate) use super::check_arguments::{CheckArguments, ReadArguments};
use super::deferred::Deferred;
pub(crate) use super::options::{Color, FailOn, FileFormat, Format, HubArguments, Review, Scope};
pub(crate) use super::webhook_arguments::WebhookArguments;
use crate::explain::RULES_PAGE;
use clap::builder::Styles;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Blocks a release that breaks its base model's license.
///
/// Reads a model repository (model card, LICENSE, Notice, configuration files), without the network,
/// and reports whether its models comply with the licenses of their base models, such as Llama 2.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES, styles = Styles::styled(), verbatim_doc_comment)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: CliCommand,
}

const EXAMPLES: &str = "\
Examples:
  model-license-gate check                        check the models in this folder
  model-license-gate check my-model --format json
  model-license-gate choose --base llama2         list the licenses that a derivative may declare
  model-license-gate fix --dry-run                show the fixes as a diff
  model-license-gate review                       check a pull request, in a workflow
  model-license-gate audit models                 check every repository in a folder
  model-license-gate identify LICENSE             list the license texts in this file
  model-license-gate explain missing-notice       what a rule checks, and what it cannot see
  model-license-gate explain llama2               what a license requires, clause by clause
  model-license-gate explain lineage              how evidence of lineage is weighed
  model-license-gate explain severity             why a finding is an error or a warning

Exit codes:
  0  no findings at or above --fail-on
  1  findings at or above --fail-on
  2  the check failed: wrong usage, unreadable path, invalid configuration";

#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    /// Check every model in a folder
    Check(CheckArguments),
    /// List the licenses that a model built on some base models may declare
    Choose(Deferred<ChooseArguments>),
    /// Fix what needs no decision: notice, declared license, copy of the agreement
    Fix(Deferred<FixArguments>),
    /// Check a pull request: annotations, job summary, review comments
    Review(Deferred<Box<ReviewArguments>>),
    /// Run as a Job on the Hub: check what the event of a webhook is about
    Webhook(Deferred<WebhookArguments>),
    /// Check many repositories: a stream of JSON Lines, or folders
    Audit(Deferred<AuditArguments>),
    /// List the license texts in files
    Identify(Deferred<IdentifyArguments>),
    /// Explain a rule, a license, how lineage is determined, or how severities are set
    Explain {
        /// A rule such as `missing-notice`, a license such as `llama2`, `lineage` or `severity`
        #[arg(value_name = "RULE|LICENSE|lineage|severity")]
        topic: String,
        /// With `lineage`: one pattern, as `check --verbose` names it
        pattern: Option<String>,
    },
    /// List all rules and licenses
    Rules(Deferred<RulesArguments>),
    /// Create a workflow and a configuration
    Init(Deferred<InitArguments>),
    /// Generate shell completions
    Completions(Deferred<CompletionsArguments>),
}

const CHOOSE_EXAMPLES: &str = "\
Examples:
  model-license-gate choose --base meta-llama/Llama-2-7b-hf
  model-license-gate choose --base llama2 --base acme/other-7b --hub
  model-license-gate choose --base google/gemma-3-4b-it --format json

A base is a model on the Hub, a license or a family of models. A dataset is one on the Hub.
docs/choose.md explains the answer.

Exit codes:
  0  you may declare at least one license
  1  you may declare none, or the license of a base is not known
  2  wrong usage, such as a base that is not an identifier";

#[derive(Debug, Args)]
#[command(after_help = CHOOSE_EXAMPLES)]
pub(crate) struct ChooseArguments {
    /// Base model, or its license or family; repeatable
    #[arg(long, value_name = "BASE", required = true)]
    pub(crate) base: Vec<String>,
    /// Training dataset; repeatable
    #[arg(long, value_name = "DATASET")]
    pub(crate) dataset: Vec<String>,
    /// Output format: text (default) or json
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FileFormat,
    #[command(flatten)]
    pub(crate) hub: HubArguments,
}

const FIX_EXAMPLES: &str = "\
Examples:
  model-license-gate fix --dry-run                      show the changes, write nothing
  model-license-gate fix --agreement LICENSE-llama2     take the agreement's text from a file
  model-license-gate fix my-model --download            download the text from the licensor
  model-license-gate fix --dry-run | git apply          apply the changes with Git
  model-license-gate fix --bundle --agreement LICENSE-llama2    only notices and license texts
  HF_TOKEN=... model-license-gate fix hf://acme/lark-7b    open a pull request on the Hub

What needs your decision is listed and not changed. Files with uncommitted changes are changed
only with --yes. Nothing is downloaded without --download, and nothing is ever sent.
docs/fix.md says exactly what is changed. A model on the Hub is read there, and `fix` opens a pull
request with HF_TOKEN.

Exit codes:
  0  all errors are fixed, or there were none
  1  errors need your decision; with --bundle: a text is missing
  2  the fix failed: nothing was written, or the message says what";

#[derive(Debug, Default, Args)]
#[command(after_help = FIX_EXAMPLES)]
pub(crate) struct FixArguments {
    /// Folder to fix; for a file, the folder that contains it; or `hf://ORG/NAME[@BRANCH]`
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) path: PathBuf,
    /// Print the changes as a unified diff and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write only the notices, license texts and use policies of all base models
    #[arg(long)]
    pub(crate) bundle: bool,
    /// Write even if Git could not undo the change
    #[arg(long)]
    pub(crate) yes: bool,
    /// File with the whole text of an agreement; repeatable
    #[arg(long, value_name = "FILE")]
    pub(crate) agreement: Vec<PathBuf>,
    /// Download the agreement's text, from the licensor or from this address
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
  model-license-gate review models --review off      check one folder, post no comments
  model-license-gate review models/a models/b        check two folders
  GITHUB_TOKEN=... model-license-gate review --repo acme/model --pr 7
  HF_TOKEN=... model-license-gate review hf://acme/lark-7b --pr 7      on the Hub

The token comes from GITHUB_TOKEN. Without one, or with a read-only one, annotations and job
summary are complete and nothing is posted. Posting never changes the exit code. The gate checks
the commit that is checked out, as Git stores it, not the files on the disk. On
`pull_request_target` and `workflow_run` it reads the head of the pull request over the API and
needs no checkout. The configuration is that of the base commit.

On the Hub, everything is read over the API. The token comes from HF_TOKEN, and the gate keeps
one comment up to date. docs/review.md has the details.";

#[derive(Debug, Args)]
#[command(after_help = REVIEW_EXAMPLES)]
pub(crate) struct ReviewArguments {
    /// Folders of the repository to check, or `hf://ORG/NAME` with --pr
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Configuration: a path in the base commit, or OWNER/REPO/PATH@COMMIT
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Exit with 1 if no model is found
    #[arg(long, conflicts_with = "from_report")]
    pub(crate) fail_if_empty: bool,
    /// Exit with 1 at this severity or above (default: error)
    #[arg(long, value_name = "error|warning|never", default_value = "error")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// How to report on the pull request (default: comment)
    #[arg(long, value_name = "comment|request-changes|off", default_value = "comment")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) review: Review,
    /// Which findings fail: those that the base commit does not have (default), or all
    #[arg(long, value_name = "changed|all", default_value = "changed")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) scope: Scope,
    /// Folder with the files of the base commit (default: from Git or the API)
    #[arg(long, value_name = "FOLDER")]
    pub(crate) base: Option<PathBuf>,
    /// Write the report as JSON to this file (default: one in the runner's temporary folder)
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write the report as SARIF to this file, for code scanning
    #[arg(long, value_name = "FILE")]
    pub(crate) sarif: Option<PathBuf>,
    /// Check nothing: post the report of another run; nothing in it is trusted
    #[arg(long, value_name = "FILE", conflicts_with_all = ["base", "report", "sarif", "config", "hub"])]
    pub(crate) from_report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) hub: HubArguments,
    /// Read the tokens from standard input: a line for GitHub, a line for the Hub
    #[arg(long)]
    pub(crate) tokens_from_stdin: bool,
    /// Time limit of all network access, in seconds (default: 60)
    #[arg(long, value_name = "SECONDS", default_value = "60", hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) time_limit: u64,
    /// Address of the page that explains the rules; `#RULE` is appended
    #[arg(long, value_name = "URL", default_value = RULES_PAGE, hide_default_value = true)]
    pub(crate) rules_page: String,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

// What the runner of a workflow sets; each has a flag for use elsewhere. A docstring here would take the place of the command's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Set by the runner of a workflow")]
pub(crate) struct PlaceArguments {
    /// Repository of the pull request
    #[arg(long, value_name = "OWNER/NAME", env = "GITHUB_REPOSITORY", hide_env_values = true)]
    pub(crate) repo: Option<String>,
    /// Number of the pull request (in a workflow: from the event)
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) pr: Option<u64>,
    /// Head commit of the pull request (in a workflow: from the event)
    #[arg(long, value_name = "COMMIT")]
    pub(crate) sha: Option<String>,
    /// Merge commit of head and base that is checked out
    #[arg(long, value_name = "COMMIT", env = "GITHUB_SHA", hide_env_values = true)]
    pub(crate) merge: Option<String>,
    /// Name of the event
    #[arg(long, value_name = "NAME", env = "GITHUB_EVENT_NAME", hide_env_values = true)]
    pub(crate) event: Option<String>,
    /// File with the event's payload
    #[arg(long, value_name = "FILE", env = "GITHUB_EVENT_PATH", hide_env_values = true)]
    pub(crate) event_file: Option<PathBuf>,
    /// Address of the REST API
    #[arg(long, value_name = "URL", env = "GITHUB_API_URL", hide_env_values = true)]
    #[arg(default_value = "https://api.github.com", hide_default_value = true)]
    pub(crate) api_url: String,
    /// Address of the GraphQL API
    #[arg(long, value_name = "URL", env = "GITHUB_GRAPHQL_URL", hide_env_values = true)]
    #[arg(default_value = "https://api.github.com/graphql", hide_default_value = true)]
    pub(crate) graphql_url: String,
    /// Folder of the checkout
    #[arg(long, value_name = "FOLDER", env = "GITHUB_WORKSPACE", hide_env_values = true)]
    pub(crate) workspace: Option<PathBuf>,
    /// File for the job summary
    #[arg(long, value_name = "FILE", env = "GITHUB_STEP_SUMMARY", hide_env_values = true)]
    pub(crate) summary_file: Option<PathBuf>,
    /// File for the outputs
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
It writes one verdict per line to standard output, in the order of the input, and a summary to
standard error. docs/audit.md lists the fields, and has recipes for whole hubs.";

#[derive(Debug, Args)]
#[command(after_help = AUDIT_EXAMPLES)]
pub(crate) struct AuditArguments {
    /// JSON Lines, folders, or models on the Hub (default: standard input)
    #[arg(value_name = "INPUT")]
    pub(crate) paths: Vec<PathBuf>,
    /// Follow lineage through this dump of cards; repeatable
    #[arg(long, value_name = "FILE")]
    pub(crate) lineage_from: Vec<PathBuf>,
    /// Write all verdicts to this file as an HTML page
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Number of threads (default: one per core, four on the Hub)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Keep verdicts on Hub models here, and go on after a stop
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,
    /// Longest wait for the Hub's rate limit in all (default: 60)
    #[arg(long, value_name = "MINUTES", default_value = "60", hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(..=10_080))]
    pub(crate) max_wait: u64,
    /// Exit with 0 or 1 even if something could not be checked
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Exit with 1 at this severity or above (default: never)
    #[arg(long, value_name = "error|warning|never", default_value = "never")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// Use this configuration instead of those of the repositories
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Also check what Git ignores in folders that are repositories
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Write no summary to standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

const IDENTIFY_EXAMPLES: &str = "\
Examples:
  model-license-gate identify LICENSE Notice
  model-license-gate identify --format json LICENSE     one JSON object per line

Verdicts:
  complete   the file has the whole text, word for word
  partial    clauses are missing
  altered    words, numbers or clauses differ
  mention    the license is named, but its text is missing";

#[derive(Debug, Args)]
#[command(after_help = IDENTIFY_EXAMPLES)]
pub(crate) struct IdentifyArguments {
    /// Files to look at
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Output for each file: one line of text (default) or one JSON object
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FileFormat,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Output format: text (default) or json
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FileFormat,
}

const INIT_EXAMPLES: &str = "\
Creates .github/workflows/model-license-gate.yml and .model-license-gate.yml. Existing files are
kept.";

#[derive(Debug, Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(crate) struct InitArguments {
    /// Folder of the repository
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
    /// Shell
    #[arg(value_name = "bash|elvish|fish|powershell|zsh", hide_possible_values = true)]
    pub(crate) shell: clap_complete::Shell,
}

//! What the user may say to `webhook` on the command line.

use super::options::{FailOn, Review, Scope};
use crate::explain::RULES_PAGE;
use clap::Args;
use std::path::PathBuf;

const WEBHOOK_EXAMPLES: &str = "\
Example: a Job on the Hub runs this command, and a webhook of the same account starts the Job.

  model-license-gate webhook

If the event is about a pull request, the command does what `review hf://ORG/NAME --pr N` does.
If the main branch has a new commit that fails, it opens one discussion, updates it, and closes
it when the branch passes. For anything else there is nothing to do, and the exit code is 0.

The token comes from HF_TOKEN. If MODEL_LICENSE_GATE_WEBHOOK_SECRET is set, WEBHOOK_SECRET
must be the same. docs/review.md has the set-up.";

#[derive(Debug, Args)]
#[command(after_help = WEBHOOK_EXAMPLES)]
pub(crate) struct WebhookArguments {
    /// Configuration of reviews: a path in the base commit
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Exit with 1 at this severity or above (default: error)
    #[arg(long, value_name = "error|warning|never", default_value = "error")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// Whether to comment (default: comment)
    #[arg(long, value_name = "comment|off", default_value = "comment")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) review: Review,
    /// What fails a review: only new findings (default), or all
    #[arg(long, value_name = "changed|all", default_value = "changed")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) scope: Scope,
    /// Maximum seconds for network access (default: 60)
    #[arg(long, value_name = "SECONDS", default_value = "60", hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) time_limit: u64,
    /// Page that explains the rules; `#rule` is appended
    #[arg(long, value_name = "URL", default_value = RULES_PAGE, hide_default_value = true)]
    pub(crate) rules_page: String,
    /// The event, as JSON
    #[arg(long, value_name = "JSON", env = "WEBHOOK_PAYLOAD", hide_env_values = true)]
    #[arg(help_heading = "Set by the Job")]
    pub(crate) payload: String,
    /// The repository that the event is about
    #[arg(long, value_name = "ORG/NAME", env = "WEBHOOK_REPO_ID", hide_env_values = true)]
    #[arg(help_heading = "Set by the Job")]
    pub(crate) repository: Option<String>,
    /// Its type: model, dataset or space
    #[arg(long, value_name = "TYPE", env = "WEBHOOK_REPO_TYPE", hide_env_values = true)]
    #[arg(help_heading = "Set by the Job")]
    pub(crate) repository_type: Option<String>,
}

//! `webhook`: what a Job on the Hub runs when a webhook starts it. Pull requests are reviewed, the main branch is checked.

mod main_branch;
mod secret;

use super::hub::HubContact;
use super::review::{self, PullPlace};
use crate::cli::arguments::{Cli, CliCommand, ReviewArguments, WebhookArguments};
use crate::cli::console::{self, Clock, FAILED};
use crate::cli::hub_event::{self, Happened, HubEvent};
use crate::http::HttpError;
use crate::render::one_line;
use crate::review::discussion::DiscussionState;
use anyhow::{Result, anyhow, bail};
use clap::Parser;
use std::process::ExitCode;
use std::time::Duration;

/// Longest time, chosen, to find out as whom the token speaks.
const ACCOUNT_TIME: Duration = Duration::from_secs(10);

pub(crate) fn run(arguments: &WebhookArguments) -> Result<ExitCode> {
    let clock = Clock::start();
    secret::check()?;
    if arguments.repository_type.as_deref().is_some_and(|kind| kind != "model") {
        return nothing("the repository holds no model");
    }
    let HubEvent { repository, happened } =
        hub_event::read(&arguments.payload).map_err(|why| anyhow!("cannot use the payload of the webhook: {why}"))?;
    if arguments.repository.as_ref().is_some_and(|id| !id.eq_ignore_ascii_case(&repository)) {
        bail!("cannot use the payload of the webhook: it is about another repository than WEBHOOK_REPO_ID");
    }
    match happened {
        Happened::Nothing(why) => nothing(why),
        Happened::InPull { by: Some(by), .. } if is_own(&by)? => nothing("the gate itself wrote the comment"),
        Happened::InPull { number, .. } => Ok(check_each(arguments, &clock, &repository, &[number], false)),
        Happened::Commits { pulls, on_main } => {
            let open = open_ones(&repository, &pulls)?;
            if open.is_empty() && !on_main {
                return nothing("the pull request is not open");
            }
            Ok(check_each(arguments, &clock, &repository, &open, on_main))
        }
    }
}

fn nothing(why: &str) -> Result<ExitCode> {
    console::print(&format!("Nothing to do: {}.\n", one_line(why)))?;
    Ok(ExitCode::SUCCESS)
}

/// The pull requests that are open, and those of which the Hub does not say it.
fn open_ones(id: &str, pulls: &[u64]) -> Result<Vec<u64>> {
    let contact = HubContact::new(ACCOUNT_TIME);
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    let is_open = |number: &u64| {
        session.discussion(id, *number).map_or(true, |discussion| discussion.state == DiscussionState::Open)
    };
    Ok(pulls.iter().copied().filter(is_open).collect())
}

/// Whether an account is the one that the gate itself speaks as: what it writes starts webhooks too.
fn is_own(account: &str) -> Result<bool> {
    let contact = HubContact::new(ACCOUNT_TIME);
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    if !session.has_token() {
        return Ok(false);
    }
    match session.account() {
        Ok(own) => Ok(own.id == account),
        // Without an account of its own, it writes nothing.
        Err(HttpError::Forbidden(_) | HttpError::Hidden(_)) => Ok(false),
        Err(why) => Err(why.into()),
    }
}

/// Reviews pull requests and checks the main branch, one after the other, all within the time limit; the worst exit code.
fn check_each(arguments: &WebhookArguments, clock: &Clock, id: &str, pulls: &[u64], on_main: bool) -> ExitCode {
    let mut codes = Vec::new();
    let pulls = pulls.iter().copied().map(Some).chain(on_main.then_some(None));
    for pull in pulls {
        let code = seconds_left(arguments, clock).and_then(|seconds| match pull {
            Some(number) => {
                let review = review_arguments(arguments, id, number, seconds)?;
                review::run_on_hub(&review, &PullPlace { id: id.to_owned(), number })
            }
            None => main_branch::check(arguments, id, seconds),
        });
        codes.push(code.unwrap_or_else(|error| {
            let what = pull.map_or_else(|| "the main branch".to_owned(), |number| format!("pull request {number}"));
            console::complain(&format!("{what} was not checked: {error:#}"));
            FAILED.into()
        }));
    }
    let worst = [ExitCode::from(FAILED), ExitCode::from(1)].into_iter().find(|code| codes.contains(code));
    worst.unwrap_or(ExitCode::SUCCESS)
}

/// Whole seconds of the time limit that are left.
fn seconds_left(arguments: &WebhookArguments, clock: &Clock) -> Result<u64> {
    match clock.left(Duration::from_secs(arguments.time_limit)).as_secs() {
        0 => bail!("the {} seconds of `--time-limit` are used up", arguments.time_limit),
        seconds => Ok(seconds),
    }
}

/// The arguments of `review` for a pull request, with a time limit in seconds.
fn review_arguments(arguments: &WebhookArguments, id: &str, number: u64, seconds: u64) -> Result<ReviewArguments> {
    let (place, number) = (format!("hf://{id}"), number.to_string());
    let parsed = Cli::try_parse_from([env!("CARGO_PKG_NAME"), "review", &place, "--pr", &number])?;
    let CliCommand::Review(review) = parsed.command else { bail!("no review was asked for") };
    Ok(ReviewArguments {
        config: arguments.config.clone(),
        fail_on: arguments.fail_on,
        review: arguments.review,
        scope: arguments.scope,
        time_limit: seconds,
        rules_page: arguments.rules_page.clone(),
        ..*review.0
    })
}

//! `review`: judges a pull request in a workflow. First the verdict, then what needs no permission, then what does.

mod base;
mod checkout;
mod configuration;
mod head;
mod headers;
mod hub;
mod judge;
mod judged;
mod output;
mod places;
mod post;
mod session;
mod side;
mod weights;

use crate::cli::arguments::ReviewArguments;
use anyhow::Result;
pub(crate) use hub::PullPlace;
use session::ReviewRun;
use std::process::ExitCode;

pub(crate) fn run(arguments: &ReviewArguments) -> Result<ExitCode> {
    review(arguments).inspect_err(|error| output::failed(arguments, error))
}

/// Checks a pull request on the Hub and reports on it, as `run` does.
pub(crate) fn run_on_hub(arguments: &ReviewArguments, place: &PullPlace) -> Result<ExitCode> {
    hub::review(arguments, place).inspect_err(|error| output::failed(arguments, error))
}

fn review(arguments: &ReviewArguments) -> Result<ExitCode> {
    if let Some(place) = hub::place(arguments)? {
        return hub::review(arguments, &place);
    }
    arguments.hub.refuse_lone_cache()?;
    let (mut run, checkout) = ReviewRun::read(arguments)?;
    let judged = judge::judge(arguments, &mut run, &checkout)?;
    // Decided here: nothing below changes it.
    let (code, is_empty) = judged.exit_code(arguments);
    output::write(arguments, &run, &judged, &[]);
    if is_empty {
        output::no_model(arguments);
    }
    let missed = post::post(arguments, &mut run, &judged.report);
    output::missed(arguments, &judged.report, missed.as_deref());
    Ok(code)
}

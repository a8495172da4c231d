//! `review`: judges a pull request in a workflow. First the verdict, then what needs no permission, then what does.

mod base;
mod checkout;
mod configuration;
mod head;
mod headers;
mod judge;
mod judged;
mod output;
mod places;
mod post;
mod session;
mod side;
mod weights;

use super::fails;
use crate::cli::arguments::ReviewArguments;
use anyhow::Result;
use session::ReviewRun;
use std::process::ExitCode;

pub(crate) fn run(arguments: &ReviewArguments) -> Result<ExitCode> {
    review(arguments).inspect_err(|error| output::failed(arguments, error))
}

fn review(arguments: &ReviewArguments) -> Result<ExitCode> {
    arguments.hub.refuse_lone_cache()?;
    let (mut run, checkout) = ReviewRun::read(arguments)?;
    let judged = judge::judge(arguments, &mut run, &checkout)?;
    // Decided here: nothing below changes it.
    let is_empty = arguments.fail_if_empty && !judged.report.has_models();
    let code = ExitCode::from(u8::from(is_empty || fails(judged.report.verdict(), arguments.fail_on)));
    output::write(arguments, &run, &judged);
    if is_empty {
        output::no_model(arguments);
    }
    let missed = post::post(arguments, &mut run, &judged.report);
    output::missed(arguments, &judged.report, missed.as_deref());
    Ok(code)
}

//! `review hf://ORG/NAME --pr N`: checks a pull request on the Hub, all of it over the API. First the verdict, then what needs no permission,
//! then the comment.

mod judge;
mod place;
mod post;

use super::output;
use super::session::ReviewRun;
use crate::cli::arguments::ReviewArguments;
use crate::cli::commands::hub::HubContact;
use crate::cli::console;
use crate::cli::event::is_commit;
use crate::render::{inert_text, visible};
use anyhow::{Result, bail};
use judge::Checked;
pub(crate) use place::PullPlace;
pub(super) use place::place;
use std::process::ExitCode;

/// Thirds of the time limit, chosen, for reading; the rest is for the comment.
const READING: u32 = 2;

/// Checks a pull request and reports on it.
pub(super) fn review(arguments: &ReviewArguments, place: &PullPlace) -> Result<ExitCode> {
    if arguments.tokens_from_stdin {
        console::read_tokens()?;
    }
    if let Some(commit) = arguments.place.sha.as_ref().filter(|commit| !is_commit(commit)) {
        bail!("`{commit}` is not a full commit hash");
    }
    let mut run = ReviewRun::on_hub(arguments, place.number);
    let contact = HubContact::new(run.time_share(READING));
    let Checked { judged, head } = judge::judge(arguments, &mut run, &contact, place)?;
    // Decided here: nothing below changes it.
    let (code, is_empty) = judged.exit_code(arguments);
    output::write(arguments, &run, &judged, &[place.target()]);
    if is_empty {
        output::no_model(arguments);
    }
    if let Some(missed) = post::post(arguments, &run, place, &head, &judged.report) {
        output::missed(arguments, &judged.report, Some(&missed.why));
        if let Some(comment) = missed.comment {
            console::print(&inert_text(&format!("The comment:\n\n{}", visible(&comment))))?;
        }
    }
    Ok(code)
}

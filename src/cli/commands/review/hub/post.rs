//! Keeps one comment in a pull request on the Hub up to date; whatever happens here changes no verdict.

use super::place::{Head, PullPlace};
use crate::cli::arguments::{Review, ReviewArguments};
use crate::cli::commands::hub::HubContact;
use crate::cli::commands::review::post::review_options;
use crate::cli::commands::review::session::ReviewRun;
use crate::http::HttpError;
use crate::http::hub::{HubSession, ModelPlace};
use crate::report::{Report, Severity};
use crate::review::discussion::DiscussionState;
use crate::review::thread::{ThreadStep, doubles, thread};
use crate::review::{self, Mode, ReviewOptions};
use crate::wording::sentence;

/// Thirds of the time limit: all that is left.
const ALL: u32 = 3;

/// What was not posted.
pub(super) struct Missed {
    /// Why.
    pub(super) why: String,
    /// The comment, where there is something to say.
    pub(super) comment: Option<String>,
}

/// Posts or changes the comment; the answer is what of that was not done.
pub(super) fn post(
    arguments: &ReviewArguments,
    run: &ReviewRun,
    place: &PullPlace,
    head: &Head,
    report: &Report,
) -> Option<Missed> {
    if arguments.review == Review::Off {
        return None;
    }
    let missed = |why: &HttpError, comment| {
        Some(Missed { why: format!("No comment was posted. {}", sentence(&why.to_string())), comment })
    };
    let contact = HubContact::new(run.time_share(ALL));
    let session = match contact.session() {
        Ok(session) => session,
        Err(why) => return missed(why, None),
    };
    let files = session.page_of(&head.id, &format!("blob/{}/", head.commit)).ok();
    let options = ReviewOptions { files, ..review_options(arguments, run, Mode::Comment) };
    let why = attempt(session, place, head, report, &options).err()?;
    let has_findings = report.count(Severity::Error) + report.count(Severity::Warning) > 0;
    missed(&why, has_findings.then(|| review::comment(report, &options)))
}

fn attempt(
    session: &HubSession,
    place: &PullPlace,
    head: &Head,
    report: &Report,
    options: &ReviewOptions,
) -> Result<(), HttpError> {
    if !session.has_token() {
        return Err(HttpError::Refused("There is no token for the Hub: set HF_TOKEN.".to_owned()));
    }
    let (id, number) = (&head.id, place.number);
    let login = session.account()?.name;
    let discussion = session.discussion(id, number)?;
    match discussion.state {
        DiscussionState::Closed => return Err(HttpError::Refused("The pull request is closed.".to_owned())),
        DiscussionState::Merged => return Err(HttpError::Refused("The pull request is merged.".to_owned())),
        DiscussionState::Draft | DiscussionState::Open => {}
    }
    let step = thread(report, &discussion, &login, options);
    if step.is_some() && session.head(&ModelPlace { id: id.clone(), revision: Some(place.revision()) })? != head.commit
    {
        let why = "The pull request has moved on to another commit: its own run will report.";
        return Err(HttpError::Refused(why.to_owned()));
    }
    match &step {
        Some(ThreadStep::Post(text)) => session.comment(id, number, &login, text)?,
        Some(ThreadStep::Edit(comment, text)) => session.edit(id, number, comment, text)?,
        None => {}
    }
    // Another run may have posted at the same time. What cannot be hidden now, the next run hides.
    let again = match step {
        Some(ThreadStep::Post(_)) => session.discussion(id, number).unwrap_or(discussion),
        _ => discussion,
    };
    for comment in doubles(&again, &login, options) {
        _ = session.hide(id, number, &comment);
    }
    Ok(())
}

//! Reads both sides of a pull request on the Hub, and checks one against the other.

use super::place::{Head, PullPlace};
use crate::cli::arguments::ReviewArguments;
use crate::cli::commands::hub::HubContact;
use crate::cli::commands::review::judge::{OnHub, judge_on_hub, saved_report};
use crate::cli::commands::review::judged::Judged;
use crate::cli::commands::review::session::ReviewRun;
use crate::http::HttpError;
use crate::http::hub::{HubModel, ModelPlace};
use crate::review::discussion::DiscussionState;
use anyhow::{Result, anyhow, bail};

/// Thirds of the time limit, chosen, for looking base models up.
const LOOK_UPS: u32 = 1;

/// What is said where the Hub does not show where a pull request began.
const NO_MERGE_BASE: &str = "The Hub does not show where the pull request left its branch, so it is compared with the branch as it is now: \
                             what changed there since may count as new.";

/// What was checked of a pull request.
pub(super) struct Checked {
    pub(super) judged: Judged,
    pub(super) head: Head,
}

/// Checks a pull request.
pub(super) fn judge(
    arguments: &ReviewArguments,
    run: &mut ReviewRun,
    contact: &HubContact,
    place: &PullPlace,
) -> Result<Checked> {
    let PullPlace { id, number } = place;
    if let Some(path) = &arguments.from_report {
        let Some(commit) = arguments.place.sha.clone() else {
            bail!("`--from-report` needs `--sha`: the commit that the report is about");
        };
        return Ok(Checked { judged: saved_report(path)?, head: Head { id: id.clone(), commit } });
    }
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    let discussion = session.discussion(id, *number)?;
    if !discussion.is_pull {
        bail!("discussion {number} of `{id}` is not a pull request");
    }
    if discussion.state == DiscussionState::Draft {
        bail!("pull request {number} of `{id}` is a draft: publish it first");
    }
    let at = |revision: String| session.model(&ModelPlace { id: id.clone(), revision: Some(revision) });
    let head = at(place.revision()).map_err(|error| match (&error, discussion.state) {
        // The Hub may drop what it proposed.
        (HttpError::Refused(_), DiscussionState::Closed) => {
            anyhow!("pull request {number} of `{id}` is closed, and its commits are gone")
        }
        _ => error.into(),
    })?;
    if arguments.place.sha.as_ref().is_some_and(|commit| *commit != head.commit) {
        bail!("pull request {number} of `{id}` has moved on to another commit");
    }
    let base = discussion.base.as_deref().unwrap_or("refs/heads/main");
    // Anybody may open a pull request, and so write what another one would be compared with.
    if base.starts_with("refs/") && !base.starts_with("refs/heads/") {
        bail!("pull request {number} of `{id}` is not for a branch: the gate compares it with nothing else");
    }
    let tip = at(base.strip_prefix("refs/heads/").unwrap_or(base).to_owned())?;
    let shared = session.merge_base(&head.id, &head.commit, &tip.commit)?;
    let notes = if shared.is_none() { vec![NO_MERGE_BASE.to_owned()] } else { Vec::new() };
    let before = match shared {
        Some(commit) if commit != tip.commit => Some(at(commit)?),
        _ => None,
    };
    run.look_ups = Some(contact.for_look_ups(&head.id, run.time_share(LOOK_UPS))?);
    let sides = OnHub { session, head: &head, before: before.as_ref(), tip: &tip };
    let mut judged = judge_on_hub(arguments, run, &sides)?;
    judged.notes.extend(notes);
    let HubModel { id, commit, .. } = head;
    Ok(Checked { judged, head: Head { id, commit } })
}

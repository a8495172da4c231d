//! Posts the review, where there is a pull request and a token; whatever happens here changes no verdict.

use super::session::ReviewRun;
use crate::cli::arguments::{Review, ReviewArguments};
use crate::http::HttpError;
use crate::http::github::{PlanOutcome, Session};
use crate::report::Report;
use crate::review::diff::Diff;
use crate::review::plan::Plan;
use crate::review::{ChangedFile, Mode, ReviewOptions, plan, twins};
use crate::source::EXCERPT_LIMIT;
use crate::wording::sentence;

/// Thirds of the time limit: all that is left.
const ALL: u32 = 3;

/// Posts, changes and takes away what the pull request should say; the answer is why something of that was not done.
pub(super) fn post(arguments: &ReviewArguments, run: &mut ReviewRun, report: &Report) -> Option<String> {
    let mode = match arguments.review {
        Review::Comment => Mode::Comment,
        Review::RequestChanges => Mode::RequestChanges,
        Review::Off => return None,
    };
    let names_pull = run.event.number.is_some() || run.event.kind.is_without_checkout();
    if !names_pull {
        return None;
    }
    let Some(access) = &run.access else {
        return Some("No review was posted: the repository is not named (`--repo`).".to_owned());
    };
    if access.token.is_empty() {
        return Some("No review was posted: there is no token in GITHUB_TOKEN.".to_owned());
    }
    let session = match run.session(ALL) {
        Ok(session) => session,
        Err(error) => return Some(format!("No review was posted. {}", sentence(&error.to_string()))),
    };
    match attempt(&session, arguments, run, report, mode) {
        Ok(missed) if missed.is_empty() => None,
        Ok(missed) => Some(format!("Not everything was posted. {}", missed.join(" "))),
        Err(error) => Some(format!("No review was posted. {}", sentence(&error.to_string()))),
    }
}

fn attempt(
    session: &Session,
    arguments: &ReviewArguments,
    run: &mut ReviewRun,
    report: &Report,
    mode: Mode,
) -> Result<Vec<String>, HttpError> {
    let pull = run.complete(session)?;
    let head = run.event.head.clone().unwrap_or_default();
    if !pull.open {
        return Err(HttpError::Refused("The pull request is closed.".to_owned()));
    }
    if pull.head != head {
        return Err(HttpError::Refused(
            "The pull request has moved on to another commit, whose own run reports.".to_owned(),
        ));
    }
    let options = review_options(arguments, run, mode);
    let existing = session.existing_comments(pull.number)?;
    // Without findings no line of the diff is needed.
    let diff = if report.findings.is_empty() { None } else { session.diff(pull.number).ok() };
    let placed = diff.as_deref().filter(|_| arguments.from_report.is_some()).map(|files| placed(report, files));
    let report = placed.as_ref().unwrap_or(report);
    let first = plan(report, diff.as_deref(), &existing, &options);
    if first.request_count() == 0 {
        return Ok(Vec::new());
    }
    let PlanOutcome { mut missed, review_missed, .. } = session.carry_out(pull.number, &head, &first);
    let mut posted = first.posts();
    let mut carry_out = |plan: &Plan| {
        for sentence in session.carry_out(pull.number, &head, plan).missed {
            if !missed.contains(&sentence) {
                missed.push(sentence);
            }
        }
    };
    if review_missed {
        let existing = session.existing_comments(pull.number)?;
        let rest = plan(report, None, &existing, &options);
        posted |= rest.posts();
        carry_out(&rest);
    }
    // Where it cannot be read again, the next run takes back what stands there twice.
    if posted && let Ok(existing) = session.existing_comments(pull.number) {
        let twins = twins(&existing, &options);
        if twins.request_count() > 0 {
            carry_out(&twins);
        }
    }
    Ok(missed)
}

/// How the review is made.
pub(super) fn review_options(arguments: &ReviewArguments, run: &ReviewRun, mode: Mode) -> ReviewOptions {
    ReviewOptions {
        mode,
        folder: run.places.mark(),
        rules_page: arguments.rules_page.clone(),
        files: None,
        suggest: arguments.from_report.is_none(),
    }
}

/// A report that was read back, with the first line of each finding as the diff has it: a report holds places without their text, by
/// which a comment finds its line.
fn placed(report: &Report, files: &[ChangedFile]) -> Report {
    let diff = Diff::new(files);
    let mut report = report.clone();
    for place in report.findings.iter_mut().map(|finding| &mut finding.place) {
        let hunks = diff.file(&place.path).map_or(&[][..], |file| file.hunks());
        let line = place.line().and_then(|line| hunks.iter().find_map(|hunk| hunk.right.get(line)));
        if let Some(line) = line {
            place.excerpt = line[..line.floor_char_boundary(EXCERPT_LIMIT)].into();
        }
    }
    report
}

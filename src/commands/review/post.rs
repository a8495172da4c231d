//! Posts the review, where there is a pull request and a token; whatever happens here changes no verdict.

use super::run::Run;
use crate::cli::{Review, ReviewArguments};
use model_license_gate::github::{Done, Session, Trouble};
use model_license_gate::report::Report;
use model_license_gate::review::plan::plan;
use model_license_gate::review::{Mode, Wishes};

/// Thirds of the time limit: all that is left.
const ALL: u32 = 3;

/// Posts, changes and takes away what the pull request should say; the answer is why something of that was not done.
pub(super) fn post(arguments: &ReviewArguments, run: &mut Run, report: &Report) -> Option<String> {
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
        Err(trouble) => return Some(format!("No review was posted. {trouble}")),
    };
    match attempt(&session, arguments, run, report, mode) {
        Ok(missed) if missed.is_empty() => None,
        Ok(missed) => Some(format!("Not everything was posted. {}", missed.join(" "))),
        Err(trouble) => Some(format!("No review was posted. {trouble}")),
    }
}

fn attempt(
    session: &Session,
    arguments: &ReviewArguments,
    run: &mut Run,
    report: &Report,
    mode: Mode,
) -> Result<Vec<String>, Trouble> {
    let pull = run.complete(session)?;
    let head = run.event.head.clone().unwrap_or_default();
    if !pull.open {
        return Err(Trouble::Refused("The pull request is closed.".to_owned()));
    }
    if pull.head != head {
        return Err(Trouble::Refused(
            "The pull request has moved on to another commit: its own run will speak.".to_owned(),
        ));
    }
    let wishes = Wishes {
        mode,
        head: head.clone(),
        folder: run.folder.clone(),
        rules_page: arguments.rules_page.clone(),
        suggest: arguments.from_report.is_none(),
    };
    let said = session.said(pull.number)?;
    // Without findings no line of the diff is needed.
    let diff = if report.findings.is_empty() { None } else { session.diff(pull.number).ok() };
    let first = plan(report, diff.as_deref(), &said, &wishes);
    if first.writes() == 0 {
        return Ok(Vec::new());
    }
    let Done { mut missed, review_missed, .. } = session.carry_out(pull.number, &head, &first);
    if review_missed {
        let said = session.said(pull.number)?;
        let rest = plan(report, None, &said, &wishes);
        for sentence in session.carry_out(pull.number, &head, &rest).missed {
            if !missed.contains(&sentence) {
                missed.push(sentence);
            }
        }
    }
    Ok(missed)
}

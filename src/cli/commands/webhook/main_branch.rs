//! Checks the main branch after a push, and keeps one discussion about what fails there up to date.

use crate::check::check_with;
use crate::cli::arguments::{ReadArguments, Review, WebhookArguments};
use crate::cli::commands::fails;
use crate::cli::commands::folder::{self, Asked};
use crate::cli::commands::hub::{self, HubContact};
use crate::cli::console::{self, Clock};
use crate::http::HttpError;
use crate::http::hub::{HubModel, HubSession, ListKind, ModelPlace};
use crate::model::TextCache;
use crate::render::{self, TextOptions, inert_text};
use crate::report::{Report, Unchecked, Verdict};
use crate::review::thread::{TopicStep, is_topic, topic};
use crate::review::{Mode, ReviewOptions};
use crate::wording::sentence;
use anyhow::{Result, anyhow};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// The title of the discussion.
const TITLE: &str = "Model licenses: the main branch does not comply";

/// Checks the main branch as it is now and reports on it, within some seconds.
pub(super) fn check(arguments: &WebhookArguments, id: &str, seconds: u64) -> Result<ExitCode> {
    // The rest is for work that is not on the network.
    let (clock, limit) = (Clock::start(), Duration::from_secs(seconds) * 11 / 12);
    let contact = HubContact::new(limit / 3 * 2);
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    let model = session.model(&ModelPlace { id: id.to_owned(), revision: None })?;
    let report = checked(&model, &contact, limit)?;
    let code = ExitCode::from(u8::from(fails(report.verdict(), arguments.fail_on)));
    let targets = [hub::target(Path::new(&format!("hf://{id}")))];
    let options = TextOptions { width: console::width(), targets: &targets, ..TextOptions::default() };
    console::print(&render::text::render(&report, &options))?;
    if arguments.review != Review::Off {
        let posting = HubContact::new(clock.left(limit));
        let session = posting.session().map_err(|why| anyhow!("{why}"))?;
        if let Err(why) = report_on(session, arguments, &model, &report) {
            let why = format!("note: The discussion was not updated. {}\n", sentence(&why.to_string()));
            console::print(&inert_text(&why))?;
        }
    }
    Ok(code)
}

/// The report on the model at its commit, by its own configuration.
fn checked(model: &HubModel, contact: &HubContact, limit: Duration) -> Result<Report> {
    let at = ModelPlace { id: model.id.clone(), revision: Some(model.commit.clone()) };
    let asked = Asked {
        paths: &[PathBuf::from(at.written())],
        config: None,
        reading: &ReadArguments::default(),
        stand_alone: false,
        published_as: None,
    };
    let folder = folder::read(&asked, contact)?.pop().ok_or_else(|| anyhow!("there is no model to read"))?;
    let look_ups = contact.for_look_ups(&model.id, limit / 3)?;
    let (facts, notes) = hub::facts_in_place(&folder.config, &[&folder.tree], &hub::arguments(), &look_ups)?;
    let mut report = check_with(&folder.tree, &folder.config, &facts, &console::today(), &mut TextCache::default());
    report.unchecked.extend(notes.into_iter().map(Unchecked::from));
    report.left_out = folder.left_out;
    Ok(report)
}

/// Opens, updates or closes the discussion.
fn report_on(
    session: &HubSession,
    arguments: &WebhookArguments,
    model: &HubModel,
    report: &Report,
) -> Result<(), HttpError> {
    let id = &model.id;
    let options = ReviewOptions {
        mode: Mode::Comment,
        folder: String::new(),
        rules_page: arguments.rules_page.clone(),
        files: Some(session.page_of(id, &format!("blob/{}/", model.commit))?),
        suggest: true,
    };
    if !session.has_token() {
        return Err(HttpError::Refused("There is no token for the Hub: set HF_TOKEN.".to_owned()));
    }
    let login = session.account()?.name;
    let own = || session.own(id, ListKind::Discussions, &login, &|found| is_topic(found, &login, &options));
    let existing = own()?;
    let fails = report.verdict() == Verdict::Fail;
    let Some(step) = topic(report, existing.first(), fails, &login, &options) else { return Ok(()) };
    if session.head(&ModelPlace { id: id.clone(), revision: None })? != model.commit {
        let why = "The branch has moved on to another commit: its own run will report.";
        return Err(HttpError::Refused(why.to_owned()));
    }
    match (step, existing.first()) {
        (TopicStep::Leave, _) => Err(HttpError::Refused("A person has closed it.".to_owned())),
        (TopicStep::Open(text), _) => {
            session.open_discussion(id, &login, TITLE, &text)?;
            // Another run may have opened one at the same time: the oldest stays.
            for double in own()?.iter().skip(1) {
                session.set_state(id, double.number, crate::review::discussion::DiscussionState::Closed)?;
            }
            Ok(())
        }
        (TopicStep::Edit { comment, text, status }, Some(existing)) => {
            if let Some(text) = text {
                session.edit(id, existing.number, &comment, &text)?;
            }
            status.map_or(Ok(()), |state| session.set_state(id, existing.number, state))
        }
        (TopicStep::Edit { .. }, None) => Ok(()),
    }
}

//! `fix hf://ORG/NAME`: proposes the fix as a pull request on the Hub, once.

use super::planned::{Planned, exit_code, plan, show_diff};
use crate::cli::arguments::FixArguments;
use crate::cli::commands::folder::{self, Asked};
use crate::cli::commands::hub::{self, HubContact};
use crate::cli::console::{self, Clock};
use crate::fix::{FixMark, Plan, text};
use crate::http::hub::{HubModel, HubPlace, HubSession, ListKind, ModelPlace, NewPull};
use crate::render::markdown::escape::fenced;
use crate::render::one_line;
use crate::review::discussion::{Discussion, DiscussionState};
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Longest times, chosen, for reading and looking up, and for opening the pull request: a run ends within a minute whatever hangs.
const READING_TIME: Duration = Duration::from_secs(35);
const WRITING_TIME: Duration = Duration::from_secs(20);

/// The branch where the Hub keeps what is published.
const MAIN: &str = "main";

/// The title of the pull request, and the first line of its commit.
const TITLE: &str = "Comply with the licenses of the base models";

/// Plans the fix of a model on the Hub, and opens a pull request with it.
pub(super) fn run(arguments: &FixArguments, place: HubPlace) -> Result<ExitCode> {
    let place = match place {
        HubPlace::Model(place) => place,
        HubPlace::Owner(owner) => bail!("`hf://{owner}` names no model: write hf://ORG/NAME"),
    };
    if arguments.yes {
        bail!("`--yes` is for folders: on the Hub, `fix` opens a pull request and overwrites nothing");
    }
    let clock = Clock::start();
    let contact = HubContact::new(READING_TIME);
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    // What is only shown may be of any revision.
    let branch = if arguments.dry_run { MAIN.to_owned() } else { branch(&place)? };
    if !arguments.dry_run && !session.has_token() {
        bail!("`fix hf://…` opens a pull request, which needs a token: set HF_TOKEN, or use `--dry-run`");
    }
    let model = session.model(&place)?;
    let planned = planned(arguments, &model, &contact, &clock)?;
    let Planned { plan, .. } = &planned;
    if arguments.dry_run {
        show_diff(&planned, "The same command without `--dry-run` opens a pull request.\n")?;
        return Ok(exit_code(plan));
    }
    if plan.edits.is_empty() {
        console::print(&planned.summary(false))?;
        return Ok(exit_code(plan));
    }
    if let Some(edit) = plan.edits.iter().find(|edit| model.keeps_in_lfs(&edit.path)) {
        bail!("`{}` is kept in Git LFS, where `fix` changes nothing", one_line(&edit.path));
    }
    let opened = propose(&model, &branch, plan)?;
    console::print(&format!("{}{opened}", planned.summary(false)))?;
    Ok(exit_code(plan))
}

/// The branch that a place names: a pull request cannot be merged into anything else.
fn branch(place: &ModelPlace) -> Result<String> {
    let branch = place.branch().map(str::to_owned);
    branch.ok_or_else(|| {
        let (written, id) = (place.written(), &place.id);
        anyhow!("`{written}` is not a branch: a pull request is for a branch, such as hf://{id}@main")
    })
}

/// Reads the model at its commit and plans the fix.
fn planned(arguments: &FixArguments, model: &HubModel, contact: &HubContact, clock: &Clock) -> Result<Planned> {
    let at = ModelPlace { id: model.id.clone(), revision: Some(model.commit.clone()) };
    let asked = Asked {
        paths: &[PathBuf::from(at.written())],
        config: arguments.config.as_deref(),
        reading: &arguments.reading,
        stand_alone: false,
        published_as: None,
    };
    let folder = folder::read(&asked, contact)?.pop().ok_or_else(|| anyhow!("there is no model to read"))?;
    // What the look-ups say may stand in the pull request.
    let look_ups = contact.for_look_ups(&model.id, clock.left(READING_TIME))?;
    let (facts, _) = hub::facts_in_place(&folder.config, &[&folder.tree], &hub::arguments(), &look_ups)?;
    plan(arguments, folder, &facts)
}

/// Opens the pull request, unless there is one already; a sentence on it.
fn propose(model: &HubModel, branch: &str, plan: &Plan) -> Result<String> {
    let id = &model.id;
    let contact = HubContact::new(WRITING_TIME);
    let session = contact.session().map_err(|why| anyhow!("{why}"))?;
    if branch != MAIN && !session.has_branch(id, branch)? {
        bail!("`{id}` has no branch `{branch}`: a pull request is for a branch");
    }
    let login = session.account()?.name;
    let mark = FixMark::new(branch, &plan.edits);
    let page = |number: u64| session.page_of(id, &format!("discussions/{number}"));
    let open = own(session, id, &login, &mark)?;
    if let Some(same) = open.iter().find(|pull| mark_of(pull, &login).is_some_and(|known| known == mark)) {
        return Ok(format!("Already proposed: {}\n", page(same.number)?));
    }
    if let Some(older) = open.first() {
        let page = page(older.number)?;
        bail!("{page} proposes an older fix: merge or close it, then run this again. Nothing was sent");
    }
    let summary = text::render(plan, false);
    let description = format!("{mark}\n{}", fenced(&summary, "text"));
    let files: Vec<(&str, &[u8])> = plan.edits.iter().map(|edit| (edit.path.as_str(), edit.new.as_slice())).collect();
    let pull = NewPull { branch, parent: &model.commit, title: TITLE, description: &description, files: &files };
    let number = session.open_pull(id, &login, &pull)?;
    Ok(format!("Proposed: {}\n{}", page(one_of(session, id, &login, &mark, number))?, NEXT))
}

/// What to do with the pull request.
const NEXT: &str = "Next: look at the pull request, and merge it.\n";

/// The own open pull requests with a fix of the same branch, oldest first.
fn own(session: &HubSession, id: &str, login: &str, mark: &FixMark) -> Result<Vec<Discussion>> {
    let is_own = |pull: &Discussion| mark_of(pull, login).is_some_and(|known| known.is_for_branch_of(mark));
    Ok(session.own(id, ListKind::OpenPulls, login, &is_own)?)
}

fn mark_of(pull: &Discussion, login: &str) -> Option<FixMark> {
    FixMark::of(&pull.description_by(login).filter(|_| pull.is_pull)?.text)
}

/// The one that stays of those that two runs at once have opened, which is the oldest; the others are closed. Where the Hub does not say, it is
/// the own one.
fn one_of(session: &HubSession, id: &str, login: &str, mark: &FixMark, opened: u64) -> u64 {
    let Ok(open) = own(session, id, login, mark) else { return opened };
    let mut same = open.iter().filter(|pull| mark_of(pull, login).is_some_and(|known| known == *mark));
    let Some(first) = same.next() else { return opened };
    for double in same {
        // One that cannot be closed does no harm: merged after the other, it changes nothing.
        _ = session.set_state(id, double.number, DiscussionState::Closed);
    }
    first.number
}

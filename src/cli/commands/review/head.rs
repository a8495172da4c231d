//! Reads the head: the commit, not what a checkout made of it. Attributes of the pull request can change every file on the disk.

use super::checkout::Checkout;
use super::session::ReviewRun;
use super::side::{Side, SideTree, Unread};
use crate::disk;
use crate::http::HttpError;
use crate::http::github::Session;
use crate::tree::{Tree, is_in};
use crate::wording::sentence;
use anyhow::{Result, bail};
use std::cell::OnceCell;

/// Thirds of the time limit, chosen, for reading the head over the API, and the base after it.
const BOTH_SIDES: u32 = 2;

/// A connection to GitHub that is opened when it is first needed.
pub(super) struct LazySession(OnceCell<Result<Session, String>>);

impl LazySession {
    pub(super) const fn new() -> Self {
        Self(OnceCell::new())
    }

    /// The connection, or a sentence that says why there is none.
    pub(super) fn get(&self, run: &ReviewRun) -> Result<&Session, String> {
        let opened = self.0.get_or_init(|| run.session(BOTH_SIDES).map_err(|error| error.to_string()));
        opened.as_ref().map_err(Clone::clone)
    }
}

/// The head as it was read.
pub(super) struct Head<'s> {
    pub(super) side: Side<'s>,
    pub(super) tree: Tree,
    /// What the user must know about how it was read.
    pub(super) notes: Vec<String>,
}

impl<'s> Head<'s> {
    fn new(side: Side<'s>, tree: Tree) -> Self {
        Self { side, tree, notes: Vec::new() }
    }
}

/// Reads the commit that is checked out, from Git or, where this clone lacks parts of it, over the API.
fn of_checkout<'s>(run: &ReviewRun, checkout: &'s Checkout, session: &'s LazySession) -> Result<Head<'s>, Unread> {
    let commit = checkout.head.hash.clone();
    let side = Side::Git { repository: &checkout.repository, commit: commit.clone(), is_checked_out: true };
    let read = match side.tree(&run.places, &Tree::default()) {
        Ok(SideTree { tree, is_partial: false }) => return Ok(Head::new(side, tree)),
        Ok(SideTree { tree, .. }) => Ok(tree),
        Err(Unread::Failed(error)) => Err(error),
        Err(too_large) => return Err(too_large),
    };
    if let Ok(session) = session.get(run) {
        let side = Side::Commit(session, commit);
        if let Ok(SideTree { tree, .. }) = side.tree(&run.places, read.as_ref().unwrap_or(&Tree::default())) {
            return Ok(Head::new(side, tree));
        }
    }
    Ok(Head::new(side, read?))
}

/// Reads the head over the API: the merge that GitHub made, else the commit that the event names.
fn over_api<'s>(run: &mut ReviewRun, session: &'s LazySession) -> Result<Head<'s>, String> {
    let session = session.get(run)?;
    if run.merge.is_none() && run.event.head.is_none() && run.event.number.is_some() {
        run.complete(session).map_err(|error| error.to_string())?;
    }
    let commits = [run.merge.clone(), run.event.head.clone(), run.commit.clone()];
    let mut why = "it is not known which commit is checked out".to_owned();
    for commit in commits.into_iter().flatten() {
        let side = Side::Commit(session, commit.clone());
        match side.tree(&run.places, &Tree::default()) {
            Ok(SideTree { tree, .. }) => return Ok(Head::new(side, tree)),
            Err(error) => {
                let error = anyhow::Error::from(error);
                why = format!("{error:#}");
                if !matches!(error.downcast_ref(), Some(HttpError::Refused(_))) {
                    break;
                }
                // GitHub has no such commit, or none any more.
                run.merge = run.merge.take().filter(|merge| *merge != commit);
            }
        }
    }
    Err(why)
}

/// The checked folder, where the commit has none of that name and the disk has. An error where it is one of several: they are read together.
fn made(run: &ReviewRun, tree: &Tree) -> Result<Option<String>> {
    let made = run.places.missing_from(tree).into_iter().find(|place| disk::is_folder(&run.root.join(place)));
    match made {
        Some(place) if run.places.are_several() => {
            bail!("the commit has no folder `{place}`: check it in a run of its own, as it is on the disk")
        }
        made => Ok(made),
    }
}

/// Reads the head: the commit that is checked out, else the one at GitHub. The folder itself is read where neither is available, and where
/// the commit has no such folder, as of files that a step before made.
pub(super) fn read<'s>(
    run: &mut ReviewRun,
    checkout: &'s Result<Checkout, String>,
    session: &'s LazySession,
    asks_github: bool,
) -> Result<Head<'s>> {
    let (found, why) = match checkout {
        Ok(checkout) => (Some(of_checkout(run, checkout, session)?), String::new()),
        Err(why) if asks_github => match over_api(run, session) {
            Ok(head) => (Some(head), String::new()),
            Err(error) => (None, format!("{why}; {error}")),
        },
        Err(why) => (None, why.clone()),
    };
    let (place, why) = match found {
        Some(head) => match made(run, &head.tree)? {
            Some(place) => (format!("`{place}`"), "the commit has no such folder".to_owned()),
            None => return Ok(head),
        },
        None => ("the checkout".to_owned(), why),
    };
    let side = Side::Folder(run.root.clone());
    let SideTree { tree, .. } = side.tree(&run.places, &Tree::default())?;
    let mut head = Head::new(side, tree);
    // Who names a folder for the base wants two folders compared.
    let is_known = checkout.is_err() && !asks_github;
    if !is_known && holds(&head.tree, &run.places.folder) {
        head.notes.push(sentence(&format!("The files of {place} were checked as they are on the disk, because {why}")));
    }
    Ok(head)
}

/// Whether a tree has files in a folder.
fn holds(tree: &Tree, folder: &str) -> bool {
    tree.files.keys().any(|path| is_in(path, folder))
}

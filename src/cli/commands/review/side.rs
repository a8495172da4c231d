//! One side of a change: the files of a commit, in Git, at GitHub or in a folder.

pub(super) use super::super::configuration_source as source;
use super::places::Places;
use crate::budget::TREE;
use crate::cli::git::{ReadError, Reading, Repository};
use crate::disk;
use crate::http::github::Session;
use crate::http::hub::{HubModel, HubSession};
use crate::model::files::read_limit;
use crate::model::linked::with_linked;
use crate::model::{may_serve, needs_whole_tree, with_ancestors};
use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, CONFIGURATIONS, ReadLimit, Tree, configuration_name, is_in, join};
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;

/// How much is read of a configuration.
const CONFIGURATION: ReadLimit = ReadLimit::Whole(CONFIGURATION_LIMIT);

/// Where the files of a commit are.
pub(super) enum Side<'s> {
    /// In a folder, which is taken for the root of the repository.
    Folder(PathBuf),
    /// In Git's objects, under a commit, which may be the one that is checked out.
    Git { repository: &'s Repository, commit: String, is_checked_out: bool },
    /// At GitHub, under a commit.
    Commit(&'s Session, String),
    /// On the Hub, in a model at a commit.
    Hub(&'s HubSession, &'s HubModel),
}

/// Files that were read, and whether some that matter are not available.
pub(super) struct SideTree {
    pub(super) tree: Tree,
    pub(super) is_partial: bool,
}

/// Why a side cannot be read.
pub(super) enum Unread {
    /// It exceeds what the gate reads anywhere.
    TooLarge(String),
    /// It is not available.
    Failed(anyhow::Error),
}

impl From<anyhow::Error> for Unread {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Unread> for anyhow::Error {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLarge(how) => anyhow!("the commit is too large to check: {how}"),
            Unread::Failed(error) => error,
        }
    }
}

impl Side<'_> {
    /// The files that matter to the checked folders, and the configurations: those below, and what serves them from above. `at_hand` saves reading
    /// what is the same there.
    pub(super) fn tree(&self, places: &Places, at_hand: &Tree) -> Result<SideTree, Unread> {
        let part = self.tree_of(places, false, at_hand)?;
        if !part.tree.scopes.is_empty() && needs_whole_tree(&part.tree) {
            self.tree_of(places, true, at_hand)
        } else {
            Ok(part)
        }
    }

    fn tree_of(&self, places: &Places, is_whole: bool, at_hand: &Tree) -> Result<SideTree, Unread> {
        let scopes = places.scopes();
        let wanted = |path: &str| {
            if is_configuration(path, &places.folder) {
                Some(CONFIGURATION)
            } else {
                read_limit(path).filter(|_| is_whole || may_serve(&scopes, path))
            }
        };
        let SideTree { tree, mut is_partial } = self.read("", &wanted, at_hand)?;
        let tree = with_linked(Tree { scopes: scopes.clone(), ..tree }, |wanted| {
            let read = self.read("", wanted, at_hand)?;
            is_partial |= read.is_partial;
            Ok::<_, Unread>(read.tree)
        })?;
        Ok(SideTree { tree, is_partial })
    }

    /// The files below a folder; `wanted` says how much of each is read, if anything.
    pub(super) fn read(
        &self,
        folder: &str,
        wanted: &dyn Fn(&str) -> Option<ReadLimit>,
        at_hand: &Tree,
    ) -> Result<SideTree, Unread> {
        let tree = match self {
            Self::Folder(root) => {
                let root = if folder.is_empty() { root.clone() } else { root.join(folder) };
                // A folder that is new has no files at the base commit.
                match disk::folder(&root) {
                    Ok(_) => disk::tree(&root, wanted, |_| false, |_| (), TREE)?,
                    Err(_) => Tree::default(),
                }
            }
            Self::Git { repository, commit, is_checked_out } => {
                let reading = Reading { folder, wanted, at_hand, is_checked_out: *is_checked_out };
                return match repository.tree(commit, &reading) {
                    Ok(read) => Ok(SideTree { tree: read.tree, is_partial: read.is_partial }),
                    Err(ReadError::TooLarge(how)) => Err(Unread::TooLarge(how)),
                    Err(ReadError::Git(why)) => Err(Unread::Failed(anyhow!("{why}"))),
                };
            }
            Self::Commit(session, commit) => {
                session.tree(commit, folder, wanted, at_hand).map_err(anyhow::Error::from)?
            }
            Self::Hub(session, model) => {
                // A path in a folder is read by its name in it, as from the other places.
                let wanted = |path: &str| wanted(below(path, folder)?);
                let tree = session.tree(model, &wanted, at_hand).map_err(anyhow::Error::from)?;
                if folder.is_empty() { tree } else { only_below(&tree, folder) }
            }
        };
        Ok(SideTree { tree, is_partial: false })
    }

    /// The configuration: the one that the user names by its path in the repository, or the one that is nearest to a folder, in it or
    /// above.
    pub(super) fn configuration(&self, folder: &str, tree: &Tree, given: Option<&str>) -> Result<Option<Source>> {
        if let Some(path) = given {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let tree = self.read(folder, &|path| (path == name).then_some(CONFIGURATION), &Tree::default())?.tree;
            return source(path, tree.files.get(name));
        }
        for folder in with_ancestors(folder) {
            match configuration_name(|name| tree.files.contains_key(&join(folder, name))) {
                Err([one, other]) => bail!("there are two configurations, `{one}` and `{other}`: keep one of them"),
                Ok(Some(name)) => return source(&join(folder, name), tree.files.get(&join(folder, name))),
                Ok(None) => {}
            }
        }
        Ok(None)
    }
}

/// A path as it is in a folder; nothing if it is elsewhere.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The files of a tree that lie in a folder, under their paths in it.
fn only_below(tree: &Tree, folder: &str) -> Tree {
    let files = tree.files.iter().filter_map(|(path, entry)| Some((below(path, folder)?.to_owned(), entry.clone())));
    let blobs = tree.blobs.iter().filter_map(|(path, blob)| Some((below(path, folder)?.to_owned(), blob.clone())));
    let contents = tree.contents.iter().filter_map(|(path, hash)| Some((below(path, folder)?.to_owned(), *hash)));
    Tree { files: files.collect(), blobs: blobs.collect(), contents: contents.collect(), ..Tree::default() }
}

/// Whether a file is a configuration of a folder or of one above it.
fn is_configuration(path: &str, folder: &str) -> bool {
    CONFIGURATIONS.iter().any(|name| {
        path.strip_suffix(name)
            .is_some_and(|above| above.is_empty() || above.ends_with('/') && is_in(folder, above.trim_end_matches('/')))
    })
}

/// The folder that the paths in a configuration count from: the one that it is found in, or, where the user names it, the checked one.
pub(super) fn base_of(path: &str, folder: &str, is_given: bool) -> String {
    let in_folder = |above: &str| CONFIGURATIONS.iter().any(|name| join(above, name) == path);
    let found = with_ancestors(folder).find(|above| !is_given && in_folder(above));
    found.unwrap_or(folder).to_owned()
}

//! One side of a change: the files of a commit, in Git, at GitHub or in a folder.

use super::places::Places;
use crate::budget::TREE;
use crate::cli::git::{ReadError, Reading, Repository};
use crate::disk;
use crate::http::github::Session;
use crate::model::files::read_limit;
use crate::model::linked::with_linked;
use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, CONFIGURATIONS, Entry, ReadLimit, Tree, configuration_name, join};
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
}

/// Files that were read, and whether some that matter are not at hand.
pub(super) struct SideTree {
    pub(super) tree: Tree,
    pub(super) is_partial: bool,
}

/// Why a side cannot be read.
pub(super) enum Unread {
    /// It exceeds what the gate reads anywhere.
    TooLarge(String),
    /// It is not at hand.
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
            Unread::TooLarge(how) => anyhow!("the commit is too large to be judged: {how}"),
            Unread::Failed(error) => error,
        }
    }
}

impl Side<'_> {
    /// The files of the judged folders that matter, and the configurations; `at_hand` saves reading what is the same there.
    pub(super) fn tree(&self, places: &Places, at_hand: &Tree) -> Result<SideTree, Unread> {
        let folder = &*places.folder;
        let wanted = |path: &str| match path {
            _ if CONFIGURATIONS.contains(&path) => Some(CONFIGURATION),
            _ if places.hold(path) => read_limit(path),
            _ => None,
        };
        let SideTree { tree, mut is_partial } = self.read(folder, &wanted, at_hand)?;
        let tree = with_linked(tree, |wanted| {
            let read = self.read(folder, wanted, at_hand)?;
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
        };
        Ok(SideTree { tree, is_partial: false })
    }

    /// The configuration: the one that the user names by its path in the repository, or the one in the tree of `folder`, whose
    /// paths are still counted from there.
    pub(super) fn configuration(&self, folder: &str, tree: &Tree, given: Option<&str>) -> Result<Option<Source>> {
        if let Some(path) = given {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let tree = self.read(folder, &|path| (path == name).then_some(CONFIGURATION), &Tree::default())?.tree;
            return source(path, tree.files.get(name));
        }
        match configuration_name(|name| tree.files.contains_key(name)) {
            Err([one, other]) => bail!("there are two configurations, `{one}` and `{other}`: keep one of them"),
            Ok(Some(name)) => source(&join(folder, name), tree.files.get(name)),
            Ok(None) => Ok(None),
        }
    }
}

/// A configuration as it was read.
pub(super) fn source(path: &str, entry: Option<&Entry>) -> Result<Option<Source>> {
    match entry {
        None | Some(Entry::Unread { .. } | Entry::Head { .. }) => Ok(None),
        Some(Entry::Read(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(Source::new(path, text))),
            Err(_) => bail!("cannot use the configuration `{path}`: it is not UTF-8 text"),
        },
        Some(Entry::TooLarge { size, limit }) => {
            bail!("cannot use `{path}`: it has {size} bytes, more than the {limit} that are read")
        }
        Some(Entry::Unreadable(reason)) => bail!("cannot read `{path}`: {reason}"),
    }
}

//! One side of a change: the files of a commit, in a folder or at GitHub.

use crate::budget::TREE;
use crate::disk;
use crate::http::github::Session;
use crate::model::files::read_limit;
use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, CONFIGURATIONS, Entry, ReadLimit, Tree, configuration_name, join};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// How much is read of a configuration.
const CONFIGURATION: ReadLimit = ReadLimit::Whole(CONFIGURATION_LIMIT);

/// Where the files of a commit are.
pub(super) enum Side<'s> {
    /// In a folder, which is taken for the root of the repository.
    Folder(PathBuf),
    /// At GitHub, under a commit.
    Commit(&'s Session, String),
}

impl Side<'_> {
    /// The files below a folder that matter, and the configurations; `at_hand` saves reading what is the same there.
    pub(super) fn tree(&self, folder: &str, at_hand: &Tree) -> Result<Tree> {
        self.read(
            folder,
            &|path| if CONFIGURATIONS.contains(&path) { Some(CONFIGURATION) } else { read_limit(path) },
            at_hand,
        )
    }

    fn read(&self, folder: &str, wanted: &dyn Fn(&str) -> Option<ReadLimit>, at_hand: &Tree) -> Result<Tree> {
        match self {
            Self::Folder(root) => {
                let root = if folder.is_empty() { root.clone() } else { root.join(folder) };
                // A folder that is new has no files at the base commit.
                match disk::folder(&root) {
                    Ok(_) => disk::tree(&root, wanted, |_| false, |_| (), TREE),
                    Err(_) => Ok(Tree::default()),
                }
            }
            Self::Commit(session, commit) => Ok(session.tree(commit, folder, wanted, at_hand)?),
        }
    }

    /// The configuration: the one that the user names by its path in the repository, or the one in the tree of `folder`, whose
    /// paths are still counted from there.
    pub(super) fn configuration(&self, folder: &str, tree: &Tree, given: Option<&str>) -> Result<Option<Source>> {
        if let Some(path) = given {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let tree = self.read(folder, &|path| (path == name).then_some(CONFIGURATION), &Tree::default())?;
            return source(path, tree.files.get(name));
        }
        match configuration_name(|name| tree.files.contains_key(name)) {
            Err([one, other]) => bail!("there are two configurations, `{one}` and `{other}`: keep one of them"),
            Ok(Some(name)) => source(&join(folder, name), tree.files.get(name)),
            Ok(None) => Ok(None),
        }
    }
}

fn source(path: &str, entry: Option<&Entry>) -> Result<Option<Source>> {
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

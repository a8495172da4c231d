//! The folder that a command judges: its configuration and its files.

use super::configured;
use crate::budget::TREE;
use crate::check::config::Config;
use crate::cli::console::Progress;
use crate::disk;
use crate::model::files::read_limit;
use crate::model::linked::with_linked;
use crate::tree::{ReadLimit, Tree};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// A folder as it was read from disk.
pub(super) struct Folder {
    pub(super) root: PathBuf,
    /// The root of the repository that holds it.
    pub(super) repository: PathBuf,
    /// Its path from there; empty for all of the repository.
    pub(super) path: String,
    pub(super) config: Config,
    /// Its files, with paths from the root of the repository.
    pub(super) tree: Tree,
}

impl Folder {
    /// Reads the folder at `path`, or the one that holds the file there; `config` takes the place of the configuration in it.
    pub(super) fn read(path: &Path, config: Option<&Path>) -> Result<Self> {
        let root = disk::folder(path)?;
        let (repository, path) = disk::repository(&root);
        let config = match disk::configuration(&root, &path, config)? {
            Some(source) => configured(&source, &path)?,
            None => Config::default(),
        };
        let mut progress = Progress::new();
        let tree = disk::tree(&root, read_limit, |path| config.skips(path), |count| progress.show(count), TREE);
        progress.done();
        let again = |wanted: &dyn Fn(&str) -> Option<ReadLimit>| {
            disk::tree(&root, wanted, |path| config.skips(path), |_| (), TREE)
        };
        let tree = with_linked(tree?.under(&path), again)?;
        Ok(Self { root, repository, path, config, tree })
    }
}

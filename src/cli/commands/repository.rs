//! What a command judges, read from wherever it is.

use crate::check::config::Config;
use crate::report::LeftOut;
use crate::tree::Tree;
use std::path::PathBuf;

/// A repository, or a folder in none, as it was read.
pub(super) struct Folder {
    /// Its root on the disk; empty for a model on the Hub.
    pub(super) repository: PathBuf,
    pub(super) is_on_hub: bool,
    pub(super) config: Config,
    /// Its files, with paths as outputs have them, and the folders in it that are judged.
    pub(super) tree: Tree,
    pub(super) left_out: Vec<LeftOut>,
}

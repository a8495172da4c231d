//! Asks Git which files it ignores, and which it keeps.

use super::command::{Settings, git};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A repository, asked for what Git ignores and what it keeps there.
#[derive(Debug)]
pub(crate) struct Ignored {
    repository: PathBuf,
    /// Files and folders that Git ignores and keeps nothing of, from the root of the repository.
    paths: BTreeSet<String>,
}

impl Ignored {
    /// What Git ignores in folders of a repository; nothing where Git does not answer.
    pub(crate) fn read(repository: &Path, folders: &[String]) -> Option<Self> {
        let list = ["--others", "--ignored", "--exclude-standard", "--directory"];
        let listed = list_files(repository, &list, folders)?;
        // A path that is not UTF-8 is judged.
        let paths = listed.split(|byte| *byte == 0).filter_map(|path| str::from_utf8(path).ok());
        let paths = paths.map(|path| path.trim_end_matches('/')).filter(|path| !path.is_empty());
        Some(Self { repository: repository.to_owned(), paths: paths.map(str::to_owned).collect() })
    }

    /// Whether Git ignores what is under a path.
    pub(crate) fn holds(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether Git keeps something in a folder; so where it does not say.
    pub(crate) fn is_kept(&self, folder: &str) -> bool {
        list_files(&self.repository, &["--cached"], &[folder.to_owned()]).is_none_or(|listed| !listed.is_empty())
    }
}

/// What `git ls-files` lists, each path with a zero byte behind it.
fn list_files(repository: &Path, options: &[&str], folders: &[String]) -> Option<Vec<u8>> {
    let mut command = git(repository, Settings::Users);
    command.arg("-C").arg(repository).args(["ls-files", "-z"]).args(options);
    command.arg("--").args(folders.iter().map(|folder| if folder.is_empty() { "." } else { folder }));
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(output.stdout)
}

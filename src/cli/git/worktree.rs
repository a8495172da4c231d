//! Asks Git whether files can be brought back.

use super::command::{Settings, complaint, git};
use super::objects::Repository;
use crate::disk;
use crate::lfs::MAX_POINTER;
use crate::tree::lfs_size;
use std::path::Path;

/// What Git knows of the files that will change, and of those around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Committed {
    /// All files that Git keeps there are as they were committed, and those that will change are among them.
    Yes,
    /// These are not: paths as Git names them.
    No(Vec<String>),
    /// Git does not say: why.
    Unknown(String),
}

/// Looks at the files that Git keeps below folders of a repository, or in all of it, and at those that will change; all paths are counted from
/// its root. No program is started that the repository's configuration names, such as filters, monitors and hooks.
pub(crate) fn committed(repository: &Path, folders: &[String], changed: &[&str]) -> Committed {
    match unsaved(repository, folders, changed) {
        Ok(unsaved) if unsaved.is_empty() => Committed::Yes,
        Ok(unsaved) => Committed::No(unsaved),
        Err(why) => Committed::Unknown(why),
    }
}

fn unsaved(repository: &Path, folders: &[String], changed: &[&str]) -> Result<Vec<String>, String> {
    let status =
        ["status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=all", "--"];
    let folders = folders.iter().map(String::as_str);
    // Without a path, Git looks at all.
    let looked_at: Vec<&str> =
        if folders.len() == 0 { Vec::new() } else { folders.chain(changed.iter().copied()).collect() };
    let filters_off = without_filters(repository)?;
    let status = run(repository, &filters_off, &[&status[..], &looked_at].concat())?;
    let objects = Repository::open(repository).ok();
    // Each line is two letters of status, a blank and a path.
    let lines = status.split('\0').filter_map(|line| line.split_at_checked(3));
    let lines = lines.filter(|(letters, path)| {
        *letters != " M " || !objects.as_ref().is_some_and(|objects| is_kept_by_lfs(objects, path))
    });
    let mut unsaved: Vec<String> = lines.map(|(_, path)| path.to_owned()).collect();
    if !changed.is_empty() {
        let known = run(repository, &filters_off, &[&["ls-files", "-z", "--"], changed].concat())?;
        unsaved.extend(
            changed.iter().filter(|path| known.split('\0').all(|known| known != **path)).map(|path| (*path).to_owned()),
        );
    }
    Ok(unsaved)
}

/// Options that switch each filter off that the settings name: Git runs a filter to compare a file with what was committed.
fn without_filters(repository: &Path) -> Result<Vec<String>, String> {
    let mut command = git(repository, Settings::Users);
    command.arg("-C").arg(repository).args(["config", "-z", "--name-only", "--get-regexp", r"^filter\."]);
    let output = command.output().map_err(|error| does_not_run(&error))?;
    // 1: there is none.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(complaint(&output.stderr));
    }
    let text = String::from_utf8(output.stdout).map_err(|_| "a filter has a name that is not UTF-8".to_owned())?;
    let mut options = Vec::new();
    for key in text.split_terminator('\0') {
        // What has no name of its own belongs to no filter.
        let Some((name, _)) = key.strip_prefix("filter.").and_then(|key| key.rsplit_once('.')) else { continue };
        // Git takes what stands before the first `=` for the key.
        if name.contains('=') {
            return Err(format!("its settings name a filter that cannot be switched off: `{name}`"));
        }
        for (key, value) in [("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")] {
            options.extend(["-c".to_owned(), format!("filter.{name}.{key}={value}")]);
        }
    }
    Ok(options)
}

/// Whether a file that Git takes for changed, now that no filter runs, is the one that a pointer of Git LFS names.
fn is_kept_by_lfs(objects: &Repository, path: &str) -> bool {
    let pointer = objects.blob(&format!(":{path}"), MAX_POINTER).ok().flatten();
    let size = pointer.and_then(|pointer| lfs_size(&pointer));
    size.is_some() && size == disk::size(&objects.root().join(path))
}

/// What a command of Git prints, or the first line of its complaint.
fn run(folder: &Path, options: &[String], arguments: &[&str]) -> Result<String, String> {
    let mut command = git(folder, Settings::Users);
    let output = command.arg("-C").arg(folder).args(options).args(arguments).output();
    let output = output.map_err(|error| does_not_run(&error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(complaint(&output.stderr))
}

fn does_not_run(error: &std::io::Error) -> String {
    format!("the program `git` does not run ({error})")
}

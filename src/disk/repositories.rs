//! Finds the model repositories below a folder, one after the other.
#![expect(clippy::disallowed_methods, reason = "this is a part of the edge that the fence leads to")]

use super::error::with_path;
use anyhow::{Result, anyhow};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The repositories below a folder, the folder itself included, by path.
///
/// A folder is one where it directly holds a file that tells of a model, or a `.git`; it is taken with all that lies below it.
/// Of others the folders in them are looked at. Links are not followed. Kept in memory are the names beside the path walked.
pub(crate) struct Repositories<T> {
    tells: T,
    root: Option<PathBuf>,
    levels: Vec<(PathBuf, std::vec::IntoIter<OsString>)>,
}

/// The repositories below `root`. `tells` takes the name of a file and says whether it tells of a model.
pub(crate) fn repositories<T: Fn(&str) -> bool>(root: &Path, tells: T) -> Repositories<T> {
    Repositories { tells, root: Some(root.to_owned()), levels: Vec::new() }
}

impl<T: Fn(&str) -> bool> Iterator for Repositories<T> {
    type Item = Result<PathBuf>;

    fn next(&mut self) -> Option<Result<PathBuf>> {
        loop {
            let path = match (self.root.take(), self.levels.last_mut()) {
                (Some(root), _) => root,
                (None, Some((folder, names))) => match names.next() {
                    // `./a` is `a`.
                    Some(name) if folder.as_os_str() == "." => PathBuf::from(name),
                    Some(name) => folder.join(name),
                    None => {
                        self.levels.pop();
                        continue;
                    }
                },
                (None, None) => return None,
            };
            match self.folders(&path) {
                Ok(None) => return Some(Ok(path)),
                Ok(Some(folders)) => self.levels.push((path, folders.into_iter())),
                Err(error) => return Some(Err(anyhow!("cannot read {}", with_path(&path, &error)))),
            }
        }
    }
}

impl<T: Fn(&str) -> bool> Repositories<T> {
    /// The folders in a folder, by name; nothing where the folder is a repository.
    fn folders(&self, path: &Path) -> std::io::Result<Option<Vec<OsString>>> {
        let mut folders = Vec::new();
        for entry in path.read_dir()? {
            let entry = entry?;
            let name = entry.file_name();
            if name == ".git" {
                return Ok(None);
            }
            if entry.file_type()?.is_dir() {
                folders.push(name);
            } else if name.to_str().is_some_and(&self.tells) {
                return Ok(None);
            }
        }
        folders.sort_unstable();
        Ok(Some(folders))
    }
}

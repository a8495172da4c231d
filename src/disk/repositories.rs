//! Finds the model repositories below a folder, one after the other.
#![expect(clippy::disallowed_methods, reason = "this is a part of the edge that the fence leads to")]

use super::error::with_path;
use anyhow::{Result, anyhow};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The repositories below a folder, the folder itself included, by path.
///
/// A folder is one where it directly holds a file that belongs to a model, or a `.git`; it is taken with all that lies below it.
/// Other folders are searched in turn. Links are not followed. In memory are only the names along the current path.
pub(crate) struct Repositories<T> {
    is_model_file: T,
    root: Option<PathBuf>,
    levels: Vec<(PathBuf, std::vec::IntoIter<OsString>)>,
}

/// The repositories below `root`. `is_model_file` takes the name of a file and says whether such a file belongs to a model.
pub(crate) fn repositories<T: Fn(&str) -> bool>(root: &Path, is_model_file: T) -> Repositories<T> {
    Repositories { is_model_file, root: Some(root.to_owned()), levels: Vec::new() }
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
            } else if name.to_str().is_some_and(&self.is_model_file) {
                return Ok(None);
            }
        }
        folders.sort_unstable();
        Ok(Some(folders))
    }
}

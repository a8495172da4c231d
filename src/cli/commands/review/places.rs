//! The folders of the repository that one run judges.

use super::checkout::Checkout;
use crate::disk;
use crate::tree::{Tree, is_in, join};
use anyhow::{Result, anyhow, bail};
use std::path::{Path, PathBuf};

/// The folders that one run checks, counted from the root of the repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// The folder that holds all of them; empty for the whole repository.
    pub(super) folder: String,
    /// The checked folders, where they are several; none where all of `folder` is checked.
    only: Vec<String>,
}

impl Places {
    pub(super) fn new(mut folders: Vec<String>) -> Self {
        folders.sort();
        let mut outer: Vec<String> = Vec::new();
        for folder in folders {
            if !outer.iter().any(|above| is_in(&folder, above)) {
                outer.push(folder);
            }
        }
        let folder = outer.iter().cloned().reduce(|one, other| shared(&one, &other)).unwrap_or_default();
        let only = if outer.len() > 1 { outer } else { Vec::new() };
        Self { folder, only }
    }

    /// Them, counted from the root of the repository; none for all of it.
    pub(super) fn scopes(&self) -> Vec<String> {
        if self.are_several() {
            self.only.clone()
        } else {
            Some(self.folder.clone()).filter(|it| !it.is_empty()).into_iter().collect()
        }
    }

    /// Whether a path, counted from the root of the repository, lies in one of them.
    pub(super) fn hold(&self, path: &str) -> bool {
        let scopes = self.scopes();
        scopes.is_empty() || scopes.iter().any(|place| is_in(path, place))
    }

    /// Those that hold no file of a tree, counted from the root of the repository. The repository itself may hold none.
    pub(super) fn missing_from(&self, tree: &Tree) -> Vec<String> {
        let has_file = |place: &str| tree.files.keys().any(|path| is_in(path, place));
        let mut places = self.scopes();
        places.retain(|place| !has_file(place));
        places
    }

    /// Whether more than one is checked.
    pub(super) fn are_several(&self) -> bool {
        !self.only.is_empty()
    }

    /// By what a gate on these folders tells its comments from those of a gate on others.
    pub(super) fn mark(&self) -> String {
        // No path of a workflow holds a line end.
        std::iter::once(&self.folder).chain(&self.only).map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

/// The folder that holds two others.
fn shared(one: &str, other: &str) -> String {
    let same = one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other);
    same.map(|(part, _)| part).collect::<Vec<_>>().join("/")
}

/// The repository around the checked folders and its checkout, or the reason why there is none.
pub(super) fn checked_out(
    paths: &[PathBuf],
    workspace: &Path,
    is_known: impl Fn(&str) -> bool,
) -> Result<(PathBuf, Places, Result<Checkout, String>)> {
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let (there, _) = on_disk(first)?;
    let (root, checkout) = Checkout::around(&there, workspace, is_known);
    let folders = paths.iter().map(|path| {
        let (there, rest) = on_disk(path)?;
        if checkout.is_err() && !rest.is_empty() {
            // Without a commit, what is not on the disk is nowhere.
            disk::folder(path)?;
        }
        let there = disk::below(&there, &root);
        let there =
            there.ok_or_else(|| anyhow!("`{}` is not in the checkout `{}`", path.display(), workspace.display()))?;
        Ok(join(&there, &rest))
    });
    let places = Places::new(folders.collect::<Result<_>>()?);
    Ok((root, places, checkout))
}

/// The folder on the disk that a path means, and the rest of the path below it: a sparse checkout leaves folders out.
fn on_disk(path: &Path) -> Result<(PathBuf, String)> {
    let error = match disk::folder(path) {
        Ok(found) => return Ok((found, String::new())),
        Err(error) => error,
    };
    let (Ok(_), true) = (relative(path), path.is_relative()) else { return Err(error) };
    let above = path.ancestors().skip(1).map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    let above = above.into_iter().find(|above| disk::is_folder(above)).ok_or(error)?;
    let rest = path.strip_prefix(above).unwrap_or(path);
    Ok((above.to_owned(), relative(rest)?))
}

/// A path given for a tree that is not on disk: parts that lead up or out are refused.
pub(super) fn relative(path: &Path) -> Result<String> {
    use std::path::Component::{CurDir, Normal};
    let mut out = Vec::new();
    for part in path.components() {
        match part {
            Normal(name) => out.push(name.to_string_lossy().into_owned()),
            CurDir => {}
            _ => bail!("`{}` is not a path inside the repository", path.display()),
        }
    }
    Ok(out.join("/"))
}

#[cfg(test)]
mod tests {
    use super::Places;

    fn places(folders: &[&str]) -> (String, Vec<String>) {
        let Places { folder, only } = Places::new(folders.iter().map(|folder| (*folder).to_owned()).collect());
        (folder, only)
    }

    #[test]
    fn the_folder_around_several() {
        let expect = |folders: &[&str], folder: &str, only: &[&str]| {
            assert_eq!(
                places(folders),
                (folder.to_owned(), only.iter().map(|&it| it.to_owned()).collect()),
                "{folders:?}"
            );
        };
        expect(&[""], "", &[]);
        expect(&["models/a"], "models/a", &[]);
        expect(&["models/a", "models/a"], "models/a", &[]);
        expect(&["models/b", "models/a/c"], "models", &["models/a/c", "models/b"]);
        expect(&["models", "models/a"], "models", &[]);
        expect(&["models", "model"], "", &["model", "models"]);
        expect(&["a", ""], "", &[]);
    }

    #[test]
    fn what_lies_in_one_of_several() {
        let places = Places::new(vec!["models/a".to_owned(), "models/b/c".to_owned()]);
        for (path, is_held) in [
            ("models/a/x", true),
            ("models/b/c", true),
            ("models/b/c/x", true),
            ("models/b/x", false),
            ("models/ab/x", false),
        ] {
            assert_eq!(places.hold(path), is_held, "{path}");
        }
    }

    #[test]
    fn gates_on_other_folders_have_other_marks() {
        let mark = |folders: &[&str]| Places::new(folders.iter().map(|&folder| folder.to_owned()).collect()).mark();
        assert_eq!(mark(&["models"]), "models", "one folder keeps the mark that it had");
        assert_ne!(mark(&["a", "b"]), mark(&["a", "c"]));
        assert_ne!(mark(&["a", "b"]), mark(&[""]));
    }
}

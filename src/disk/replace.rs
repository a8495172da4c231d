//! Replaces and makes files below a folder, all of them or none: each is written beside its place first, then moved there.

use super::error::with_path;
use super::temporary::{Temporary, remove_left_over, replaceable};
use anyhow::{Context, Result, anyhow, bail};
use std::fs::{File, Metadata};
use std::path::{Component, Path, PathBuf};

/// Files that are written next to their places and wait to be moved. What is not moved is deleted.
#[derive(Debug, Default)]
pub(crate) struct Staged(Vec<StagedFile>);

#[derive(Debug)]
struct StagedFile {
    path: PathBuf,
    temporary: Temporary,
    /// The content that the change was made for; `None` for a new file.
    old: Option<Vec<u8>>,
}

impl Staged {
    /// Prepares one file. `path` counts from `root`, `old` is what it must hold now. The file itself does not change yet.
    ///
    /// Refused are paths that lead out of the folder, into `.git` or over a link, files that are write-protected or have other names,
    /// files whose owner and mode cannot be kept, and files that hold something else than they did.
    pub(crate) fn add(&mut self, root: &Path, path: &str, old: Option<&[u8]>, new: &[u8]) -> Result<()> {
        let target = root.join(path);
        check_writable(root, path, old)?;
        let Some(folder) = target.parent() else { bail!("cannot write `{path}`") };
        let failed = |error: std::io::Error| anyhow!("cannot write {}", with_path(&target, &error));
        let replaced = old.map(|_| target.symlink_metadata().and_then(replaceable)).transpose().map_err(failed)?;
        let mut temporary = Temporary::create(folder, replaced.as_ref()).map_err(failed)?;
        temporary.write(new).map_err(failed)?;
        self.0.push(StagedFile { path: target, temporary, old: old.map(<[u8]>::to_vec) });
        Ok(())
    }

    /// Moves the files to their places, each at once.
    pub(crate) fn put_in_place(self) -> Result<()> {
        for waiting in &self.0 {
            check_content(&waiting.path, waiting.old.as_deref())?;
        }
        let mut done: Vec<String> = Vec::new();
        for StagedFile { path, temporary, old } in self.0 {
            let moved = if old.is_some() { temporary.replace(&path) } else { temporary.add(&path) };
            if let Err(error) = moved {
                let reason = with_path(&path, &error);
                if done.is_empty() {
                    bail!("cannot write {reason}; nothing was written");
                }
                bail!("cannot write {reason}; written before that: {}", done.join(", "));
            }
            done.push(format!("`{}`", path.to_string_lossy()));
        }
        Ok(())
    }
}

/// Puts a file in place of the one under a path, whole or not at all, with the owner and the mode that it had; its folder is made
/// where there is none. A link under the path is replaced, not followed.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| anyhow!("cannot write {}", with_path(path, &error));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        remove_left_over(&entry.path());
    }
    let replaced = path.symlink_metadata().ok().filter(Metadata::is_file);
    let replaced = replaced.map(replaceable).transpose().map_err(failed)?;
    let written = Temporary::create(folder, replaced.as_ref()).and_then(|mut temporary| {
        temporary.write(text.as_bytes())?;
        temporary.replace(path)
    });
    written.map_err(failed)
}

/// Says why a file below `root` could not be written, without writing: its place, or what is there instead of `old`.
pub(crate) fn check_writable(root: &Path, path: &str, old: Option<&[u8]>) -> Result<()> {
    check_place(root, Path::new(path)).with_context(|| format!("cannot write `{path}`"))?;
    check_content(&root.join(path), old)
}

/// No part of a path below the root may be a link, lead upwards, or be `.git`.
fn check_place(root: &Path, path: &Path) -> Result<()> {
    let mut at = root.to_owned();
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        match part {
            Component::Normal(name) if name != ".git" => at.push(name),
            _ => bail!("it leads out of the folder"),
        }
        match at.symlink_metadata() {
            Ok(found) if found.file_type().is_symlink() => bail!("`{}` is a link", at.to_string_lossy()),
            Ok(found) if parts.peek().is_some() && !found.is_dir() => bail!("`{}` is no folder", at.to_string_lossy()),
            Ok(found) if parts.peek().is_none() && !found.is_file() => bail!("it is not a plain file"),
            Ok(found) if parts.peek().is_none() && found.permissions().readonly() => bail!("it is write-protected"),
            Err(_) if parts.peek().is_some() => bail!("there is no folder `{}`", at.to_string_lossy()),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// The file must still have the content that was checked.
fn check_content(path: &Path, old: Option<&[u8]>) -> Result<()> {
    let shown = path.to_string_lossy();
    let is_there = path.symlink_metadata().is_ok();
    let Some(old) = old else {
        if is_there {
            bail!("cannot write `{shown}`: there is something of that name already");
        }
        return Ok(());
    };
    let mut file = File::open(path).map_err(|error| anyhow::anyhow!("cannot read {}", with_path(path, &error)))?;
    let mut bytes = Vec::with_capacity(old.len() + 1);
    std::io::Read::read_to_end(&mut std::io::Read::take(&mut file, old.len() as u64 + 1), &mut bytes)
        .map_err(|error| anyhow::anyhow!("cannot read {}", with_path(path, &error)))?;
    if bytes != old {
        bail!("cannot write `{shown}`: it changed during the check");
    }
    Ok(())
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "a test stops where it finds something wrong")]
mod tests {
    use super::replace;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_mode_stays_and_what_was_left_over_goes() {
        let folder = std::env::temp_dir().join(format!("model-license-gate-replace-{}", std::process::id()));
        let (path, left) = (folder.join("sub/cache.json"), folder.join("sub/.model-license-gate.7.0.new"));
        replace(&path, "one").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o604)).unwrap();
        std::fs::write(&left, "half").unwrap();
        replace(&path, "two").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o604);
        assert!(!left.exists());
        std::fs::hard_link(&path, folder.join("other")).unwrap();
        assert!(replace(&path, "three").unwrap_err().to_string().contains("it has other names (hard links)"));
        assert_eq!(std::fs::read_dir(folder.join("sub")).unwrap().count(), 1);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

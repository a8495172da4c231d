//! Replaces and makes files below a folder, all of them or none: each is written beside its place first, then moved there.

use super::error::with_path;
use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

/// Files that are written beside their places and wait to be moved. What is not moved is deleted.
#[derive(Debug, Default)]
pub(crate) struct Staged(Vec<StagedFile>);

#[derive(Debug)]
struct StagedFile {
    path: PathBuf,
    temporary: PathBuf,
    /// The content that the change was made for; `None` for a new file.
    old: Option<Vec<u8>>,
}

impl Staged {
    /// Prepares one file. `path` counts from `root`, `old` is what it must hold now. The file itself does not change yet.
    ///
    /// Refused are paths that lead out of the folder, into `.git` or over a link, files that are write-protected, and files that
    /// hold something else than they did.
    pub(crate) fn add(&mut self, root: &Path, path: &str, old: Option<&[u8]>, new: &[u8]) -> Result<()> {
        let target = root.join(path);
        check_place(root, Path::new(path)).with_context(|| format!("cannot write `{path}`"))?;
        check_content(&target, old)?;
        let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else { bail!("cannot write `{path}`") };
        let name = format!(".{}.{}.{}.new", name.to_string_lossy(), std::process::id(), self.0.len());
        let temporary = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary);
        let mut file = file.map_err(|error| anyhow::anyhow!("cannot write beside {}", with_path(&target, &error)))?;
        self.0.push(StagedFile { path: target.clone(), temporary: temporary.clone(), old: old.map(<[u8]>::to_vec) });
        let written = (|| {
            file.write_all(new)?;
            if old.is_some() {
                std::fs::set_permissions(&temporary, target.metadata()?.permissions())?;
            }
            file.sync_all()
        })();
        written.map_err(|error| anyhow::anyhow!("cannot write {}", with_path(&target, &error)))
    }

    /// Moves the files to their places, each at once.
    pub(crate) fn put_in_place(mut self) -> Result<()> {
        for waiting in &self.0 {
            check_content(&waiting.path, waiting.old.as_deref())?;
        }
        let mut done: Vec<String> = Vec::new();
        for waiting in std::mem::take(&mut self.0) {
            let moved = match &waiting.old {
                Some(_) => std::fs::rename(&waiting.temporary, &waiting.path),
                // Other than a move, this fails where a file of that name has come up meanwhile.
                None => link_or_move(&waiting.temporary, &waiting.path),
            };
            let path = waiting.path.to_string_lossy().into_owned();
            if let Err(error) = moved {
                let reason = with_path(&waiting.path, &error);
                self.0.push(waiting);
                if done.is_empty() {
                    bail!("cannot write {reason}; nothing was written");
                }
                bail!("cannot write {reason}; written before that: {}", done.join(", "));
            }
            done.push(format!("`{path}`"));
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for waiting in &self.0 {
            // A failure cannot be reported from here.
            _ = std::fs::remove_file(&waiting.temporary);
        }
    }
}

/// Gives a new file its name without writing over another one; file systems without hard links get a plain move.
fn link_or_move(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(from, to) {
        Ok(()) => std::fs::remove_file(from),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => std::fs::rename(from, to),
    }
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
            Ok(found) if parts.peek().is_none() && !found.is_file() => bail!("it is no plain file"),
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
        bail!("cannot write `{shown}`: it was changed while it was judged");
    }
    Ok(())
}

//! Files that wait beside a place until they are moved there whole, under names of the gate's own.

use super::identity::is_same_file;
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Such a name is `.model-license-gate.PROCESS.NUMBER.new`.
const BEFORE: &str = ".model-license-gate.";
const AFTER: &str = ".new";

/// Most names that are tried, chosen: in containers, one process after the other has the same number.
const MAX_NAMES: u32 = 1_000;

/// A file that is deleted unless it is moved to its place.
///
/// It is locked as long as its process lives. What can be locked later was left by a process that was stopped.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    file: File,
    is_moved: bool,
}

impl Temporary {
    /// Makes an empty file in a folder; what is there under its name is not written through. It gets owner and mode of the file
    /// that it is to replace, if any.
    pub(super) fn create(folder: &Path, replaced: Option<&Metadata>) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if replaced.is_some() {
            closed_to_others(&mut options);
        }
        let mut names = (0..MAX_NAMES).map(|_| folder.join(own_name()));
        let (path, file) = loop {
            let path = names.next().ok_or(ErrorKind::AlreadyExists)?;
            match options.open(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        };
        let temporary = Self { path, file, is_moved: false };
        // Between the two, another run may have taken it for left over.
        let is_locked = temporary.file.try_lock();
        let is_there = temporary
            .path
            .symlink_metadata()
            .is_ok_and(|found| temporary.file.metadata().is_ok_and(|opened| is_same_file(&found, &opened)));
        if matches!(is_locked, Err(TryLockError::WouldBlock)) || !is_there {
            return Err(Error::other("another run of the gate writes there at the same time"));
        }
        if let Some(replaced) = replaced {
            keep_owner(&temporary.file, replaced)?;
            // After the owner: a change of it may take bits of the mode away.
            temporary.file.set_permissions(replaced.permissions())?;
        }
        Ok(temporary)
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_all()
    }

    /// Puts it in place of the file under a path, or of a link there.
    pub(super) fn replace(mut self, path: &Path) -> Result<()> {
        std::fs::rename(&self.path, path)?;
        self.is_moved = true;
        Ok(())
    }

    /// Puts it under a path where nothing may be; file systems without hard links may write over what comes up there meanwhile.
    pub(super) fn add(self, path: &Path) -> Result<()> {
        match std::fs::hard_link(&self.path, path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            Err(_) => self.replace(path),
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_moved {
            // A failure cannot be reported from here.
            _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Whether a file under this name is one of the gate's own that waits to be moved.
fn is_temporary_name(name: &str) -> bool {
    let numbers =
        name.strip_prefix(BEFORE).and_then(|rest| rest.strip_suffix(AFTER)).and_then(|rest| rest.split_once('.'));
    let is_number = |text: &str| !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
}

/// Deletes a file of the gate's own whose process was stopped. False for all else: other names, links, files of a process that lives.
pub(crate) fn remove_left_over(path: &Path) -> bool {
    if !path.file_name().and_then(|name| name.to_str()).is_some_and(is_temporary_name) {
        return false;
    }
    let Ok(found) = path.symlink_metadata() else { return false };
    let Some(file) = found.is_file().then(|| File::open(path).ok()).flatten() else { return false };
    file.metadata().is_ok_and(|opened| is_same_file(&found, &opened))
        && file.try_lock().is_ok()
        && std::fs::remove_file(path).is_ok()
}

/// The metadata of a file to replace, unless it has other names, under which it would stay as it is.
pub(super) fn replaceable(found: Metadata) -> Result<Metadata> {
    if has_other_names(&found) {
        return Err(Error::other(
            "it has other names (hard links) that would keep the old text, so make it a file of its own first: copy it, then move the \
             copy to its place",
        ));
    }
    Ok(found)
}

fn own_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{BEFORE}{}.{}{AFTER}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

#[cfg(unix)]
fn closed_to_others(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn closed_to_others(_: &mut OpenOptions) {}

#[cfg(unix)]
fn has_other_names(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Gives a new file the owner and the group of the one that it is to replace, where they differ.
#[cfg(unix)]
fn keep_owner(file: &File, replaced: &Metadata) -> Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    let user = (now.uid() != replaced.uid()).then_some(replaced.uid());
    let group = (now.gid() != replaced.gid()).then_some(replaced.gid());
    if user.is_none() && group.is_none() {
        return Ok(());
    }
    fchown(file, user, group).map_err(|_| {
        let whom = if user.is_some() { "user" } else { "group" };
        Error::other(format!(
            "it belongs to another {whom}, and the system does not let you keep it so: run the command as its owner"
        ))
    })
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_temporary_name;

    #[test]
    fn names_of_others_are_no_names_of_the_gate() {
        assert!(is_temporary_name(".model-license-gate.7.0.new"));
        for other in [
            ".model-license-gate.yml",
            ".model-license-gate.new",
            ".model-license-gate..0.new",
            ".model-license-gate.7.new",
            ".model-license-gate.7.0.1.new",
            ".model-license-gate.7.x.new",
            ".model-license-gate.7.0.new.txt",
            "a.model-license-gate.7.0.new",
        ] {
            assert!(!is_temporary_name(other), "{other}");
        }
    }
}

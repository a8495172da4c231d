//! Reads plain files whose place and kind are not trusted: nothing is followed out of a tree, and nothing is waited for.
#![expect(clippy::disallowed_methods, reason = "this is a part of the edge that the fence leads to")]

use super::error::reason;
use super::identity::is_same_file;
use crate::budget::{BEYOND, Meter};
use crate::tree::{Entry, HEAD_LIMIT, ReadLimit};
use std::cell::OnceCell;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The root of the tree as the system names it, asked for only when a link must be followed.
pub(super) struct TreeRoot<'a> {
    root: &'a Path,
    real: OnceCell<Option<PathBuf>>,
}

impl<'a> TreeRoot<'a> {
    pub(super) const fn new(root: &'a Path) -> Self {
        Self { root, real: OnceCell::new() }
    }

    /// Whether a path without links lies in the tree, and not in `.git`, where a checkout may keep its token.
    fn holds(&self, real: &Path) -> bool {
        let root = self.real.get_or_init(|| self.root.canonicalize().ok());
        let inside = root.as_ref().and_then(|root| real.strip_prefix(root).ok());
        inside.is_some_and(|path| path.components().all(|part| part.as_os_str() != ".git"))
            || root.as_ref().and_then(|root| blobs(root)).is_some_and(|blobs| real.parent() == Some(&blobs))
    }
}

/// The folder that holds the files of a snapshot in the cache of the Hub's client, where the root is a snapshot:
/// `models--OWNER--NAME/snapshots/COMMIT`, with links to `models--OWNER--NAME/blobs/HASH`.
fn blobs(root: &Path) -> Option<PathBuf> {
    let (commit, snapshots) = (root.file_name()?.to_str()?, root.parent()?);
    let repository = snapshots.parent()?;
    let is_kept = repository.file_name()?.to_str()?.contains("--") && snapshots.file_name()? == "snapshots";
    let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_kept && is_commit).then(|| repository.join("blobs"))
}

/// What is left to be read of the tree that a file is of.
pub(super) struct Room<'m> {
    /// The file, as the tree names it.
    pub(super) path: &'m str,
    pub(super) meter: &'m mut Meter,
}

/// Reads a file of the tree, or the one in the tree that a link leads to. `metadata` is of the path itself.
pub(super) fn open(
    path: &Path,
    metadata: &Metadata,
    root_of_tree: &TreeRoot<'_>,
    read_limit: ReadLimit,
    room: &mut Room<'_>,
) -> Entry {
    if !metadata.file_type().is_symlink() {
        return read_plain(path, metadata, read_limit, room);
    }
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Entry::Unreadable("it is a link to a file that is not there".to_owned());
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Entry::Denied,
        Err(_) => return Entry::Unreadable("it is a link that leads nowhere".to_owned()),
    };
    if !root_of_tree.holds(&real) {
        return Entry::Unreadable("it is a link that leads out of the checked folder".to_owned());
    }
    match real.symlink_metadata() {
        Ok(metadata) => read_plain(&real, &metadata, read_limit, room),
        Err(error) => failed(&error),
    }
}

/// The entry of a file that could not be read.
fn failed(error: &std::io::Error) -> Entry {
    if error.kind() == ErrorKind::PermissionDenied { Entry::Denied } else { Entry::Unreadable(reason(error)) }
}

/// Reads a plain file. Others are not even opened.
pub(super) fn read_plain(path: &Path, metadata: &Metadata, read_limit: ReadLimit, room: &mut Room<'_>) -> Entry {
    if !metadata.is_file() {
        return Entry::Unreadable(why_not_plain(metadata.file_type()).to_owned());
    }
    let size = metadata.len();
    let limit = match read_limit {
        ReadLimit::Whole(limit) if size > limit => return Entry::TooLarge { size, limit },
        ReadLimit::Whole(limit) => limit,
        ReadLimit::Head(_) => HEAD_LIMIT,
    };
    // Of a head it shows later how much is read.
    let expected = if matches!(read_limit, ReadLimit::Whole(_)) { size } else { 0 };
    if !room.meter.read(room.path, expected) {
        return Entry::Unreadable(BEYOND.to_owned());
    }
    let read = open_at_once(path).and_then(|file| {
        if !is_same_file(metadata, &file.metadata()?) {
            return Err(std::io::Error::other("it was replaced while it was read"));
        }
        if let ReadLimit::Head(needs) = read_limit {
            return head(&file, size, needs);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        // It may grow while it is read.
        let most = limit.min(size.saturating_add(room.meter.bytes_left()));
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    let read_bytes = read.as_ref().map_or(0, Vec::len) as u64;
    if !room.meter.grow(room.path, read_bytes.saturating_sub(expected)) {
        return Entry::Unreadable(BEYOND.to_owned());
    }
    match (read, read_limit) {
        (Ok(bytes), ReadLimit::Head(_)) => Entry::Head { bytes, size },
        (Ok(bytes), ReadLimit::Whole(_)) if bytes.len() as u64 > limit => {
            Entry::TooLarge { size: bytes.len() as u64, limit }
        }
        (Ok(bytes), ReadLimit::Whole(_)) => Entry::Read(bytes),
        (Err(error), _) => failed(&error),
    }
}

/// Opens a file to read it. A pipe that was put in its place meanwhile is not waited for; a link is followed, and shows by
/// the file that it leads to.
fn open_at_once(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// The first bytes of a file, as many as are needed.
fn head(mut file: &File, size: u64, needs: fn(&[u8]) -> u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = HEAD_LIMIT.min(size);
    while (bytes.len() as u64) < most {
        let more = needs(&bytes).min(most).saturating_sub(bytes.len() as u64);
        bytes.reserve_exact(usize::try_from(more).unwrap_or(0));
        if more == 0 || Read::by_ref(&mut file).take(more).read_to_end(&mut bytes)? == 0 {
            break;
        }
    }
    Ok(bytes)
}

/// What a path is that is not a plain file, for messages.
pub(super) fn why_not_plain(kind: FileType) -> &'static str {
    if kind.is_dir() {
        return "it is a folder, not a file";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "it is a named pipe, not a file";
        }
        if kind.is_socket() {
            return "it is a socket, not a file";
        }
    }
    "it is a device or the like, not a file"
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Room, read_plain};
    use crate::budget::{Meter, TREE};
    use crate::tree::{Entry, ReadLimit};
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_pipe_in_place_of_a_file_is_not_waited_for() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/budget");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("swapped-pipe");
        _ = fs::remove_file(&path);
        fs::write(&path, "text").unwrap();
        let before = fs::symlink_metadata(&path).unwrap();
        fs::remove_file(&path).unwrap();
        if !std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|made| made.success()) {
            return;
        }
        let mut room = Room { path: "README.md", meter: &mut Meter::new(TREE) };
        let entry = read_plain(&path, &before, ReadLimit::Whole(10), &mut room);
        assert_eq!(entry, Entry::Unreadable("it was replaced while it was read".to_owned()));
    }
}

//! The only module that touches the file system: fills a [`Tree`] from a folder, reads and writes single files.
#![expect(clippy::disallowed_methods, reason = "this is the edge that the fence leads to")]

mod error;
mod identity;
mod plain;
mod relative;
mod replace;
mod repositories;
mod temporary;
mod tree;

use crate::budget::{Meter, TREE};
use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, DENIED, Entry, ReadLimit, configuration_name, join};
use anyhow::{Context, Result, anyhow, bail};
use error::with_path;
use plain::{Room, TreeRoot};
use relative::relative;
pub(crate) use replace::{Staged, check_writable, replace};
pub(crate) use repositories::{Repositories, repositories};
use std::fs::{File, Metadata};
use std::io::Write;
use std::path::{Path, PathBuf};
pub(crate) use temporary::remove_left_over;
pub(crate) use tree::{Names, Walk, tree, walk_tree};

/// The folder that a path given by the user means: itself, or the one that holds the file.
pub(crate) fn folder(path: &Path) -> Result<PathBuf> {
    let found = path.metadata().map_err(|error| anyhow!("cannot check {}", with_path(path, &error)))?;
    if found.is_dir() {
        return Ok(path.to_owned());
    }
    Ok(match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    })
}

/// The repository that a folder is in, and its path there, with `/` between the parts; the folder itself where no folder
/// above it has a `.git`.
pub(crate) fn repository(folder: &Path) -> (PathBuf, String) {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    match real.ancestors().find(|above| exists(&above.join(".git"))) {
        Some(root) if root != real => (root.to_owned(), relative(&real, root)),
        _ => (folder.to_owned(), String::new()),
    }
}

/// A folder as the system names it, without links.
pub(crate) fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The configuration that the user names, or else the one in `root`, which lies in `folder` of the repository.
pub(crate) fn configuration(root: &Path, folder: &str, given: Option<&Path>) -> Result<Option<Source>> {
    if let Some(path) = given {
        let bytes = read(path, CONFIGURATION_LIMIT)?;
        return as_source(&path.to_string_lossy(), bytes).map(Some);
    }
    let has = |name: &str| root.join(name).symlink_metadata().is_ok();
    let name = configuration_name(has)
        .map_err(|[one, other]| anyhow!("there are two configurations, `{one}` and `{other}`: keep one of them"))?;
    let Some(name) = name else { return Ok(None) };
    let path = root.join(name);
    let metadata = path.symlink_metadata().map_err(|error| anyhow!("cannot read {}", with_path(&path, &error)))?;
    let mut room = Room { path: name, meter: &mut Meter::new(TREE) };
    match plain::open(&path, &metadata, &TreeRoot::new(root), ReadLimit::Whole(CONFIGURATION_LIMIT), &mut room) {
        Entry::Read(bytes) => as_source(&join(folder, name), bytes).map(Some),
        Entry::TooLarge { size, limit } => {
            bail!("cannot use `{name}`: it has {size} bytes, more than the {limit} that are read")
        }
        Entry::Unreadable(reason) => bail!("cannot read `{name}`: {reason}"),
        Entry::Denied => bail!("cannot read `{name}`: {DENIED}"),
        Entry::Head { .. } | Entry::Unread { .. } | Entry::ClosedFolder(_) => Ok(None),
    }
}

/// The bytes of one plain file that the user names, links followed.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let shown = path.to_string_lossy();
    let metadata = path.metadata().map_err(|error| anyhow!("cannot read {}", with_path(path, &error)))?;
    let mut room = Room { path: &shown, meter: &mut Meter::new(TREE) };
    match plain::read_plain(path, &metadata, ReadLimit::Whole(limit), &mut room) {
        Entry::Read(bytes) => Ok(bytes),
        Entry::TooLarge { size, limit } => {
            bail!("cannot read `{shown}`: it has {size} bytes, more than the {limit} that are read")
        }
        Entry::Unreadable(reason) => bail!("cannot read `{shown}`: {reason}"),
        Entry::Denied => bail!("cannot read `{shown}`: {DENIED}"),
        Entry::Head { .. } | Entry::Unread { .. } | Entry::ClosedFolder(_) => bail!("cannot read `{shown}`"),
    }
}

/// The header of the plain file under a path, links not followed; nothing where there is none of that size.
pub(crate) fn header(path: &Path, size: u64, needs: fn(&[u8]) -> u64) -> Option<Entry> {
    let metadata = path.symlink_metadata().ok().filter(|found| found.is_file() && found.len() == size)?;
    let mut room = Room { path: "", meter: &mut Meter::new(TREE) };
    let entry = plain::read_plain(path, &metadata, ReadLimit::Head(needs), &mut room);
    Some(entry).filter(|entry| matches!(entry, Entry::Head { .. }))
}

/// Opens a file to read it as it comes, links followed.
pub(crate) fn stream(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| anyhow!("cannot read {}", with_path(path, &error)))
}

/// Opens a file to write it as it comes; one that is there is emptied.
pub(crate) fn create(path: &Path) -> Result<File> {
    File::create(path).map_err(|error| anyhow!("cannot write {}", with_path(path, &error)))
}

/// Opens a file that is read and only ever added to; it is made where there is none.
pub(crate) fn open_log(path: &Path) -> Result<File> {
    let opened = std::fs::OpenOptions::new().read(true).append(true).create(true).open(path);
    opened.map_err(|error| anyhow!("cannot write {}", with_path(path, &error)))
}

/// Bytes of a plain file that the user names; nothing for all else.
pub(crate) fn size(path: &Path) -> Option<u64> {
    path.metadata().ok().filter(Metadata::is_file).map(|found| found.len())
}

/// Makes a folder where there is none. Bytes of the files in it, not of those in folders below; nothing where there are more than some.
pub(crate) fn make_and_measure(folder: &Path, most_files: usize) -> Result<Option<u64>> {
    let unusable = |error: std::io::Error| anyhow!("cannot use {}", with_path(folder, &error));
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let mut bytes = 0_u64;
    for (count, entry) in folder.read_dir().map_err(unusable)?.enumerate() {
        if count == most_files {
            return Ok(None);
        }
        // What was removed meanwhile takes no room.
        let size = entry.and_then(|entry| entry.metadata()).map_or(0, |found| found.len());
        bytes = bytes.saturating_add(size);
    }
    Ok(Some(bytes))
}

/// Whether a path that the user names is a folder.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Writes a whole file, which is made where there is none.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| anyhow!("cannot write {}", with_path(path, &error)))
}

/// Writes a whole file below a folder whose content is not trusted, such as a checkout: no part of the path may be a link there.
/// A path that leads elsewhere is not checked.
pub(crate) fn write_past_links(path: &Path, untrusted: &Path, text: &str) -> Result<()> {
    refuse_links(path, untrusted)?;
    write(path, text)
}

/// Refuses a path of which a part below an untrusted folder is a link.
pub(crate) fn refuse_links(path: &Path, untrusted: &Path) -> Result<()> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let root = std::path::absolute(untrusted).unwrap_or_else(|_| untrusted.to_owned());
    let mut at = whole.as_path();
    while at.starts_with(&root) && at != root {
        if at.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink()) {
            bail!("cannot write `{}`: `{}` is a link in the checkout", path.to_string_lossy(), at.to_string_lossy());
        }
        let Some(parent) = at.parent() else { break };
        at = parent;
    }
    Ok(())
}

/// Writes a file that is not there, below a folder whose content is not trusted, and makes the folders that it lies in.
pub(crate) fn write_new(root: &Path, path: &str, text: &str) -> Result<()> {
    let whole = root.join(path);
    refuse_links(&whole, root)?;
    if let Some(folder) = whole.parent() {
        std::fs::create_dir_all(folder).map_err(|error| anyhow!("cannot make {}", with_path(folder, &error)))?;
    }
    let made = std::fs::OpenOptions::new().write(true).create_new(true).open(&whole);
    let written = made.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| anyhow!("cannot write {}", with_path(&whole, &error)))
}

/// Whether there is anything under a path, be it a link that leads nowhere.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Adds to the end of a file, which is made where there is none.
pub(crate) fn append(path: &Path, text: &str) -> Result<()> {
    let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| anyhow!("cannot write {}", with_path(path, &error)))
}

/// The content of `.git/HEAD`: a commit hash, or the name of a branch after `ref:`. `None` where the folder is no checkout.
pub(crate) fn git_head(folder: &Path) -> Option<String> {
    const LIMIT: u64 = 1_024;
    let path = folder.join(".git/HEAD");
    let mut room = Room { path: "HEAD", meter: &mut Meter::new(TREE) };
    match plain::read_plain(&path, &path.symlink_metadata().ok()?, ReadLimit::Whole(LIMIT), &mut room) {
        Entry::Read(bytes) => Some(String::from_utf8_lossy(&bytes).trim().to_owned()),
        _ => None,
    }
}

/// Where a folder lies below another, with `/` between the parts; empty for the folder itself, nothing when it lies elsewhere.
pub(crate) fn below(folder: &Path, root: &Path) -> Option<String> {
    let (folder, root) = (folder.canonicalize().ok()?, root.canonicalize().ok()?);
    folder.starts_with(&root).then(|| relative(&folder, &root))
}

/// Whether a file, which need not be there yet, would be below a folder, links followed.
pub(crate) fn lies_in(path: &Path, folder: &Path) -> bool {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = whole.ancestors().skip(1).find_map(|above| above.canonicalize().ok());
    let root = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    whole.starts_with(&root) || real.zip(root.canonicalize().ok()).is_some_and(|(real, root)| real.starts_with(root))
}

fn as_source(name: &str, bytes: Vec<u8>) -> Result<Source> {
    let text = String::from_utf8(bytes)
        .with_context(|| format!("cannot use the configuration `{name}`: it is not UTF-8 text"))?;
    Ok(Source::new(name, text))
}

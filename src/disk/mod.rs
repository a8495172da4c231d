//! The only module that touches the file system: fills a [`Tree`] from a folder, reads and writes single files.
#![expect(clippy::disallowed_methods, reason = "this is the edge that the fence leads to")]

mod error;
mod replace;
mod repositories;

use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree, configuration_name, join};
use anyhow::{Context, Result, anyhow, bail};
use error::{reason, with_path};
pub(crate) use replace::Staged;
pub(crate) use repositories::{Repositories, repositories};
use std::cell::OnceCell;
use std::fs::{File, FileType, Metadata};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

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

/// The repository that a folder lies in, and where it lies there, with `/` between the parts; the folder itself where no folder
/// above it has a `.git`.
pub(crate) fn repository(folder: &Path) -> (PathBuf, String) {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    match real.ancestors().find(|above| exists(&above.join(".git"))) {
        Some(root) if root != real => (root.to_owned(), relative(&real, root)),
        _ => (folder.to_owned(), String::new()),
    }
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
    match open(&path, &metadata, &TreeRoot::new(root), ReadLimit::Whole(CONFIGURATION_LIMIT)) {
        Entry::Read(bytes) => as_source(&join(folder, name), bytes).map(Some),
        Entry::TooLarge { size, limit } => {
            bail!("cannot use `{name}`: it has {size} bytes, more than the {limit} that are read")
        }
        Entry::Unreadable(reason) => bail!("cannot read `{name}`: {reason}"),
        Entry::Head { .. } | Entry::Unread { .. } => Ok(None),
    }
}

/// The files under `root`. `limit_of` takes a path and says how much is read of it, if anything; of the first [`MOST_HEADS`] files by
/// name the beginning. `skips` says which paths are left out. `progress` is called with the number of files so far.
pub(crate) fn tree(
    root: &Path,
    limit_of: impl Fn(&str) -> Option<ReadLimit>,
    skips: impl Fn(&str) -> bool,
    mut progress: impl FnMut(usize),
) -> Result<Tree> {
    let root_of_tree = TreeRoot::new(root);
    let mut tree = Tree::default();
    let mut heads = 0;
    // Sorted, so that of two names that read alike the same one keeps its path on every machine.
    let walk = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    let is_walked =
        |entry: &DirEntry| entry.depth() == 0 || (entry.file_name() != ".git" && !skips(&relative(entry.path(), root)));
    for (seen, found) in walk.filter_entry(is_walked).enumerate() {
        let found = found.map_err(|error| {
            let path = error.path().unwrap_or(root).to_owned();
            let error = error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
            anyhow!("cannot read {}", with_path(&path, &error))
        })?;
        let path = relative(found.path(), root);
        let read_limit = match limit_of(&path) {
            Some(ReadLimit::Head(_)) if heads >= MOST_HEADS => None,
            limit => limit,
        };
        if let Some(entry) = entry(&found, &root_of_tree, read_limit)? {
            heads += usize::from(entry.is_header());
            tree.files.insert(free_path(&tree, path), entry);
        }
        progress(seen + 1);
    }
    Ok(tree)
}

/// The bytes of one plain file that the user names, links followed.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let shown = path.to_string_lossy();
    let metadata = path.metadata().map_err(|error| anyhow!("cannot read {}", with_path(path, &error)))?;
    match read_plain(path, &metadata, ReadLimit::Whole(limit)) {
        Entry::Read(bytes) => Ok(bytes),
        Entry::TooLarge { size, limit } => {
            bail!("cannot read `{shown}`: it has {size} bytes, more than the {limit} that are read")
        }
        Entry::Unreadable(reason) => bail!("cannot read `{shown}`: {reason}"),
        Entry::Head { .. } | Entry::Unread { .. } => bail!("cannot read `{shown}`"),
    }
}

/// Opens a file to read it as it comes, links followed.
pub(crate) fn stream(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| anyhow!("cannot read {}", with_path(path, &error)))
}

/// Opens a file to write it as it comes; one that is there is emptied.
pub(crate) fn create(path: &Path) -> Result<File> {
    File::create(path).map_err(|error| anyhow!("cannot write {}", with_path(path, &error)))
}

/// Bytes of a plain file that the user names; nothing for all else.
pub(crate) fn size(path: &Path) -> Option<u64> {
    path.metadata().ok().filter(Metadata::is_file).map(|found| found.len())
}

/// Whether a path that the user names is a folder.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Writes a whole file, which is made where there is none.
fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| anyhow!("cannot write {}", with_path(path, &error)))
}

/// Writes a whole file below a folder whose content is not trusted, such as a checkout: no part of the path may be a link there.
/// A path that leads elsewhere is not checked.
pub(crate) fn write_past_links(path: &Path, untrusted: &Path, text: &str) -> Result<()> {
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
    write(path, text)
}

/// Whether there is anything under a path, be it a link that leads nowhere.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Puts a file in place of the one under a path, whole or not at all; its folder is made where there is none. A link under the path
/// is replaced, not followed.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| anyhow!("cannot write {}", with_path(path, &error));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let fresh = folder.join(name);
    // Made anew: what somebody put there under this name is not written through.
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&fresh).map_err(failed)?;
    let written = file.write_all(text.as_bytes());
    drop(file);
    written.and_then(|()| std::fs::rename(&fresh, path)).map_err(|error| {
        _ = std::fs::remove_file(&fresh);
        failed(error)
    })
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
    match read_plain(&path, &path.symlink_metadata().ok()?, ReadLimit::Whole(LIMIT)) {
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

/// The root of the tree as the system names it, asked for only when a link has to be followed.
struct TreeRoot<'a> {
    root: &'a Path,
    real: OnceCell<Option<PathBuf>>,
}

impl<'a> TreeRoot<'a> {
    const fn new(root: &'a Path) -> Self {
        Self { root, real: OnceCell::new() }
    }

    /// Whether a path without links lies in the tree, and not in `.git`, where a checkout may keep its token.
    fn holds(&self, real: &Path) -> bool {
        let root = self.real.get_or_init(|| self.root.canonicalize().ok());
        let inside = root.as_ref().and_then(|root| real.strip_prefix(root).ok());
        inside.is_some_and(|path| path.components().all(|part| part.as_os_str() != ".git"))
    }
}

/// The entry of one path of the walk; `None` for a folder, unless a file was expected there.
fn entry(found: &DirEntry, root_of_tree: &TreeRoot<'_>, read_limit: Option<ReadLimit>) -> Result<Option<Entry>> {
    if found.file_type().is_dir() {
        // `LICENSES` and `legal` are good names for folders; `README.md` is not.
        let misplaced = found.path().extension().is_some() && matches!(read_limit, Some(ReadLimit::Whole(_)));
        return Ok(misplaced.then(|| Entry::Unreadable(why_not_plain(found.file_type()).to_owned())));
    }
    let metadata = found
        .metadata()
        .map_err(std::io::Error::from)
        .map_err(|error| anyhow!("cannot read {}", with_path(found.path(), &error)))?;
    let size = metadata.len();
    let Some(read_limit) = read_limit else { return Ok(Some(Entry::Unread { size })) };
    Ok(Some(match (open(found.path(), &metadata, root_of_tree, read_limit), read_limit) {
        // Weights that cannot be opened, such as links into a cache, are known by their names as others are.
        (Entry::Unreadable(_), ReadLimit::Head(_)) => Entry::Unread { size },
        (entry, _) => entry,
    }))
}

/// Reads a file of the tree, or the one in the tree that a link leads to. `metadata` is of the path itself.
fn open(path: &Path, metadata: &Metadata, root_of_tree: &TreeRoot<'_>, read_limit: ReadLimit) -> Entry {
    if !metadata.file_type().is_symlink() {
        return read_plain(path, metadata, read_limit);
    }
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Entry::Unreadable("it is a link to a file that is not there".to_owned());
        }
        Err(_) => return Entry::Unreadable("it is a link that leads nowhere".to_owned()),
    };
    if !root_of_tree.holds(&real) {
        return Entry::Unreadable("it is a link that leads out of the checked folder".to_owned());
    }
    match real.symlink_metadata() {
        Ok(metadata) => read_plain(&real, &metadata, read_limit),
        Err(error) => Entry::Unreadable(reason(&error)),
    }
}

/// Reads a plain file. Others are not even opened: opening a pipe would wait for a writer.
fn read_plain(path: &Path, metadata: &Metadata, read_limit: ReadLimit) -> Entry {
    if !metadata.is_file() {
        return Entry::Unreadable(why_not_plain(metadata.file_type()).to_owned());
    }
    let size = metadata.len();
    let limit = match read_limit {
        ReadLimit::Whole(limit) if size > limit => return Entry::TooLarge { size, limit },
        ReadLimit::Whole(limit) => limit,
        ReadLimit::Head(_) => HEAD_LIMIT,
    };
    let read = File::open(path).and_then(|file| {
        if !is_same_file(metadata, &file.metadata()?) {
            return Err(std::io::Error::other("it was replaced while it was read"));
        }
        if let ReadLimit::Head(needs) = read_limit {
            return head(&file, size, needs);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    match (read, read_limit) {
        (Ok(bytes), ReadLimit::Head(_)) => Entry::Head { bytes, size },
        (Ok(bytes), ReadLimit::Whole(_)) if bytes.len() as u64 > limit => {
            Entry::TooLarge { size: bytes.len() as u64, limit }
        }
        (Ok(bytes), ReadLimit::Whole(_)) => Entry::Read(bytes),
        (Err(error), _) => Entry::Unreadable(reason(&error)),
    }
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

/// Whether an opened file is the one that `before` describes, and not a link or a pipe put in its place.
#[cfg(unix)]
fn is_same_file(before: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    opened.is_file() && before.dev() == opened.dev() && before.ino() == opened.ino()
}

#[cfg(not(unix))]
fn is_same_file(_before: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}

/// What a path is that is no plain file, for messages.
fn why_not_plain(kind: FileType) -> &'static str {
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

/// The path from the root, with `/` between its parts.
fn relative(path: &Path, root: &Path) -> String {
    let mut out = String::new();
    for part in path.strip_prefix(root).unwrap_or(path).components() {
        if !out.is_empty() {
            out.push('/');
        }
        for chunk in part.as_os_str().as_encoded_bytes().utf8_chunks() {
            out.push_str(chunk.valid());
            for byte in chunk.invalid() {
                // What is not UTF-8 shows with its value, so that two names seldom read alike.
                out.push_str(&format!("\u{fffd}{byte:02X}"));
            }
        }
    }
    out
}

/// A path that the tree does not have yet: two names may read alike of which one is not UTF-8, and neither file must hide the other.
fn free_path(tree: &Tree, mut path: String) -> String {
    while tree.files.contains_key(&path) {
        path.insert(0, char::REPLACEMENT_CHARACTER);
    }
    path
}

fn as_source(name: &str, bytes: Vec<u8>) -> Result<Source> {
    let text = String::from_utf8(bytes)
        .with_context(|| format!("cannot use the configuration `{name}`: it is not UTF-8 text"))?;
    Ok(Source::new(name, text))
}

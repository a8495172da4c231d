//! The files of a commit as a tree, read from the objects of Git: as they were committed, whatever a checkout makes of them.

use super::links::Links;
use super::listing::{self, Kind, Listed};
use super::objects::Repository;
use super::read_error::ReadError;
use crate::budget::{Meter, TREE};
use crate::disk;
use crate::lfs::MAX_POINTER;
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree, is_lfs_pointer, join, lfs_size};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// The files of a commit.
#[derive(Debug, Default)]
pub(crate) struct CommitTree {
    pub(crate) tree: Tree,
    /// Whether this clone lacks the content of files that matter; they are unreadable in the tree.
    pub(crate) is_partial: bool,
}

/// How the files of a commit are read.
pub(crate) struct Reading<'a> {
    /// The checked folder, from the root of the repository; empty for all of it.
    pub(crate) folder: &'a str,
    /// How much of a file is read, by its path in that folder.
    pub(crate) wanted: &'a dyn Fn(&str) -> Option<ReadLimit>,
    /// Headers of weights that were read already.
    pub(crate) at_hand: &'a Tree,
    /// Whether the commit is the one that is checked out: weights that Git LFS keeps are on the disk then.
    pub(crate) is_checked_out: bool,
}

impl Repository {
    /// The files of a commit below a folder, with paths counted from it.
    pub(crate) fn tree(&self, commit: &str, reading: &Reading<'_>) -> Result<CommitTree, ReadError> {
        let listed = listing::list(self, commit, reading.folder)?;
        let by_path: HashMap<&str, &Listed> = listed.iter().map(|listed| (&*listed.path, listed)).collect();
        let headers = reading.at_hand.files.iter().filter(|(_, entry)| matches!(entry, Entry::Head { .. }));
        let headers = headers.filter_map(|(path, entry)| Some((reading.at_hand.blobs.get(path)?.as_str(), entry)));
        let mut reader = Reader {
            repository: self,
            links: Links::new(self),
            reading,
            headers: headers.collect(),
            heads: 0,
            meter: Meter::new(TREE),
            is_partial: false,
        };
        let mut tree = Tree::default();
        for one in &listed {
            if let Some(entry) = reader.entry(one, &by_path)? {
                tree.files.insert(one.path.clone(), entry);
            }
            match one.kind {
                Kind::File => _ = tree.blobs.insert(one.path.clone(), one.hash.clone()),
                Kind::Submodule => tree.submodules.push(one.path.clone()),
                // A link names another file; what it holds says nothing of that one.
                Kind::Folder | Kind::Link => {}
            }
        }
        Ok(CommitTree { tree, is_partial: reader.is_partial })
    }
}

struct Reader<'a> {
    repository: &'a Repository,
    links: Links<'a>,
    reading: &'a Reading<'a>,
    /// Headers that are available, by the hash of the file or of its pointer.
    headers: HashMap<&'a str, &'a Entry>,
    heads: usize,
    meter: Meter,
    is_partial: bool,
}

impl Reader<'_> {
    /// The entry of a path; nothing for folders, unless a file was expected there, and for submodules.
    fn entry(&mut self, listed: &Listed, all: &HashMap<&str, &Listed>) -> Result<Option<Entry>, ReadError> {
        let limit = (self.reading.wanted)(&listed.path);
        let size = listed.size.unwrap_or(0);
        Ok(match (listed.kind, limit) {
            (Kind::Folder, Some(ReadLimit::Whole(_))) if Path::new(&listed.path).extension().is_some() => {
                Some(Entry::Unreadable("it is a folder, not a file".to_owned()))
            }
            (Kind::Folder | Kind::Submodule, _) => None,
            (_, None) => Some(Entry::Unread { size }),
            (_, Some(limit)) => Some(match (self.links.follow(all, listed), limit) {
                (Ok(file), ReadLimit::Whole(limit)) => self.whole(file, limit)?,
                (Ok(file), ReadLimit::Head(needs)) => self.header(file, &listed.path, needs)?,
                (Err(why), ReadLimit::Whole(_)) => Entry::Unreadable(why.to_owned()),
                // Weights that cannot be opened are known by their names as others are.
                (Err(_), ReadLimit::Head(_)) => Entry::Unread { size },
            }),
        })
    }

    /// A file that is read whole.
    fn whole(&mut self, file: &Listed, limit: u64) -> Result<Entry, ReadError> {
        let Some(size) = file.size else { return Ok(self.missing()) };
        if size > limit {
            return Ok(Entry::TooLarge { size, limit });
        }
        self.count(&file.path, size)?;
        match self.repository.blob(&file.hash, size).map_err(ReadError::Git)? {
            Some(bytes) if bytes.len() as u64 == size => Ok(Entry::Read(bytes)),
            _ => Ok(self.missing()),
        }
    }

    fn missing(&mut self) -> Entry {
        self.is_partial = true;
        Entry::Unreadable("this clone does not have its content".to_owned())
    }

    /// The beginning of a file of weights. What Git LFS keeps is read from the disk, where it has the size that the pointer names:
    /// another file there can only say more.
    fn header(&mut self, file: &Listed, path: &str, needs: fn(&[u8]) -> u64) -> Result<Entry, ReadError> {
        let Some(size) = file.size else { return Ok(Entry::Unread { size: 0 }) };
        if let Some(entry) = self.headers.get(&*file.hash) {
            return Ok((*entry).clone());
        }
        if self.heads >= MOST_HEADS {
            return Ok(Entry::Unread { size });
        }
        let entry = if size <= MAX_POINTER {
            let bytes = self.repository.blob(&file.hash, size).map_err(ReadError::Git)?;
            match bytes {
                Some(bytes) if is_lfs_pointer(&bytes) => {
                    let here = self.reading.is_checked_out.then(|| join(self.reading.folder, path));
                    let header = here
                        .zip(lfs_size(&bytes))
                        .and_then(|(path, size)| disk::header(&self.repository.root().join(path), size, needs));
                    header.unwrap_or(Entry::Unread { size })
                }
                Some(bytes) => Entry::Head { bytes, size },
                None => Entry::Unread { size },
            }
        } else {
            self.begin(file, size, needs)
        };
        if let Entry::Head { bytes, .. } = &entry {
            self.heads += usize::from(entry.is_header());
            self.count(path, bytes.len() as u64)?;
        }
        Ok(entry)
    }

    /// The beginning of a file that may be larger than memory: Git writes it as long as somebody reads.
    fn begin(&self, file: &Listed, size: u64, needs: fn(&[u8]) -> u64) -> Entry {
        let mut command = self.repository.command();
        // Larger files are handed on as they come, and not put together in memory first.
        command.args(["-c", "core.bigFileThreshold=1m", "cat-file", "blob", &*file.hash]);
        let Ok(mut process) = command.spawn() else { return Entry::Unread { size } };
        let mut bytes = Vec::new();
        if let Some(mut out) = process.stdout.take() {
            let most = HEAD_LIMIT.min(size);
            while (bytes.len() as u64) < most {
                let more = needs(&bytes).min(most).saturating_sub(bytes.len() as u64);
                if more == 0 || !matches!(out.by_ref().take(more).read_to_end(&mut bytes), Ok(1..)) {
                    break;
                }
            }
        }
        _ = process.kill();
        _ = process.wait();
        if bytes.is_empty() { Entry::Unread { size } } else { Entry::Head { bytes, size } }
    }

    /// Counts a file that is kept in memory.
    fn count(&mut self, path: &str, bytes: u64) -> Result<(), ReadError> {
        if self.meter.read(path, bytes) {
            return Ok(());
        }
        let how = self.meter.exceeded().map(|exceeded| exceeded.bound.to_string());
        Err(ReadError::TooLarge(how.unwrap_or_default()))
    }
}

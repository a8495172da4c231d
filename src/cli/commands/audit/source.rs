//! Where the repositories of an audit come from: lines of files or standard input, folders, and models on the Hub, in batches.

use super::hub::{Hub, Models};
use crate::audit::line;
use crate::cli::commands::hub::place;
use crate::cli::console;
use crate::disk::{self, Repositories};
use crate::http::hub::ModelPlace;
use crate::model::files::role;
use crate::tree::CONFIGURATIONS;
use anyhow::{Context, Result};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes that are asked for at once: enough that threads seldom wait for each other.
const CHUNK: usize = 256 << 10;

/// Folders in a batch, chosen.
const FOLDERS_PER_BATCH: usize = 16;

/// A part of the input that one thread works on.
pub(super) enum Batch {
    /// Whole lines.
    Lines {
        /// Where they come from.
        name: Arc<str>,
        /// Number of the first line, from 1.
        first: u64,
        /// Their bytes.
        bytes: Vec<u8>,
    },
    /// Model repositories on disk.
    Folders(Vec<Result<PathBuf>>),
    /// A model on the Hub.
    Model(ModelPlace),
    /// Something that cannot be checked, and why.
    Rejected(String),
}

/// All inputs of an audit, one after the other.
pub(super) struct Source<'h> {
    paths: std::vec::IntoIter<PathBuf>,
    current: Option<Current>,
    /// The Hub, where an input is there.
    hub: Option<&'h Hub>,
    /// Bytes of all inputs, where all are plain files.
    pub(super) size: Option<u64>,
}

enum Current {
    Lines(Lines),
    Folders { root: PathBuf, found: bool, repositories: Repositories<fn(&str) -> bool> },
    Models(Models),
}

impl<'h> Source<'h> {
    /// `-` is standard input, and so is no path at all.
    pub(super) fn new(paths: &[PathBuf], hub: Option<&'h Hub>) -> Self {
        let paths = if paths.is_empty() { vec![PathBuf::from("-")] } else { paths.to_vec() };
        let size = paths.iter().map(|path| disk::size(path)).sum();
        Self { paths: paths.into_iter(), current: None, hub, size }
    }

    /// The next part; nothing when all is read.
    pub(super) fn next(&mut self) -> Result<Option<Batch>> {
        loop {
            let batch = match &mut self.current {
                Some(Current::Lines(lines)) => lines.next()?,
                Some(Current::Folders { root, found, repositories }) => {
                    let folders: Vec<_> = repositories.by_ref().take(FOLDERS_PER_BATCH).collect();
                    let first = !std::mem::replace(found, true);
                    if !folders.is_empty() {
                        Some(Batch::Folders(folders))
                    } else if first {
                        let root = root.to_string_lossy();
                        Some(Batch::Rejected(format!("there is no model repository in the folder `{root}`")))
                    } else {
                        None
                    }
                }
                Some(Current::Models(models)) => {
                    let next = self.hub.and_then(|hub| models.next(hub));
                    next.map(|place| place.map_or_else(Batch::Rejected, Batch::Model))
                }
                None => None,
            };
            if batch.is_some() {
                return Ok(batch);
            }
            let Some(path) = self.paths.next() else {
                self.current = None;
                return Ok(None);
            };
            self.current = Some(if path.as_os_str() == "-" {
                Current::Lines(Lines::new("stdin", Box::new(console::input())))
            } else if let Some(place) = place(&path) {
                Current::Models(Models::at(place?))
            } else if disk::is_folder(&path) {
                let repositories = disk::repositories(&path, marks_repository as fn(&str) -> bool);
                Current::Folders { root: path, found: false, repositories }
            } else {
                Current::Lines(Lines::new(&path.to_string_lossy(), Box::new(disk::stream(&path)?)))
            });
        }
    }
}

/// Whether a file of this name makes its folder a model repository.
fn marks_repository(name: &str) -> bool {
    role(name).is_some() || CONFIGURATIONS.contains(&name)
}

/// The lines of one input. A line that is too long is reported and skipped, not kept.
pub(super) struct Lines {
    name: Arc<str>,
    from: Box<dyn Read + Send>,
    /// What was read of a line that has not ended yet.
    unfinished: Vec<u8>,
    /// Its number, from 1.
    number: u64,
}

impl Lines {
    pub(super) fn new(name: &str, from: Box<dyn Read + Send>) -> Self {
        Self { name: name.into(), from, unfinished: Vec::new(), number: 1 }
    }

    fn next(&mut self) -> Result<Option<Batch>> {
        let mut bytes = std::mem::take(&mut self.unfinished);
        loop {
            let from = bytes.len();
            let ended = self.fill(&mut bytes)?;
            if self.number == 1
                && let Some(other) = line::other_format(&bytes)
            {
                anyhow::bail!("cannot read `{}`: {other}", self.name);
            }
            let whole = if ended { Some(bytes.len()) } else { after_last_line_end(&bytes, from) };
            if let Some(whole) = whole.filter(|whole| *whole > 0) {
                self.unfinished = bytes[whole..].to_vec();
                bytes.truncate(whole);
                return Ok(Some(self.lines(bytes)));
            }
            if ended {
                return Ok(None);
            }
            if bytes.len() > line::LINE_LIMIT {
                let error = format!("{}:{}: it is longer than {} bytes", self.name, self.number, line::LINE_LIMIT);
                self.skip_line(bytes)?;
                return Ok(Some(Batch::Rejected(error)));
            }
        }
    }

    fn lines(&mut self, bytes: Vec<u8>) -> Batch {
        let first = self.number;
        self.number += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Batch::Lines { name: Arc::clone(&self.name), first, bytes }
    }

    /// Adds what comes next; whether the input has ended.
    fn fill(&mut self, bytes: &mut Vec<u8>) -> Result<bool> {
        let from = bytes.len();
        bytes.resize(from + CHUNK, 0);
        let read = loop {
            match self.from.read(&mut bytes[from..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read.with_context(|| format!("cannot read `{}`", self.name))?,
            }
        };
        bytes.truncate(from + read);
        Ok(read == 0)
    }

    /// Reads to the end of the line.
    fn skip_line(&mut self, mut bytes: Vec<u8>) -> Result<()> {
        loop {
            bytes.clear();
            if self.fill(&mut bytes)? {
                return Ok(());
            }
            if let Some(at) = memchr::memchr(b'\n', &bytes) {
                self.unfinished = bytes.split_off(at + 1);
                self.number += 1;
                return Ok(());
            }
        }
    }
}

/// One past the last line end at or after `from`.
fn after_last_line_end(bytes: &[u8], from: usize) -> Option<usize> {
    memchr::memrchr(b'\n', &bytes[from..]).map(|at| from + at + 1)
}

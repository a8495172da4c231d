//! What an audit has judged of the Hub, kept in a file from which a run that was stopped goes on.
//!
//! The first line says what verdicts depend on besides the models. A line follows for each model, written at once. A last line without an
//! end was being written when the run was stopped, and does not count.

use crate::audit::counts::Counts;
use crate::audit::page::Row;
use crate::disk;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The version of the format.
const VERSION: u32 = 1;

/// Most bytes of a line, chosen: a report is far smaller.
const LINE_LIMIT: u64 = 64 << 20;

/// What verdicts depend on besides the models. A file of other settings is not gone on with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    audit_journal: u32,
    /// The version of the gate.
    gate: String,
    /// The address of the Hub.
    endpoint: String,
    /// The text of the configuration that the user names.
    config: Option<String>,
    /// The dumps of cards, each with its bytes.
    lineage_from: Vec<(PathBuf, Option<u64>)>,
}

impl Settings {
    pub(super) fn new(endpoint: &str, config: Option<&Path>, dumps: &[PathBuf]) -> Result<Self> {
        let config = config.map(|path| disk::configuration(Path::new("."), "", Some(path))).transpose()?.flatten();
        Ok(Self {
            audit_journal: VERSION,
            gate: env!("CARGO_PKG_VERSION").to_owned(),
            endpoint: endpoint.to_owned(),
            config: config.map(|source| source.text.to_string()),
            lineage_from: dumps.iter().map(|path| (path.clone(), disk::size(path))).collect(),
        })
    }
}

/// What came of one model.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Judged {
    /// The place as a user writes it.
    pub(super) place: String,
    /// The line of the output.
    pub(super) verdict: String,
    pub(super) counts: Counts,
    pub(super) rows: Vec<Row>,
}

/// The place of a line; all else is passed over.
#[derive(Deserialize)]
struct Place {
    place: String,
}

/// The file. Of each model, the place and where its line begins are in memory.
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    lines: HashMap<String, u64>,
}

impl Journal {
    /// Opens the file, or makes it.
    pub(super) fn open(path: &Path, settings: &Settings) -> Result<Self> {
        let shown = path.to_string_lossy();
        let file = disk::open_log(path)?;
        let mut journal = Self { path: path.to_owned(), file: Mutex::new(file), lines: HashMap::new() };
        let failed = || format!("cannot read `{shown}`");
        let file = journal.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut reader = BufReader::new(&*file);
        let (mut start, mut line) = (0u64, Vec::new());
        loop {
            line.clear();
            let read = (&mut reader).take(LINE_LIMIT).read_until(b'\n', &mut line).with_context(failed)?;
            if line.last() != Some(&b'\n') {
                break;
            }
            if start == 0 {
                let Ok(known) = serde_json::from_slice::<Settings>(&line) else {
                    bail!("`{shown}` is not a file that `--resume` wrote: name a new one");
                };
                if known != *settings {
                    bail!(
                        "`{shown}` belongs to an audit with another version, configuration, dump or Hub: remove it, or name a new one"
                    );
                }
            } else {
                let Ok(Place { place }) = serde_json::from_slice(&line) else {
                    bail!("`{shown}` is damaged after byte {start}: remove it, or name a new one");
                };
                journal.lines.insert(place, start);
            }
            start += read as u64;
        }
        let is_ours = start > 0 || line.is_empty() || line.starts_with(b"{\"audit_journal\":");
        if !is_ours || line.len() as u64 == LINE_LIMIT {
            bail!("`{shown}` is not a file that `--resume` wrote: name a new one");
        }
        if !line.is_empty() {
            file.set_len(start).with_context(|| format!("cannot write `{shown}`"))?;
        }
        if start == 0 {
            journal.append(&serde_json::to_string(settings)?)?;
        }
        Ok(journal)
    }

    /// What came of a model before.
    pub(super) fn find(&self, place: &str) -> Result<Option<Judged>> {
        let Some(start) = self.lines.get(place) else { return Ok(None) };
        let failed = || format!("cannot read `{}`", self.path.to_string_lossy());
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(*start)).with_context(failed)?;
        let mut line = Vec::new();
        BufReader::new(&*file).take(LINE_LIMIT).read_until(b'\n', &mut line).with_context(failed)?;
        serde_json::from_slice(&line).map(Some).with_context(failed)
    }

    /// Keeps what came of a model.
    pub(super) fn add(&self, judged: &Judged) -> Result<()> {
        self.append(&serde_json::to_string(judged)?)
    }

    /// Writes a line at the end, at once.
    fn append(&self, line: &str) -> Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(format!("{line}\n").as_bytes());
        written.with_context(|| format!("cannot write `{}`", self.path.to_string_lossy()))
    }
}

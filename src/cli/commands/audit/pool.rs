//! The threads of an audit: each takes the next part of the input, judges it, and writes when it is its turn.

use super::hub::Hub;
use super::journal::Judged;
use super::report::HtmlReport;
use super::source::{Batch, Source};
use crate::audit::auditor::{AuditOptions, Auditor};
use crate::audit::counts::Counts;
use crate::audit::line::{self, LINE_LIMIT};
use crate::audit::page::{self, Name, Row};
use crate::audit::verdict;
use crate::check::config::Config;
use crate::cli::commands::configured;
use crate::cli::commands::reading::Reading;
use crate::cli::console::{self, Pace};
use crate::cli::fault::guarded;
use crate::disk;
use crate::http::hub::ModelPlace;
use crate::report::Report;
use anyhow::{Context, Result, anyhow};
use std::fmt::Arguments;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of the stack of a thread: as many as Linux gives the main thread of a program.
const STACK: usize = 8 << 20;

/// How the threads work.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) options: AuditOptions<'a>,
    /// How many threads there are.
    pub(super) jobs: usize,
    /// What Git ignores is checked too.
    pub(super) no_ignore: bool,
    /// The Hub, where an input is there.
    pub(super) hub: Option<&'a Hub>,
}

/// Checks all of a source on some threads. Each thread holds one part of the input, so memory does not grow with it.
pub(super) fn run(source: Source<'_>, manner: Manner<'_>, report: Option<HtmlReport>) -> Result<Counts> {
    let Manner { options, jobs, hub, .. } = manner;
    let with_rows = report.is_some();
    let turn = Turn { next: 0, stopped: false, report, pace: Pace::start(source.size) };
    let pool = Pool {
        source: Mutex::new((0, source)),
        turn: Mutex::new(turn),
        turn_passed: Condvar::new(),
        with_rows,
        manner,
    };
    let counts = std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for _ in 0..jobs {
            match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || pool.run_thread(options)) {
                Ok(thread) => threads.push(thread),
                Err(error) if threads.is_empty() => return Err(error).context("cannot start a thread"),
                // As many as the system has room for do the same work.
                Err(_) => break,
            }
        }
        let mut counts = Counts::default();
        for thread in threads {
            counts.merge(thread.join().unwrap_or_else(|_| Err(anyhow!("a bug of the gate ended a thread")))?);
        }
        Ok::<_, anyhow::Error>(counts)
    });
    let turn = pool.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    turn.pace.clear();
    let mut counts = counts?;
    counts.is_incomplete = hub.is_some_and(Hub::is_stopped);
    if let Some(report) = turn.report {
        report.end(&counts, options.today)?;
    }
    Ok(counts)
}

struct Pool<'a> {
    /// How many parts were taken, and where the next one comes from.
    source: Mutex<(u64, Source<'a>)>,
    turn: Mutex<Turn>,
    turn_passed: Condvar,
    /// A report is written.
    with_rows: bool,
    manner: Manner<'a>,
}

/// Which part is written next.
struct Turn {
    next: u64,
    /// Nobody reads the output, or writing failed.
    stopped: bool,
    report: Option<HtmlReport>,
    pace: Pace,
}

/// What comes of one part of the input.
#[derive(Default)]
struct Outcome {
    verdicts: String,
    rows: Vec<Row>,
    /// Bytes of the input.
    bytes: usize,
    with_rows: bool,
    errors: Vec<String>,
    counts: Counts,
    /// Why the audit cannot go on.
    fatal: Option<anyhow::Error>,
}

impl Pool<'_> {
    fn run_thread(&self, options: AuditOptions<'_>) -> Result<Counts> {
        guarded(|| self.judge_all(options)).unwrap_or_else(|fault| {
            // Nobody waits for what this thread was to write.
            lock(&self.turn).stopped = true;
            self.turn_passed.notify_all();
            Err(anyhow!(fault))
        })
    }

    fn judge_all(&self, options: AuditOptions<'_>) -> Result<Counts> {
        let mut auditor = Auditor::new(options);
        let mut counts = Counts::default();
        while let Some((number, batch)) = self.take()? {
            let mut outcome = Outcome { with_rows: self.with_rows, ..Outcome::default() };
            outcome.judge(batch, &mut auditor, self.manner);
            let is_read = self.write(number, &mut outcome)?;
            counts.merge(outcome.counts);
            if !is_read {
                break;
            }
        }
        Ok(counts)
    }

    fn take(&self) -> Result<Option<(u64, Batch)>> {
        let mut source = lock(&self.source);
        let Some(batch) = source.1.next()? else { return Ok(None) };
        let number = source.0;
        source.0 += 1;
        Ok(Some((number, batch)))
    }

    /// Writes in the order of the input; whether there is anybody left to write for.
    fn write(&self, number: u64, outcome: &mut Outcome) -> Result<bool> {
        let mut turn = lock(&self.turn);
        while turn.next != number && !turn.stopped {
            turn = self.turn_passed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        if turn.stopped {
            return Ok(false);
        }
        for error in &outcome.errors {
            turn.pace.clear();
            console::complain(error);
        }
        let written = turn.write(outcome, self.manner.hub);
        turn.next += 1;
        turn.stopped = !matches!(written, Ok(true));
        self.turn_passed.notify_all();
        written
    }
}

impl Turn {
    /// Whether anybody still reads the verdicts.
    fn write(&mut self, outcome: &mut Outcome, hub: Option<&Hub>) -> Result<bool> {
        if let Some(error) = outcome.fatal.take() {
            return Err(error);
        }
        let read = console::emit(outcome.verdicts.as_bytes())?;
        if let Some(report) = &mut self.report {
            outcome.rows.iter().try_for_each(|row| report.add(row))?;
        }
        let count = outcome.counts.repositories() + outcome.counts.skipped;
        match hub.and_then(Hub::model_count) {
            Some(models) => {
                self.pace.expect(models);
                self.pace.judged(count, count);
            }
            None => self.pace.judged(count, outcome.bytes.max(usize::from(hub.is_some()) * count)),
        }
        Ok(read)
    }
}

impl Outcome {
    fn judge<'o>(&mut self, batch: Batch, auditor: &mut Auditor<'o>, manner: Manner<'o>) {
        let Manner { options, no_ignore, .. } = manner;
        match batch {
            Batch::Rejected(why) => self.skip(why),
            Batch::Model(place) => self.model(&place, auditor, manner),
            Batch::Lines { name, first, bytes } => {
                self.bytes = bytes.len();
                let mut from = 0;
                let ends = memchr::memchr_iter(b'\n', &bytes).chain([bytes.len()]);
                for (number, end) in (first..).zip(ends) {
                    let line = bytes[from..end].trim_ascii();
                    from = end + 1;
                    if line.is_empty() {
                        continue;
                    }
                    let place = format_args!("{name}:{number}");
                    let judged =
                        self.survive(auditor, options, |this, auditor| this.line(line, place, auditor, options));
                    if let Err(why) = judged.unwrap_or_else(Err) {
                        self.skip(format!("{place}: {why}"));
                    }
                }
            }
            Batch::Folders(folders) => {
                for folder in folders {
                    let judged = folder.and_then(|folder| {
                        self.survive(auditor, options, |this, auditor| {
                            this.folder(&folder, auditor, options, no_ignore)
                        })
                        .unwrap_or_else(|bug| Err(anyhow!("`{}`: {bug}", folder.to_string_lossy())))
                    });
                    if let Err(error) = judged {
                        self.skip(format!("{error:#}"));
                    }
                }
            }
        }
    }

    /// Checks one repository; a bug of the gate costs this one alone.
    fn survive<'o, T>(
        &mut self,
        auditor: &mut Auditor<'o>,
        options: AuditOptions<'o>,
        judge: impl FnOnce(&mut Self, &mut Auditor<'o>) -> T,
    ) -> Result<T, String> {
        guarded(|| judge(self, auditor)).inspect_err(|_| *auditor = Auditor::new(options))
    }

    fn line(
        &mut self,
        line: &[u8],
        place: Arguments<'_>,
        auditor: &mut Auditor<'_>,
        options: AuditOptions<'_>,
    ) -> Result<(), String> {
        if line.len() > LINE_LIMIT {
            return Err(format!("it is longer than {LINE_LIMIT} bytes"));
        }
        let record = line::read(line)?;
        let id = record.id.clone();
        let report = auditor.judge_record(record)?;
        let shown = id.as_deref().map_or_else(|| place.to_string(), str::to_owned);
        self.add(id.as_deref(), Name { shown: &shown, published: id.as_deref() }, &report, options);
        Ok(())
    }

    fn folder(
        &mut self,
        folder: &Path,
        auditor: &mut Auditor<'_>,
        options: AuditOptions<'_>,
        no_ignore: bool,
    ) -> Result<()> {
        let config = match options.config {
            Some(given) => given.clone(),
            None => match disk::configuration(folder, "", None)? {
                Some(source) => configured(&source, "")
                    .with_context(|| format!("the configuration of `{}`", folder.to_string_lossy()))?,
                None => Config::default(),
            },
        };
        let reading = Reading::of_stranger(folder, &config, no_ignore);
        let (tree, left_out) = reading.read()?;
        self.counts.left_out += left_out.iter().map(|left| left.count).sum::<usize>();
        let report = auditor.judge_tree(&tree, &config);
        let id = name(folder);
        self.add(Some(&id), Name { shown: &id, published: config.repository.as_deref() }, &report, options);
        Ok(())
    }

    /// Takes a verdict.
    fn add(&mut self, id: Option<&str>, name: Name<'_>, report: &Report, options: AuditOptions<'_>) {
        let faults = options.faults_of(id);
        self.counts.add(report);
        self.verdicts.push_str(&verdict::line(id, report, &faults));
        if self.with_rows {
            self.rows.extend(page::rows(name, report, &faults));
        }
    }

    fn skip(&mut self, why: String) {
        self.counts.skipped += 1;
        self.errors.push(why);
    }
}

impl Outcome {
    /// Checks a model on the Hub, or takes what an earlier run said of it.
    fn model<'o>(&mut self, place: &ModelPlace, auditor: &mut Auditor<'o>, manner: Manner<'o>) {
        let Some(hub) = manner.hub.filter(|hub| !hub.is_stopped()) else { return };
        let written = place.written();
        match hub.journal.as_ref().map(|journal| journal.find(&written)).transpose() {
            Err(error) => self.fatal = Some(error),
            Ok(Some(Some(judged))) => self.take(judged),
            Ok(None | Some(None)) => {
                let judged =
                    self.survive(auditor, manner.options, |_, auditor| hub.judge(place, auditor, manner.options));
                match judged.map_err(|fault| anyhow!(fault)).flatten() {
                    Ok(judged) => {
                        let kept = hub.journal.as_ref().map_or(Ok(()), |journal| journal.add(&judged));
                        self.fatal = kept.err();
                        self.take(judged);
                    }
                    Err(error) => {
                        if let Some(why) = hub.failed(&format!("`{written}`"), &error) {
                            self.skip(why);
                        }
                    }
                }
            }
        }
    }

    fn take(&mut self, judged: Judged) {
        self.verdicts.push_str(&judged.verdict);
        self.counts.merge(judged.counts);
        self.rows.extend(judged.rows);
    }
}

/// The path of a folder with `/` between its parts.
fn name(folder: &Path) -> String {
    let parts: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/").replacen("//", "/", 1)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_one_repository() {
        let options = AuditOptions { config: None, ancestry: None, today: "2026-01-01" };
        let (mut auditor, mut outcome) = (Auditor::new(options), Outcome::default());
        let failed = outcome.survive(&mut auditor, options, |_, _| -> Result<(), String> { panic!("no such index") });
        assert!(failed.is_err_and(|why| why.contains("a bug of the gate") && why.contains("no such index")));
        let line = br#"{"id":"a/b","card":"---\nlicense: mit\n---\n"}"#;
        let judged = outcome
            .survive(&mut auditor, options, |this, auditor| this.line(line, format_args!("stdin:2"), auditor, options));
        assert_eq!((judged, outcome.counts.repositories()), (Ok(Ok(())), 1));
    }
}

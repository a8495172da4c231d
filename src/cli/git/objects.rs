//! The objects of a repository, by their names: commits and the contents of files, as they were committed.

use super::command::{Settings, git};
use crate::cli::event::is_commit;
use crate::disk;
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command};

/// Most bytes of a commit object, chosen: one with a thousand parents has 50 kB.
const MOST_COMMIT_OBJECT: u64 = 1 << 20;

/// Most bytes of the line by which Git begins an answer.
const MOST_LINE: u64 = 4_096;

/// A repository whose objects are read. The files around it are not looked at, and no attribute or filter applies.
pub(crate) struct Repository {
    root: PathBuf,
    store: PathBuf,
    batch: RefCell<Batch>,
}

/// A commit, as its author wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Commit {
    /// Its full hash.
    pub(crate) hash: String,
    /// Full hashes of the commits that it follows, in order. A clone that was cut off there does not have them.
    pub(crate) parents: Vec<String>,
}

/// The Git process that answers questions for objects.
struct Batch {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Repository {
    /// Opens the repository of the checkout in a folder: one with a `.git` of its own. The error is a clause that says why not.
    pub(crate) fn open(root: &Path) -> Result<Self, String> {
        let store = root.join(".git");
        if !disk::is_folder(&store) {
            return Err("it has no Git repository".to_owned());
        }
        let root = root.to_owned();
        let mut batch = named(&root, &store);
        let started = batch.args(["cat-file", "--batch"]).stdin(std::process::Stdio::piped()).spawn();
        let mut process = started.map_err(|error| format!("the program `git` does not run ({error})"))?;
        let (Some(questions), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the program `git` does not run".to_owned());
        };
        let batch = RefCell::new(Batch { process, questions, answers: BufReader::new(answers) });
        Ok(Self { root, store, batch })
    }

    /// The folder around it.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Git for this repository, named outright: it searches for no other, and asks nobody who owns this one.
    pub(super) fn command(&self) -> Command {
        named(&self.root, &self.store)
    }

    /// The commit that is checked out; nothing where there is none yet.
    pub(crate) fn head(&self) -> Result<Option<Commit>, String> {
        let Some((hash, bytes)) = self.batch.borrow_mut().object("HEAD^{commit}", "commit", MOST_COMMIT_OBJECT)? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes);
        let header = text.split("\n\n").next().unwrap_or_default();
        let parents = header.lines().filter_map(|line| line.strip_prefix("parent ")).map(str::to_owned).collect();
        Ok(Some(Commit { hash, parents }))
    }

    /// The content of a file by its hash, or by Git's other names for it; nothing where this clone does not have it, or where it is
    /// larger than `limit`.
    pub(super) fn blob(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, String> {
        Ok(self.batch.borrow_mut().object(name, "blob", limit)?.map(|(_, bytes)| bytes))
    }
}

fn named(root: &Path, store: &Path) -> Command {
    let mut command = git(root, Settings::None);
    // A path that is not absolute would be counted from the folder of the process, which is the same.
    command.arg("--git-dir").arg(store).stderr(std::process::Stdio::null());
    command
}

impl Batch {
    /// Asks for an object and reads the answer.
    fn object(&mut self, name: &str, kind: &str, limit: u64) -> Result<Option<(String, Vec<u8>)>, String> {
        if name.contains('\n') {
            return Ok(None);
        }
        self.ask(name, kind, limit).map_err(|error| format!("Git does not answer ({error})"))
    }

    fn ask(&mut self, name: &str, kind: &str, limit: u64) -> std::io::Result<Option<(String, Vec<u8>)>> {
        let failed = |why: &str| std::io::Error::other(why.to_owned());
        writeln!(self.questions, "{name}").and_then(|()| self.questions.flush())?;
        let mut line = String::new();
        self.answers.by_ref().take(MOST_LINE).read_line(&mut line)?;
        let line = line.strip_suffix('\n').ok_or_else(|| failed("it ended"))?;
        if line.ends_with(" missing") || line.ends_with(" ambiguous") {
            return Ok(None);
        }
        let mut parts = line.split(' ');
        let (Some(hash), Some(found), Some(Ok(size)), None) =
            (parts.next(), parts.next(), parts.next().map(str::parse::<u64>), parts.next())
        else {
            return Err(failed("the answer has another form"));
        };
        if !is_commit(hash) {
            return Err(failed("the answer has another form"));
        }
        // A line end follows the content.
        if found != kind || size > limit {
            let skipped = std::io::copy(&mut self.answers.by_ref().take(size + 1), &mut std::io::sink())?;
            return if skipped == size + 1 { Ok(None) } else { Err(failed("the answer is cut off")) };
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        self.answers.by_ref().take(size + 1).read_to_end(&mut bytes)?;
        if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
            return Err(failed("the answer is cut off"));
        }
        Ok(Some((hash.to_owned(), bytes)))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // It only reads: nothing is lost, and a failure cannot be reported from here.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

//! The commits of the fake GitHub as Git has them: their names, and checkouts of them as a workflow makes them.

use super::hub::{Files, State};
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A commit: its files, and the object that Git makes of it.
#[derive(Clone, Default)]
pub(crate) struct Commit {
    pub(crate) files: Files,
    pub(crate) parents: Vec<String>,
    object: String,
}

/// How much of the history a checkout holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The commit alone, as `actions/checkout` has it by itself.
    One,
    /// Everything before it too.
    All,
}

/// The name that Git gives an object.
pub(crate) fn name(kind: &str, bytes: &[u8]) -> String {
    hex(&digest(kind, bytes))
}

fn digest(kind: &str, bytes: &[u8]) -> Vec<u8> {
    Sha1::new().chain_update(format!("{kind} {}\0", bytes.len())).chain_update(bytes).finalize().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    })
}

/// The name of a folder's tree object.
fn tree(files: &BTreeMap<&str, (&str, &[u8])>) -> Vec<u8> {
    let mut folders: BTreeMap<&str, BTreeMap<&str, (&str, &[u8])>> = BTreeMap::new();
    // Git sorts a folder as if a slash followed its name.
    let mut entries: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (path, (mode, bytes)) in files {
        match path.split_once('/') {
            Some((folder, rest)) => _ = folders.entry(folder).or_default().insert(rest, (mode, bytes)),
            None => {
                let hash = match *mode {
                    "160000" => (0..40)
                        .step_by(2)
                        .map(|at| u8::from_str_radix(std::str::from_utf8(&bytes[at..at + 2]).unwrap(), 16).unwrap())
                        .collect(),
                    _ => digest("blob", bytes),
                };
                entries.insert((*path).to_owned(), [format!("{mode} {path}\0").as_bytes(), &*hash].concat());
            }
        }
    }
    for (folder, files) in folders {
        entries.insert(format!("{folder}/"), [format!("40000 {folder}\0").as_bytes(), &*tree(&files)].concat());
    }
    digest("tree", &entries.into_values().collect::<Vec<_>>().concat())
}

impl Commit {
    pub(crate) fn new(files: Files, parents: &[&str], message: &str) -> Self {
        let by_path = files.iter().map(|(path, (mode, bytes))| (&**path, (*mode, &**bytes))).collect();
        let mut object = format!("tree {}\n", hex(&tree(&by_path)));
        for parent in parents {
            _ = writeln!(object, "parent {parent}");
        }
        _ = write!(object, "author x <x> 0 +0000\ncommitter x <x> 0 +0000\n\n{message}\n");
        Self { files, parents: parents.iter().map(|parent| (*parent).to_owned()).collect(), object }
    }

    pub(crate) fn name(&self) -> String {
        name("commit", self.object.as_bytes())
    }
}

pub(crate) fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("git");
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null")]);
    command.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(input).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Checks a commit out into a new folder, as `actions/checkout` does: the attributes of its files act.
pub(crate) fn check_out(state: &State, commit: &str, depth: Depth, folder: &Path) {
    _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    git(folder, &["init", "--quiet", "--template="], b"");
    let mut wanted = vec![commit];
    let mut at = 0;
    while let Some(commit) = wanted.get(at) {
        if depth == Depth::All {
            wanted.extend(state.commits[*commit].parents.iter().map(String::as_str));
        }
        at += 1;
    }
    let mut stream = Vec::new();
    for commit in &wanted {
        stream.extend_from_slice(b"commit refs/temporary\ncommitter x <x> 0 +0000\ndata 0\n");
        stream.extend_from_slice(b"deleteall\n");
        for (path, (mode, bytes)) in &state.commits[*commit].files {
            if *mode == "160000" {
                writeln!(stream, "M 160000 {} {path}", std::str::from_utf8(bytes).unwrap()).unwrap();
                continue;
            }
            write!(stream, "M {mode} inline {path}\ndata {}\n", bytes.len()).unwrap();
            stream.extend_from_slice(bytes);
            stream.push(b'\n');
        }
    }
    git(folder, &["fast-import", "--quiet", "--force"], &stream);
    for commit in &wanted {
        let written =
            git(folder, &["hash-object", "-w", "-t", "commit", "--stdin"], state.commits[*commit].object.as_bytes());
        assert_eq!(
            std::str::from_utf8(&written).unwrap().trim(),
            *commit,
            "the files were changed after they were committed"
        );
    }
    if depth == Depth::One {
        fs::write(folder.join(".git/shallow"), format!("{commit}\n")).unwrap();
    }
    fs::remove_file(folder.join(".git/refs/temporary")).unwrap();
    fs::write(folder.join(".git/HEAD"), format!("{commit}\n")).unwrap();
    git(folder, &["reset", "--quiet", "--hard"], b"");
}

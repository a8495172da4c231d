//! The list of a commit's files: their paths, names and sizes, read as it comes.

use super::objects::Repository;
use super::read_error::ReadError;
use crate::budget::{Bound, TREE};
use crate::cli::event::is_commit;
use crate::tree::is_plain;
use std::fmt::Write;
use std::io::{BufRead, BufReader, Read};
use std::process::ChildStdout;

/// Most bytes of one line of the list, chosen: paths have 4,096 at most on any system.
const MOST_LINE: u64 = 64 << 10;

/// What is under a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    Folder,
    /// A commit of another repository.
    Submodule,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Counted from the listed folder, see [`readable`].
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) hash: String,
    /// Bytes; nothing where this clone lacks the content.
    pub(super) size: Option<u64>,
}

/// Everything at and below a folder of a commit (empty for all).
pub(super) fn list(repository: &Repository, commit: &str, folder: &str) -> Result<Vec<Listed>, ReadError> {
    let mut command = repository.command();
    command.args(["ls-tree", "-r", "-t", "-z", "-l", "--full-tree", commit]);
    if !folder.is_empty() {
        command.arg("--").arg(folder);
    }
    let mut process =
        command.spawn().map_err(|error| ReadError::Git(format!("the program `git` does not run ({error})")))?;
    let listed = process.stdout.take().map_or_else(|| Ok(Vec::new()), |out| read(out, folder));
    if listed.is_err() {
        _ = process.kill();
    }
    let ended = process.wait().map_err(|error| ReadError::Git(error.to_string()))?;
    match listed {
        Ok(_) if !ended.success() => Err(ReadError::Git(format!("Git does not list the files of the commit {commit}"))),
        listed => listed,
    }
}

fn read(out: ChildStdout, folder: &str) -> Result<Vec<Listed>, ReadError> {
    let mut out = BufReader::new(out);
    let mut list = Vec::new();
    let mut line = Vec::new();
    for count in 0_usize.. {
        line.clear();
        let read = out.by_ref().take(MOST_LINE).read_until(0, &mut line);
        if read.map_err(|error| ReadError::Git(error.to_string()))? == 0 {
            break;
        }
        if count >= TREE.entries {
            return Err(ReadError::TooLarge(Bound::Entries(TREE.entries).to_string()));
        }
        if line.pop() != Some(0) {
            return Err(ReadError::TooLarge(format!("a path in it has more than {MOST_LINE} bytes")));
        }
        let listed = parse(&line).ok_or_else(|| ReadError::Git("Git lists files in another form".to_owned()))?;
        let below = if folder.is_empty() {
            Some(&*listed.path)
        } else {
            listed.path.strip_prefix(folder).and_then(|path| path.strip_prefix('/'))
        };
        // No checkout has other paths, and GitHub takes none in.
        if let Some(path) = below.filter(|path| is_plain(path)) {
            let path = path.to_owned();
            list.push(Listed { path, ..listed });
        }
    }
    Ok(list)
}

/// A line: mode, kind, hash, size in a column of seven, a tab and the path.
fn parse(line: &[u8]) -> Option<Listed> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (about, path) = (std::str::from_utf8(&line[..tab]).ok()?, &line[tab + 1..]);
    let mut about = about.split_ascii_whitespace();
    let (mode, kind, hash, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
    let kind = match (kind, mode) {
        ("blob", "120000") => Kind::Link,
        ("blob", _) => Kind::File,
        ("tree", _) => Kind::Folder,
        ("commit", _) => Kind::Submodule,
        _ => return None,
    };
    is_commit(hash).then(|| Listed { path: readable(path), kind, hash: hash.to_owned(), size: size.parse().ok() })
}

/// A path as text. No two paths have one text, so that none hides another: each byte that is not UTF-8 reads as U+FFFD and its two digits,
/// and where U+FFFD itself is, a full stop follows it.
fn readable(path: &[u8]) -> String {
    let mut text = String::with_capacity(path.len());
    for chunk in path.utf8_chunks() {
        // A text without it, which is every usual one, is taken as it is.
        if chunk.valid().contains(char::REPLACEMENT_CHARACTER) {
            text.push_str(&chunk.valid().replace(char::REPLACEMENT_CHARACTER, "\u{FFFD}."));
        } else {
            text.push_str(chunk.valid());
        }
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            _ = write!(text, "\u{FFFD}{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Kind, Listed, parse, readable};

    #[test]
    fn no_two_paths_read_alike() {
        assert_eq!(readable("ü/b".as_bytes()), "ü/b");
        assert_eq!(readable(b"m\xff/\xc3("), "m\u{FFFD}ff/\u{FFFD}c3(");
        assert_eq!(readable("m\u{FFFD}ff".as_bytes()), "m\u{FFFD}.ff");
    }

    #[test]
    fn the_lines_that_git_writes() {
        let hash = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        let line = |about: &str, path: &[u8]| parse(&[about.as_bytes(), b"\t", path].concat());
        let listed = |path: &str, kind, size| Some(Listed { path: path.into(), kind, hash: hash.into(), size });
        assert_eq!(line(&format!("100644 blob {hash}      12"), b"a b\tc"), listed("a b\tc", Kind::File, Some(12)));
        assert_eq!(line(&format!("120000 blob {hash}       3"), b"l"), listed("l", Kind::Link, Some(3)));
        assert_eq!(line(&format!("040000 tree {hash}       -"), b"d"), listed("d", Kind::Folder, None));
        assert_eq!(line(&format!("160000 commit {hash}       -"), b"s"), listed("s", Kind::Submodule, None));
        assert_eq!(line(&format!("100644 blob {hash}     BAD"), b"m\xff"), listed("m\u{FFFD}ff", Kind::File, None));
        assert_eq!(line("100644 blob 12 12", b"a"), None);
    }
}

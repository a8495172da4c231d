//! How much of a tree the gate reads: the same bounds for a folder, for a commit and for a line of an audit.

use crate::wording::counted;
use std::fmt;

/// Most of what the gate reads of one tree, and says of it. All numbers were chosen: real repositories, collections of hundreds of
/// models among them, stay far below each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Files and folders that are listed.
    pub(crate) entries: usize,
    /// Folders above a file, from the checked one.
    pub(crate) depth: usize,
    /// Files that are read, whole or their beginnings.
    pub(crate) files: usize,
    /// Bytes of them together. The same bytes under two paths count twice.
    pub(crate) bytes: u64,
    /// Models that are checked.
    pub(crate) models: usize,
    /// License files that serve one model: its own, and those of the folders above.
    pub(crate) texts: usize,
    /// The same over all models: a file at the root serves each of them.
    pub(crate) served: usize,
    /// Findings of one rule in one model that are listed.
    pub(crate) alike: usize,
    /// Findings that are listed.
    pub(crate) findings: usize,
    /// Pieces of evidence that are listed, for one model and one family.
    pub(crate) evidence: usize,
    /// Bytes of the texts that a report quotes and says.
    pub(crate) report: usize,
}

/// The budget of every tree.
pub(crate) const TREE: Budget = Budget {
    entries: 1_000_000,
    depth: 128,
    files: 20_000,
    bytes: 256 << 20,
    models: 10_000,
    texts: 2_000,
    served: 250_000,
    alike: 100,
    findings: 10_000,
    evidence: 100,
    report: 16 << 20,
};

/// Texts that serve one model, however many models there are: its own agreement, notice and use policy are among them.
const LEAST_SERVED: usize = 16;

impl Budget {
    /// How many license files may serve each of some models, nearest first, where `served` do in all.
    pub(crate) fn served_each(&self, models: usize, served: usize) -> usize {
        if served <= self.served {
            return self.texts;
        }
        (self.served / models.max(1)).max(LEAST_SERVED).min(self.texts)
    }
}

/// A bound that a tree exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// So many files and folders.
    Entries(usize),
    /// So many folders one inside the other.
    Depth(usize),
    /// So many files that are read.
    Files(usize),
    /// So many bytes of files that are read.
    Bytes(u64),
    /// So many models.
    Models(usize),
    /// So many license files that serve one model, nearest first.
    Served(usize),
}

/// What a tree has too much of, as a clause.
impl fmt::Display for Bound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Entries(most) => write!(out, "it holds more than {most} files and folders"),
            Self::Depth(most) => write!(out, "more than {} lie one inside the other", counted(most, "folder")),
            Self::Files(most) => write!(out, "more than {} matter to the gate", counted(most, "file")),
            Self::Bytes(most) if most.is_multiple_of(1 << 20) => {
                write!(out, "the files that matter have more than {} MiB together", most >> 20)
            }
            Self::Bytes(most) => write!(out, "the files that matter have more than {most} bytes together"),
            Self::Models(most) => write!(out, "more than {} hold models or parts of them", counted(most, "folder")),
            Self::Served(most) => write!(out, "more than {} serve one of its models", counted(most, "license file")),
        }
    }
}

/// What is not read of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exceeded {
    /// The bound that was met first.
    pub(crate) bound: Bound,
    /// The first file or folder that was not read.
    pub(crate) path: String,
}

/// What of a budget is left while a tree is read.
#[derive(Debug)]
pub(crate) struct Meter {
    budget: Budget,
    entries: usize,
    files: usize,
    bytes: u64,
    exceeded: Option<Exceeded>,
}

impl Meter {
    pub(crate) const fn new(budget: Budget) -> Self {
        Self { budget, entries: budget.entries, files: budget.files, bytes: budget.bytes, exceeded: None }
    }

    /// How many more files and folders can be listed.
    pub(crate) const fn entries_left(&self) -> usize {
        self.entries
    }

    /// How many more bytes can be read.
    pub(crate) const fn bytes_left(&self) -> u64 {
        self.bytes
    }

    /// Counts what is listed at once under a path; whether that is within the budget.
    pub(crate) fn list(&mut self, path: &str, count: usize) -> bool {
        let left = self.entries.checked_sub(count);
        self.entries = left.unwrap_or(self.entries);
        left.is_some() || self.exceed(Bound::Entries(self.budget.entries), path)
    }

    /// Whether what lies in a folder that is so many folders deep is within the budget.
    pub(crate) fn descend(&mut self, path: &str, depth: usize) -> bool {
        depth <= self.budget.depth || self.exceed(Bound::Depth(self.budget.depth), path)
    }

    /// Counts a file to read; whether that is within the budget.
    pub(crate) fn read(&mut self, path: &str, bytes: u64) -> bool {
        if self.files == 0 {
            return self.exceed(Bound::Files(self.budget.files), path);
        }
        self.files -= 1;
        self.grow(path, bytes)
    }

    /// Counts bytes that a file has beyond those that were counted; whether that is within the budget.
    pub(crate) fn grow(&mut self, path: &str, bytes: u64) -> bool {
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.unwrap_or(self.bytes);
        left.is_some() || self.exceed(Bound::Bytes(self.budget.bytes), path)
    }

    /// What the tree exceeds.
    pub(crate) fn exceeded(&self) -> Option<Exceeded> {
        self.exceeded.clone()
    }

    fn exceed(&mut self, bound: Bound, path: &str) -> bool {
        self.exceeded.get_or_insert_with(|| Exceeded { bound, path: path.to_owned() });
        false
    }
}

/// Why a file is not read that a budget has no room for.
pub(crate) const BEYOND: &str = "the repository is larger than the gate reads";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_read_and_the_first_that_does_not_is_named() {
        let mut meter = Meter::new(Budget { entries: 3, depth: 1, files: 3, bytes: 10, ..TREE });
        assert!(meter.list("", 2) && !meter.list("a", 2) && meter.list("b", 1));
        assert!(meter.read("c", 6) && !meter.read("d", 5) && meter.read("e", 4) && !meter.read("f", 0));
        assert!(meter.descend("g", 1) && !meter.descend("g/h", 2));
        assert_eq!(meter.bytes_left(), 0);
        assert_eq!(meter.exceeded(), Some(Exceeded { bound: Bound::Entries(3), path: "a".to_owned() }));
    }
}

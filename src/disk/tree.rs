//! Fills a [`Tree`] from a folder, within a budget.
#![expect(clippy::disallowed_methods, reason = "this is a part of the edge that the fence leads to")]

use super::error::{reason, with_path};
use super::plain::{Room, TreeRoot, open, why_not_plain};
use super::relative::relative;
use crate::budget::{Budget, Meter};
use crate::tree::{Entry, MOST_HEADS, ReadLimit, Tree};
use anyhow::{Result, anyhow};
use std::ffi::OsString;
use std::fs::FileType;
use std::path::{Path, PathBuf};

/// What of a folder is looked at.
pub(crate) struct Walk<'w> {
    /// How much is read of the file under a path, if anything; of the first [`MOST_HEADS`] files by name the beginning.
    pub(crate) limit_of: &'w dyn Fn(&str) -> Option<ReadLimit>,
    /// Which paths are left out.
    pub(crate) skips: &'w dyn Fn(&str) -> bool,
    /// Which folders are left out for what lies in them, by their paths and the names there.
    pub(crate) passes_by: &'w dyn Fn(&str, &Names<'_>) -> bool,
    /// Is called with the number of files so far.
    pub(crate) progress: &'w mut dyn FnMut(usize),
}

/// The files under `root`. `limit_of` takes a path and says how much is read of it, if anything. `skips` says which paths are left out.
pub(crate) fn tree(
    root: &Path,
    limit_of: impl Fn(&str) -> Option<ReadLimit>,
    skips: impl Fn(&str) -> bool,
    mut progress: impl FnMut(usize),
    budget: Budget,
) -> Result<Tree> {
    let walk = Walk { limit_of: &limit_of, skips: &skips, passes_by: &|_, _| false, progress: &mut progress };
    walk_tree(root, walk, budget)
}

/// The files under `root`, as far as `walk` goes.
pub(crate) fn walk_tree<'r>(root: &'r Path, walk: Walk<'r>, budget: Budget) -> Result<Tree> {
    let mut reader =
        Reader { root: TreeRoot::new(root), walk, meter: Meter::new(budget), seen: 0, heads: 0, tree: Tree::default() };
    reader.walk(root)?;
    Ok(Tree { exceeded: reader.meter.exceeded(), ..reader.tree })
}

/// What lies in a folder: the folder, and the names that are still to be looked at.
type Level = (PathBuf, std::vec::IntoIter<(OsString, FileType)>);

/// The names in a folder.
pub(crate) struct Names<'n>(&'n [(OsString, FileType)]);

impl Names<'_> {
    /// Whether one of them is or fits a name, of which the first character may be `*`.
    pub(crate) fn any(&self, wanted: &str) -> bool {
        self.0.iter().filter_map(|(name, _)| name.to_str()).any(|name| match wanted.strip_prefix('*') {
            Some(end) => name.ends_with(end),
            None => name == wanted,
        })
    }
}

struct Reader<'r> {
    root: TreeRoot<'r>,
    walk: Walk<'r>,
    meter: Meter,
    seen: usize,
    heads: usize,
    tree: Tree,
}

impl Reader<'_> {
    /// Looks at all that lies below the root, folder by folder, each in the order of names.
    fn walk(&mut self, root: &Path) -> Result<()> {
        let mut levels: Vec<Level> = self.list(root, root)?.into_iter().collect();
        while let Some((folder, names)) = levels.last_mut() {
            let Some((name, kind)) = names.next() else {
                levels.pop();
                continue;
            };
            let found = folder.join(&name);
            let path = relative(&found, root);
            if name == ".git" || (self.walk.skips)(&path) {
                continue;
            }
            self.add(&found, &path, kind)?;
            if kind.is_dir() && self.meter.descend(&path, levels.len()) {
                levels.extend(self.list(&found, root)?);
            }
        }
        Ok(())
    }

    /// What lies in a folder, by name, so that of two names that read alike the same one keeps its path on every machine; nothing where that
    /// is more than the budget has room for.
    fn list(&mut self, folder: &Path, root: &Path) -> Result<Option<Level>> {
        let path = relative(folder, root);
        let mut names = match names(folder, self.meter.entries_left().saturating_add(1)) {
            Ok(names) => names,
            Err(error) if folder == root => return Err(anyhow!("cannot read {}", with_path(folder, &error))),
            // What lies there may be a model: it is told, and the others are judged.
            Err(error) => {
                self.insert(&path, Entry::ClosedFolder(reason(&error)));
                return Ok(None);
            }
        };
        let passes_by = folder != root && (self.walk.passes_by)(&path, &Names(&names));
        if passes_by || !self.meter.list(&path, names.len()) {
            return Ok(None);
        }
        names.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(Some((folder.to_owned(), names.into_iter())))
    }

    /// Adds the entry of one path; none for a folder, unless a file was expected there.
    fn add(&mut self, found: &Path, path: &str, kind: FileType) -> Result<()> {
        let limit =
            (self.walk.limit_of)(path).filter(|limit| matches!(limit, ReadLimit::Whole(_)) || self.heads < MOST_HEADS);
        if kind.is_dir() {
            // `LICENSES` and `legal` are good names for folders; `README.md` is not.
            if found.extension().is_some() && matches!(limit, Some(ReadLimit::Whole(_))) {
                self.insert(path, Entry::Unreadable(why_not_plain(kind).to_owned()));
            }
        } else {
            let metadata =
                found.symlink_metadata().map_err(|error| anyhow!("cannot read {}", with_path(found, &error)))?;
            let size = metadata.len();
            let entry = match limit {
                None => Entry::Unread { size },
                Some(limit) => {
                    match (open(found, &metadata, &self.root, limit, &mut Room { path, meter: &mut self.meter }), limit)
                    {
                        // Weights that cannot be opened, such as links into a cache, are known by their names as others are.
                        (Entry::Unreadable(_) | Entry::Denied, ReadLimit::Head(_)) => Entry::Unread { size },
                        (entry, _) => entry,
                    }
                }
            };
            self.heads += usize::from(entry.is_header());
            self.insert(path, entry);
        }
        self.seen += 1;
        (self.walk.progress)(self.seen);
        Ok(())
    }

    fn insert(&mut self, path: &str, entry: Entry) {
        // Two names may read alike of which one is not UTF-8, and neither file must hide the other.
        let mut path = path.to_owned();
        while self.tree.files.contains_key(&path) {
            path.insert(0, char::REPLACEMENT_CHARACTER);
        }
        self.tree.files.insert(path, entry);
    }
}

/// What lies in a folder, up to a number of files and folders.
fn names(folder: &Path, most: usize) -> std::io::Result<Vec<(OsString, FileType)>> {
    let entries = folder.read_dir()?.take(most);
    entries.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)))).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use crate::budget::{BEYOND, Bound, Exceeded, TREE};
    use std::fs;

    fn folder(name: &str, files: &[&str]) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/budget").join(name);
        _ = fs::remove_dir_all(&root);
        for path in files {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), "four").unwrap();
        }
        root
    }

    fn read(root: &Path, budget: Budget) -> Tree {
        tree(root, |path| path.ends_with("md").then_some(ReadLimit::Whole(10)), |_| false, |_| (), budget).unwrap()
    }

    /// The paths that a tree has, those that were not read in parentheses.
    fn shown(tree: &Tree) -> String {
        let shown = tree.files.iter().map(|(path, entry)| match entry {
            Entry::Unreadable(why) if why == BEYOND => format!("({path})"),
            _ => path.clone(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn exceeded(bound: Bound, path: &str) -> Exceeded {
        Exceeded { bound, path: path.to_owned() }
    }

    #[test]
    fn a_tree_is_read_as_far_as_its_budget_goes() {
        let root = folder("all", &["a/b/1.md", "a/2.md", "c/3.md", "c/x", "c/y", "d.md"]);
        let all = read(&root, TREE);
        assert_eq!((shown(&all).as_str(), all.exceeded), ("a/2.md a/b/1.md c/3.md c/x c/y d.md", None));
        for (budget, files, bound) in [
            (
                Budget { files: 2, ..TREE },
                "a/2.md a/b/1.md (c/3.md) c/x c/y (d.md)",
                exceeded(Bound::Files(2), "c/3.md"),
            ),
            (
                Budget { bytes: 11, ..TREE },
                "a/2.md a/b/1.md (c/3.md) c/x c/y (d.md)",
                exceeded(Bound::Bytes(11), "c/3.md"),
            ),
            (Budget { depth: 1, ..TREE }, "a/2.md c/3.md c/x c/y d.md", exceeded(Bound::Depth(1), "a/b")),
            // Of a folder that is larger than what is left nothing is listed, in whatever order the system names its files.
            (Budget { entries: 7, ..TREE }, "a/2.md a/b/1.md d.md", exceeded(Bound::Entries(7), "c")),
        ] {
            let tree = read(&root, budget);
            assert_eq!((shown(&tree).as_str(), tree.exceeded), (files, Some(bound)), "{budget:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn each_link_to_one_file_counts() {
        let root = folder("links", &["a.md"]);
        for name in ["b.md", "c.md"] {
            std::os::unix::fs::symlink("a.md", root.join(name)).unwrap();
        }
        let tree = read(&root, Budget { bytes: 8, ..TREE });
        assert_eq!(
            (shown(&tree).as_str(), tree.exceeded),
            ("a.md b.md (c.md)", Some(exceeded(Bound::Bytes(8), "c.md")))
        );
    }
}

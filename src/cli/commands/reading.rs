//! Which files of a repository are read: those of the folders that are judged, and what serves these from above.

use crate::budget::TREE;
use crate::check::SkipPattern;
use crate::check::config::Config;
use crate::cli::console::Progress;
use crate::cli::git::Ignored;
use crate::disk::{self, Names, Walk};
use crate::model::files::read_limit;
use crate::model::linked::{leads_out, with_linked};
use crate::model::{KEYS, may_serve, needs_whole_tree};
use crate::report::{LeftOut, LeftOutReason};
use crate::tree::{ReadLimit, Tree, is_in};
use anyhow::Result;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How the files of a repository are read for the folders in it that are checked.
pub(super) struct Reading<'a> {
    repository: &'a Path,
    /// The checked folders; all of the repository where there is none.
    scopes: &'a [String],
    config: &'a Config,
    exclude: &'a [SkipPattern],
    /// What Git ignores, where it says so.
    ignored: Option<Ignored>,
    /// Whether folders that tools make are left out.
    without_environments: bool,
    left_out: RefCell<BTreeMap<LeftOutReason, BTreeSet<String>>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        repository: &'a Path,
        scopes: &'a [String],
        config: &'a Config,
        exclude: &'a [SkipPattern],
        no_ignore: bool,
    ) -> Self {
        let has_git = disk::exists(&repository.join(".git"));
        let ignored = if has_git && !no_ignore { Ignored::read(repository, scopes) } else { None };
        // Where Git keeps files and does not say which, all are judged.
        let without_environments = !no_ignore && (ignored.is_some() || !has_git);
        let left_out = RefCell::default();
        Self { repository, scopes, config, exclude, ignored, without_environments, left_out }
    }

    /// All of a folder that somebody else may have made: nothing is left out for what lies in it, but what Git ignores there.
    pub(super) fn of_stranger(repository: &'a Path, config: &'a Config, no_ignore: bool) -> Self {
        Self { without_environments: false, ..Self::new(repository, &[], config, &[], no_ignore) }
    }

    /// The files, and what was left out of the checked folders.
    pub(super) fn read(self) -> Result<(Tree, Vec<LeftOut>)> {
        let exists = |path: &str| disk::exists(&self.repository.join(path));
        let mut tree = self.tree(false)?;
        if !self.scopes.is_empty() && (needs_whole_tree(&tree) || leads_out(&tree, exists)) {
            tree = self.tree(true)?;
        }
        let left_out = self.left_out.into_inner().into_iter();
        let left_out = left_out.map(|(reason, paths)| LeftOut {
            reason,
            count: paths.len(),
            first: paths.into_iter().next().unwrap_or_default(),
        });
        Ok((tree, left_out.collect()))
    }

    /// The files of the whole repository, or those alone that may matter to the checked folders.
    fn tree(&self, is_whole: bool) -> Result<Tree> {
        let mut progress = Progress::new();
        let tree = self.walk(&read_limit, is_whole, &mut |count| progress.show(count));
        progress.done();
        let tree = Tree { scopes: self.scopes.to_vec(), ..tree? };
        with_linked(tree, |wanted| self.walk(wanted, is_whole, &mut |_| ()))
    }

    fn walk(
        &self,
        limit_of: &dyn Fn(&str) -> Option<ReadLimit>,
        is_whole: bool,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Tree> {
        let skips = |path: &str| !(is_whole || may_serve(self.scopes, path)) || self.leaves_out(path);
        let passes_by = |path: &str, names: &Names<'_>| self.is_environment(path, names);
        disk::walk_tree(self.repository, Walk { limit_of, skips: &skips, passes_by: &passes_by, progress }, TREE)
    }

    fn is_judged(&self, path: &str) -> bool {
        self.scopes.is_empty() || self.scopes.iter().any(|scope| is_in(path, scope))
    }

    /// Whether a path is left out. What the user names is read, whatever is said of the folders above it.
    fn leaves_out(&self, path: &str) -> bool {
        if self.scopes.iter().any(|scope| is_in(scope, path)) {
            return false;
        }
        let named = self.scopes.iter().find(|scope| is_in(path, scope)).map(String::as_str);
        let is_new = |leaves_out: &dyn Fn(&str) -> bool| leaves_out(path) && !named.is_some_and(leaves_out);
        let reason = if is_new(&|path| self.config.leaves_out(path)) {
            LeftOutReason::Skipped
        } else if is_new(&|path| self.exclude.iter().any(|pattern| pattern.is_match(path))) {
            LeftOutReason::Excluded
        } else if self.ignored.as_ref().is_some_and(|ignored| ignored.holds(path)) {
            LeftOutReason::Ignored
        } else {
            return false;
        };
        self.note(reason, path);
        true
    }

    /// Whether a folder is one of programs or data that a tool put there, and Git keeps nothing of it.
    fn is_environment(&self, path: &str, names: &Names<'_>) -> bool {
        if !self.without_environments || self.scopes.iter().any(|scope| is_in(scope, path)) {
            return false;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let shows = KEYS.environments.iter().any(|known| {
            (known.folder.is_empty() || known.folder == name) && known.holds.iter().any(|held| names.any(held))
        });
        if !shows || self.ignored.as_ref().is_some_and(|ignored| ignored.is_kept(path)) {
            return false;
        }
        self.note(LeftOutReason::Environment, path);
        true
    }

    /// Remembers what is left out of the checked folders.
    fn note(&self, reason: LeftOutReason, path: &str) {
        if self.is_judged(path) {
            self.left_out.borrow_mut().entry(reason).or_default().insert(path.to_owned());
        }
    }
}

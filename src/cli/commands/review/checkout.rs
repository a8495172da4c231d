//! The checkout that a run judges: the repository around the judged folder, and the commit that is checked out.

use crate::cli::git::{Commit, Repository};
use crate::disk;
use std::path::{Path, PathBuf};

/// The repository of the checkout, and its commit that is checked out.
pub(super) struct Checkout {
    pub(super) repository: Repository,
    pub(super) head: Commit,
}

impl Checkout {
    /// The checkout in a folder; the error is a clause that says why there is none.
    fn find(folder: &Path) -> Result<Self, String> {
        let repository = Repository::open(folder)?;
        let head = repository.head()?.ok_or("nothing is committed there")?;
        Ok(Self { repository, head })
    }

    /// The root of the repository that a folder lies in, and its checkout: the workspace, or a folder in it that one of the event's commits was
    /// checked out into. Repositories of others, which may lie there too, are not taken for it.
    pub(super) fn around(
        judged: &Path,
        workspace: &Path,
        is_known: impl Fn(&str) -> bool,
    ) -> (PathBuf, Result<Self, String>) {
        let found = Self::find(workspace);
        let inside = disk::below(judged, workspace).filter(|path| found.is_err() && !path.is_empty());
        for (end, _) in inside.iter().flat_map(|path| path.match_indices('/').chain([(path.len(), "")])) {
            let root = workspace.join(&inside.as_deref().unwrap_or_default()[..end]);
            if let Ok(checkout) = Self::find(&root)
                && is_known(&checkout.head.hash)
            {
                return (root, Ok(checkout));
            }
        }
        (workspace.to_owned(), found)
    }
}

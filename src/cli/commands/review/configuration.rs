//! Where the configuration that the user names is: in this repository, or in another one at a commit.

use super::places::relative;
use super::session::ReviewRun;
use super::side::{Side, source};
use crate::cli::arguments::ReviewArguments;
use crate::cli::event::is_commit;
use crate::http::github::{Access, Session, is_repository};
use crate::source::Source;
use crate::spelling::{LOOSE, nearest};
use crate::tree::{CONFIGURATION_LIMIT, ReadLimit, Tree};
use anyhow::{Context, Result, anyhow, bail};

/// Thirds of the time limit, chosen, for reading a configuration of another repository.
const ELSEWHERE: u32 = 1;

/// Letters of a commit's hash.
const HASH: usize = 40;

/// The configuration that the user names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// By its path in the repository.
    Here(String),
    /// By its path in another repository, at a commit: nobody can change what it holds.
    Elsewhere { repository: String, path: String, commit: String },
}

impl Given {
    /// The one that the arguments name.
    pub(super) fn of(arguments: &ReviewArguments) -> Result<Option<Self>> {
        let Some(named) = &arguments.config else { return Ok(None) };
        let elsewhere = named.to_str().and_then(Self::elsewhere);
        elsewhere.map_or_else(|| relative(named).map(Self::Here), Ok).map(Some)
    }

    /// Reads `OWNER/REPO/PATH@COMMIT`.
    fn elsewhere(named: &str) -> Option<Self> {
        let (place, commit) = named.rsplit_once('@').filter(|(_, commit)| commit.len() == HASH && is_commit(commit))?;
        let (end, _) = place.match_indices('/').nth(1)?;
        let (repository, path) = (&place[..end], &place[end + 1..]);
        let is_whole = is_repository(repository) && !path.is_empty();
        is_whole.then(|| Self::Elsewhere { repository: repository.into(), path: path.into(), commit: commit.into() })
    }

    /// The path, where it is one of this repository.
    pub(super) fn here(&self) -> Option<&str> {
        match self {
            Self::Here(path) => Some(path),
            Self::Elsewhere { .. } => None,
        }
    }

    /// The configuration of another repository, read over the API; nothing where it is one of this repository.
    pub(super) fn read_elsewhere(&self, run: &ReviewRun) -> Result<Option<Source>> {
        let Self::Elsewhere { repository, path, commit } = self else { return Ok(None) };
        let name = format!("{repository}/{path}@{commit}");
        let read = || -> Result<Option<Source>> {
            let access = run.access.as_ref().ok_or_else(|| anyhow!("no repository is named (`--repo`)"))?;
            let access = Access { repository: repository.clone(), ..access.clone() };
            let session = Session::open(&access, run.time_share(ELSEWHERE))?;
            let side = Side::Commit(&session, commit.clone());
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            let wanted = |path: &str| (path == file).then_some(ReadLimit::Whole(CONFIGURATION_LIMIT));
            let tree = side.read(folder, &wanted, &Tree::default())?.tree;
            source(&name, tree.files.get(file))
        };
        match read().with_context(|| format!("cannot read the configuration `{name}`"))? {
            Some(source) => Ok(Some(source)),
            None => bail!("cannot read the configuration `{name}`: the commit has no such file"),
        }
    }
}

/// Says that no commit holds the configuration, with the name that is meant.
pub(super) fn missing(path: &str, side: &Side<'_>) -> anyhow::Error {
    let listed = side.read("", &|_| None, &Tree::default()).map(|read| read.tree).unwrap_or_default();
    let is_yaml = |path: &&str| path.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "yml" | "yaml"));
    let meant = nearest(path, listed.files.keys().map(String::as_str).filter(is_yaml), LOOSE);
    let meant = meant.map_or_else(String::new, |meant| format!(". Did you mean `{meant}`?"));
    let pin = if path.contains('@') {
        ". One of another repository is named `OWNER/REPO/PATH@COMMIT`, by the 40 letters of a commit's hash"
    } else {
        ""
    };
    anyhow!("there is no configuration `{path}` in the commit{pin}{meant}")
}

#[cfg(test)]
mod tests {
    use super::Given;

    #[test]
    fn a_configuration_of_another_repository_is_pinned() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let named = Given::elsewhere(&format!("acme/policies/gate/models.yml@{commit}"));
        let (repository, path) = ("acme/policies".to_owned(), "gate/models.yml".to_owned());
        assert_eq!(named, Some(Given::Elsewhere { repository, path, commit: commit.to_owned() }));
        for other in ["main", "v1", &commit[..39], &commit.to_uppercase(), &"0".repeat(40), &format!("{commit}0")] {
            assert_eq!(Given::elsewhere(&format!("acme/policies/gate.yml@{other}")), None, "{other}");
        }
        for place in ["acme/policies", "acme/policies/", "gate.yml", "ac me/policies/gate.yml", "../x/gate.yml"] {
            assert_eq!(Given::elsewhere(&format!("{place}@{commit}")), None, "{place}");
        }
    }
}

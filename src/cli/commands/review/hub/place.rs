//! Which pull request on the Hub the user names, and which options make no sense there.

use crate::cli::arguments::{Review, ReviewArguments};
use crate::cli::commands::hub;
use crate::cli::commands::review::configuration::Given;
use crate::cli::console;
use crate::http::hub::{HubPlace, ModelPlace};
use crate::render::Target;
use anyhow::{Result, bail};
use std::path::Path;

/// A pull request on the Hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PullPlace {
    /// `owner/name` of the model.
    pub(crate) id: String,
    pub(crate) number: u64,
}

/// The commit that a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// `owner/name` of the model, as the Hub writes it.
    pub(super) id: String,
    /// Full hash.
    pub(super) commit: String,
}

impl PullPlace {
    /// The place as reports name it.
    pub(super) fn target(&self) -> Target {
        hub::target(Path::new(&format!("hf://{}@{}", self.id, self.revision())))
    }

    /// Its revision, which holds what it proposes.
    pub(super) fn revision(&self) -> String {
        format!("refs/pr/{}", self.number)
    }
}

/// The pull request that the arguments name; nothing where none of their paths is a place on the Hub.
///
/// # Errors
///
/// A sentence for a place other than a pull request, and for options that are for GitHub.
pub(crate) fn place(arguments: &ReviewArguments) -> Result<Option<PullPlace>> {
    let Some(place) = arguments.paths.iter().find_map(|path| hub::place(path)).transpose()? else { return Ok(None) };
    if arguments.paths.len() > 1 {
        bail!("name one place: a run reviews one pull request on the Hub");
    }
    let ModelPlace { id, revision } = match place {
        HubPlace::Model(model) => model,
        HubPlace::Owner(owner) => bail!("`hf://{owner}` names no model: write hf://ORG/NAME --pr NUMBER"),
    };
    if let Some(option) = for_github(arguments) {
        bail!("`{option}` is for GitHub, and `hf://{id}` is on the Hub");
    }
    if Given::of(arguments)?.is_some_and(|given| given.here().is_none()) {
        bail!("`--config OWNER/REPO/PATH@COMMIT` is for GitHub: on the Hub, name a path in the base commit");
    }
    if arguments.review == Review::RequestChanges {
        bail!("`--review request-changes` is for GitHub: on the Hub, the gate comments or does nothing (`off`)");
    }
    let named = revision.as_deref().map(|revision| match pull_number(revision) {
        Some(number) => Ok(number),
        None => bail!("`hf://{id}@{revision}` is not a pull request: write hf://{id} --pr NUMBER"),
    });
    let number = match (named.transpose()?, arguments.place.pr) {
        (Some(named), Some(other)) if named != other => {
            bail!("`hf://{id}@refs/pr/{named}` is not pull request {other}: name one of them")
        }
        (Some(number), _) | (None, Some(number)) => number,
        (None, None) => bail!("name the pull request: hf://{id} --pr NUMBER"),
    };
    Ok(Some(PullPlace { id, number }))
}

/// The number in `refs/pr/7`.
fn pull_number(revision: &str) -> Option<u64> {
    let number = revision.strip_prefix("refs/pr/")?;
    number.parse().ok().filter(|number: &u64| *number > 0 && number.to_string() == revision["refs/pr/".len()..])
}

/// An option that the user gives and only GitHub knows. What the runner of a workflow sets counts as not given.
fn for_github(arguments: &ReviewArguments) -> Option<&'static str> {
    let place = &arguments.place;
    let is_given = |value: Option<&str>, variable: &str| {
        value.is_some_and(|value| !value.is_empty() && !console::is_value_of(variable, value))
    };
    let path = |path: &Option<std::path::PathBuf>| path.as_deref().and_then(Path::to_str).map(str::to_owned);
    let (api, graphql) = ("https://api.github.com", "https://api.github.com/graphql");
    let options = [
        ("--base", arguments.base.is_some()),
        ("--repo", is_given(place.repo.as_deref(), "GITHUB_REPOSITORY")),
        ("--merge", is_given(place.merge.as_deref(), "GITHUB_SHA")),
        ("--event", is_given(place.event.as_deref(), "GITHUB_EVENT_NAME")),
        ("--event-file", is_given(path(&place.event_file).as_deref(), "GITHUB_EVENT_PATH")),
        ("--api-url", place.api_url != api && is_given(Some(&place.api_url), "GITHUB_API_URL")),
        ("--graphql-url", place.graphql_url != graphql && is_given(Some(&place.graphql_url), "GITHUB_GRAPHQL_URL")),
    ];
    options.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
}

#[cfg(test)]
mod tests {
    use super::pull_number;

    #[test]
    fn the_number_of_a_pull_request() {
        assert_eq!(pull_number("refs/pr/7"), Some(7));
        for other in ["main", "refs/pr/0", "refs/pr/", "refs/pr/07", "refs/pr/+7", "refs/pr/x", "refs/pr/7/x"] {
            assert_eq!(pull_number(other), None, "{other}");
        }
    }
}

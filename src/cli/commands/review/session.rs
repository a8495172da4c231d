//! The pull request, its commits and the folder that one run judges, and the access to GitHub.

use super::checkout::Checkout;
use super::places::{self, Places, relative};
use crate::cli::arguments::ReviewArguments;
use crate::cli::commands::hub::HubContact;
use crate::cli::console::{self, Clock};
use crate::cli::event::{self, Event};
use crate::disk;
use crate::http::HttpError;
use crate::http::github::{Access, Pull, Session, is_repository};
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;
use std::time::Duration;

/// Most bytes of an event's payload: GitHub's own limit for it.
const PAYLOAD_LIMIT: u64 = 25 << 20;

/// The pull request and the folder that one run of `review` checks, and the access to GitHub.
pub(super) struct ReviewRun {
    /// The event, with the values of flags in place of its own.
    pub(super) event: Event,
    /// The folder that the workflow runs in.
    pub(super) workspace: PathBuf,
    /// The root of the repository: the workspace, or the folder in it that a checkout was put into.
    pub(super) root: PathBuf,
    /// The commit that the workflow runs for.
    pub(super) commit: Option<String>,
    /// The merge of head and base that GitHub made, unless something else is checked out.
    pub(super) merge: Option<String>,
    /// The checked folders.
    pub(super) places: Places,
    /// How to reach GitHub, where a repository is named.
    pub(super) access: Option<Access>,
    /// Where base models are looked up, if the pull request is one on the Hub.
    pub(super) look_ups: Option<HubContact>,
    clock: Clock,
    limit: Duration,
}

impl ReviewRun {
    /// A run on a pull request on the Hub.
    pub(super) fn on_hub(arguments: &ReviewArguments, number: u64) -> Self {
        // The rest is for work that is not on the network: the run ends within the limit whatever hangs.
        let limit = Duration::from_secs(arguments.time_limit) * 11 / 12;
        Self {
            event: Event { kind: event::Kind::Numbered, number: Some(number), ..Event::default() },
            workspace: PathBuf::from("."),
            root: PathBuf::new(),
            commit: None,
            merge: None,
            places: Places::default(),
            access: None,
            look_ups: None,
            clock: Clock::start(),
            limit,
        }
    }

    /// What the arguments and the event say, with the checkout or the reason why there is none.
    pub(super) fn read(arguments: &ReviewArguments) -> Result<(Self, Result<Checkout, String>)> {
        if arguments.tokens_from_stdin {
            console::read_tokens()?;
        }
        let place = &arguments.place;
        let name = place.event.as_deref().unwrap_or_default();
        let mut event = match place.event_file.as_deref().filter(|path| !path.as_os_str().is_empty()) {
            Some(path) => {
                let payload = disk::read(path, PAYLOAD_LIMIT)?;
                event::read(name, &String::from_utf8_lossy(&payload))
                    .map_err(|error| anyhow!("cannot use the event `{}`: {error}", path.display()))?
            }
            None => Event { kind: event::Kind::named(name), ..Event::default() },
        };
        if place.pr.is_some() {
            event.number = place.pr;
            if event.kind == event::Kind::Other && !name.is_empty() && place.sha.is_none() {
                // What a run by hand or after a comment has checked out is not the head.
                event.kind = event::Kind::Numbered;
            }
        }
        if let Some(commit) = &place.sha {
            if !event::is_commit(commit) {
                bail!("`{commit}` is not a full commit hash");
            }
            event.head = Some(commit.clone());
        }
        let workspace = place.workspace.clone().filter(|path| !path.as_os_str().is_empty());
        let workspace = workspace.unwrap_or_else(|| PathBuf::from("."));
        let commit = place.merge.clone().filter(|commit| event::is_commit(commit));
        let reads_checkout = arguments.from_report.is_none() && !event.kind.is_without_checkout();
        let (root, places, checkout) = if reads_checkout {
            let is_known = |head: &str| [&commit, &event.head].into_iter().flatten().any(|known| known == head);
            places::checked_out(&arguments.paths, &workspace, is_known)?
        } else {
            let folders = arguments.paths.iter().map(|path| relative(path)).collect::<Result<_>>()?;
            (workspace.clone(), Places::new(folders), Err("none is needed".to_owned()))
        };
        // A checkout of something else is not of the merge.
        let there = checkout.as_ref().ok().map(|checkout| checkout.head.hash.clone()).or_else(|| disk::git_head(&root));
        let merge = commit.clone().filter(|_| event.kind == event::Kind::Pull);
        let merge = merge.filter(|merge| there.is_none_or(|there| there == *merge));
        let repository = place.repo.clone().filter(|name| !name.is_empty());
        if let Some(name) = repository.as_ref().filter(|name| !is_repository(name)) {
            bail!("`{name}` is not a repository such as owner/name");
        }
        let access = repository.map(|repository| Access {
            api: place.api_url.trim_end_matches('/').to_owned(),
            graphql: place.graphql_url.clone(),
            token: console::token().unwrap_or_default(),
            repository,
        });
        let limit = Duration::from_secs(arguments.time_limit);
        let (look_ups, clock) = (None, Clock::start());
        Ok((Self { event, workspace, root, commit, merge, places, access, look_ups, clock, limit }, checkout))
    }

    /// A connection that takes at most `thirds` of the time limit, and no more than what is left of it.
    pub(super) fn session(&self, thirds: u32) -> Result<Session, HttpError> {
        let access = self.access.as_ref().ok_or_else(|| HttpError::Refused("No repository is named.".to_owned()))?;
        Session::open(access, self.time_share(thirds))
    }

    /// At most `thirds` of the time limit, and no more than what is left of it.
    pub(super) fn time_share(&self, thirds: u32) -> Duration {
        self.clock.left(self.limit).min(self.limit / 3 * thirds)
    }

    /// Finds out what the event does not say: the pull request by its number or its head, and its commits.
    pub(super) fn complete(&mut self, session: &Session) -> Result<Pull, HttpError> {
        let pull = match (self.event.number, &self.event.head) {
            (Some(number), _) => session.pull(number)?,
            (None, Some(head)) => {
                let found = session.pulls_of(head, self.event.head_label.as_deref())?.into_iter().next();
                found.ok_or_else(|| {
                    HttpError::Refused(format!("No open pull request has the commit {head} as its head."))
                })?
            }
            (None, None) => return Err(HttpError::Refused("No pull request is named.".to_owned())),
        };
        self.event.number = Some(pull.number);
        self.event.head.get_or_insert_with(|| pull.head.clone());
        self.event.base.get_or_insert_with(|| pull.base.clone());
        self.event.base_branch.get_or_insert_with(|| pull.base_branch.clone());
        Ok(pull)
    }

    /// Whether the base commit's configuration applies: where somebody else's change is checked, and before it is merged.
    pub(super) fn uses_base_configuration(&self) -> bool {
        use event::Kind::{MergeGroup, Pull, PullTarget, WorkflowRun};
        self.event.number.is_some() || matches!(self.event.kind, Pull | PullTarget | WorkflowRun | MergeGroup)
    }
}

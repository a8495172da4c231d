//! The Hugging Face Hub of one run: the conversation with it, and what it says about base models that nothing at hand knows.

use crate::check::config::Config;
use crate::check::unknown_parents;
use crate::cli::arguments::HubArguments;
use crate::cli::{console, hub_environment};
use crate::disk;
use crate::http::HttpError;
use crate::http::hub::{self, HubAccess, HubAnswers, HubPlace, HubSession, LookUps, Patience};
use crate::lineage::LineageFacts;
use crate::render::Target;
use crate::tree::Tree;
use anyhow::{Result, anyhow};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};
use std::time::Duration;

/// Longest time that all lookups for files on the disk take together, chosen.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Longest time that reading on the Hub takes, lookups included; chosen: a run ends within a minute whatever hangs.
pub(super) const READING_TIME: Duration = Duration::from_secs(45);

/// The Hub as one run knows it. Nothing is sent, and no connection made, before it is asked.
pub(super) struct HubContact {
    /// Asked of the environment when it is needed: most runs send nothing.
    access: LazyLock<HubAccess, Box<dyn FnOnce() -> HubAccess + Send>>,
    time: Duration,
    /// Where files are kept from one run to the next.
    files: Option<PathBuf>,
    /// Whether the token of the environment is left out of it.
    withholds_token: bool,
    session: OnceLock<Result<HubSession, HttpError>>,
}

impl HubContact {
    /// The Hub that the environment names, with the token there or the one that `hf auth login` stored. All that is asked together takes
    /// no longer than `time`.
    pub(super) fn new(time: Duration) -> Self {
        Self::lazy(hub_environment::token, time)
    }

    /// The same without the stored token: that of the person or machine that runs a workflow is not meant for it.
    pub(super) fn without_stored_token(time: Duration) -> Self {
        Self::lazy(console::hub_token, time)
    }

    fn lazy(token: impl FnOnce() -> Option<String> + Send + 'static, time: Duration) -> Self {
        Self::of(move || HubAccess { endpoint: endpoint(), token: token() }, time)
    }

    fn of(access: impl FnOnce() -> HubAccess + Send + 'static, time: Duration) -> Self {
        Self {
            access: LazyLock::new(Box::new(access)),
            time,
            files: None,
            withholds_token: false,
            session: OnceLock::new(),
        }
    }

    /// A run of many conversations, each of which takes no longer than `time` apart from waits for the Hub's rate limit.
    ///
    /// # Errors
    ///
    /// Those of [`Self::session`].
    pub(super) fn patient(time: Duration, patience: Patience) -> Result<Self, HttpError> {
        let contact = Self::new(time);
        may_ask()?;
        let session = HubSession::open_patient(&contact.access, time, patience)?;
        Ok(Self { session: OnceLock::from(Ok(session)), ..contact })
    }

    /// Another conversation of the run, with a time of its own.
    pub(super) fn renewed(&self) -> Self {
        let session = self.session().map(|session| session.renewed(self.time)).map_err(HttpError::clone);
        let access = self.access.clone();
        Self { session: OnceLock::from(session), ..Self::of(|| access, self.time) }
    }

    /// The address of the Hub.
    pub(super) fn endpoint(&self) -> &str {
        &self.access.endpoint
    }

    /// The same, which keeps the files that it reads in a folder.
    pub(super) fn keeping(self, files: Option<&Path>) -> Self {
        Self { files: files.map(Path::to_owned), ..self }
    }

    /// The Hub for looking base models up where what it states of them is published with a model: with the token only if that is private.
    /// Whoever proposes a change names the base models, and must not learn so what this token may see of private ones.
    pub(super) fn for_look_ups(&self, id: &str, time: Duration) -> Result<Self> {
        let token = self.access.token.clone();
        let has_use = token.is_some() && self.session().map_err(|why| anyhow!("{why}"))?.is_private(id)?;
        let withholds_token = token.is_some() && !has_use;
        Ok(Self { withholds_token, ..Self::lazy(move || token.filter(|_| has_use), time) })
    }

    /// The conversation.
    ///
    /// # Errors
    ///
    /// A sentence where the address or the token is none, or the environment wants the Hub left alone.
    pub(super) fn session(&self) -> Result<&HubSession, &HttpError> {
        let open = || {
            may_ask()?;
            let mut session = HubSession::open(&self.access, self.time)?;
            if let Some(folder) = &self.files {
                session.keep_files(folder)?;
            }
            Ok(session)
        };
        self.session.get_or_init(open).as_ref()
    }
}

/// The address of the Hub that the environment names, else its own.
fn endpoint() -> String {
    console::hub_endpoint().unwrap_or_else(|| hub::ENDPOINT.to_owned())
}

/// Whether the environment allows that the Hub is asked.
fn may_ask() -> Result<(), HttpError> {
    if hub_environment::is_offline() {
        let why = "HF_HUB_OFFLINE is set, so the Hub is not asked: unset it, or check a folder on the disk";
        return Err(HttpError::Refused(why.to_owned()));
    }
    Ok(())
}

/// The place on the Hub that a path means; nothing for any other path.
pub(super) fn place(path: &Path) -> Option<Result<HubPlace>> {
    // The address of the Hub is asked for only where the path may begin with it.
    let text = path.to_str().filter(|text| text.contains("://"))?;
    let endpoint = console::hub_endpoint().unwrap_or_default();
    Some(HubPlace::read(text, &endpoint)?.map_err(|why| anyhow!(why)))
}

/// A place as reports name it. Where it is not a branch on the Hub, `fix` only shows its changes.
pub(super) fn target(path: &Path) -> Target {
    let Some(Ok(HubPlace::Model(place))) = place(path) else {
        let name = path.to_string_lossy().into_owned();
        return Target { fix: name.clone(), name };
    };
    let name = place.written();
    let fix = if place.branch().is_some() { name.clone() } else { format!("--dry-run {name}") };
    Target { name, fix }
}

/// What is looked up for a model on the Hub where the command has no options for it.
pub(super) const fn arguments() -> HubArguments {
    HubArguments { hub: true, hub_cache: None }
}

/// The facts of the configuration with what the Hub says, and what the user must know about it, in sentences.
/// A cache in `untrusted`, such as a checkout, is not used: whoever proposes a change could have written it.
pub(super) fn lineage_facts(
    config: &Config,
    trees: &[&Tree],
    arguments: &HubArguments,
    untrusted: Option<&Path>,
    contact: &HubContact,
) -> (LineageFacts, Vec<String>) {
    if !arguments.hub {
        return (config.lineage_facts(), Vec::new());
    }
    let mut notes = Vec::new();
    let mut cache = arguments.hub_cache.clone().or_else(|| Some(console::cache()?.join("hub.json")));
    if let Some(path) = cache.take_if(|path| untrusted.is_some_and(|folder| disk::lies_in(path, folder))) {
        let shown = path.to_string_lossy();
        notes.push(format!("Hugging Face Hub: the cache `{shown}` is not used, for a change could write it."));
    }
    let settings = look_ups(contact, cache, arguments, false);
    let (facts, answers) = ask(config, trees, &settings, contact);
    notes.extend(answers.notes);
    (facts, notes)
}

/// The same for models that are read on the Hub. Only a cache that the user names is used.
///
/// # Errors
///
/// A sentence where a lookup fails: without the answer the verdict would be another one than the Hub's own files give.
pub(super) fn facts_in_place(
    config: &Config,
    trees: &[&Tree],
    arguments: &HubArguments,
    contact: &HubContact,
) -> Result<(LineageFacts, Vec<String>)> {
    let settings = look_ups(contact, arguments.hub_cache.clone(), arguments, true);
    let (facts, answers) = ask(config, trees, &settings, contact);
    match answers.failure {
        Some(why) => Err(anyhow!(why)),
        None => Ok((facts, answers.notes)),
    }
}

fn look_ups(contact: &HubContact, cache: Option<PathBuf>, arguments: &HubArguments, are_needed: bool) -> LookUps {
    LookUps {
        endpoint: contact.access.endpoint.clone(),
        cache,
        cache_is_named: arguments.hub_cache.is_some(),
        now: console::now(),
        are_needed,
        withholds_token: contact.withholds_token,
    }
}

fn ask(config: &Config, trees: &[&Tree], settings: &LookUps, contact: &HubContact) -> (LineageFacts, HubAnswers) {
    let mut facts = config.lineage_facts();
    let unknown: BTreeSet<String> = trees.iter().flat_map(|tree| unknown_parents(tree, config)).collect();
    if unknown.is_empty() {
        return (facts, HubAnswers::default());
    }
    let unknown: Vec<String> = unknown.into_iter().collect();
    let mut answers = hub::ask(&unknown, &|id| facts.is_settled(id), contact.session(), settings);
    (facts.hub, facts.hub_was_asked) = (std::mem::take(&mut answers.hub), true);
    (facts, answers)
}

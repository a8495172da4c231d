//! Reads both sides of a change and judges them; a verdict is reached with the base commit or, where it is not to be had, without.

use super::base::{self, Commits};
use super::checkout::Checkout;
use super::configuration::{self, Given};
use super::head::{self, Head, LazySession};
use super::headers;
use super::judged::Judged;
use super::session::ReviewRun;
use super::side::{Side, SideTree, base_of};
use super::weights::{lost_lineage, lost_since};
use crate::check::change::{ChangeSide, Changed, loosened_settings, separate_earlier};
use crate::check::config::{self, Config};
use crate::check::configuration_finding;
use crate::check::{WaiversInForce, base_waivers, change_findings, check_with, published_models, sort_findings};
use crate::cli::arguments::{ReviewArguments, Scope};
use crate::cli::commands::configured;
use crate::cli::commands::hub::{self, HubContact};
use crate::cli::console;
use crate::cli::git::Repository;
use crate::disk;
use crate::http::github::Session;
use crate::http::hub::{HubModel, HubSession};
use crate::model::TextCache;
use crate::report::{Finding, Message, Unchecked};
use crate::review::saved;
use crate::rules::BROKEN_CONFIGURATION;
use crate::source::{Place, Source};
use crate::tree::{Tree, join};
use crate::wording::sentence;
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;

/// Thirds of the time limit, chosen, for reading the base commit over the API where the head was available, and for asking the Hub.
const BASE_ALONE: u32 = 1;
const HUB: u32 = 1;

/// Most submodules that one sentence names, chosen.
const MAX_SUBMODULES: usize = 5;

/// What the head is compared with.
struct Base<'s> {
    /// Where the files are.
    side: Side<'s>,
    /// The files before the change.
    before: Tree,
    /// The configuration of the base commit, or why it is not available.
    config: Result<Option<Source>>,
    /// Where the files of the base branch are as it is now, and these, if it has gone on since.
    now: Option<(Side<'s>, Tree)>,
}

impl<'s> Base<'s> {
    /// The commits of the base, read over the API; `at_hand` saves reading what is the same there.
    fn of(
        commits: Commits,
        session: &'s Session,
        arguments: &ReviewArguments,
        run: &ReviewRun,
        at_hand: &Tree,
    ) -> Result<Self> {
        let is_one = commits.before == commits.configuration;
        let side = Side::Commit(session, commits.before);
        let before = side.tree(&run.places, at_hand)?.tree;
        let given = given(arguments)?;
        if is_one {
            let config = side.configuration(&run.places.folder, &before, given.as_deref());
            return Ok(Self { side, before, config, now: None });
        }
        let side_now = Side::Commit(session, commits.configuration);
        let now = side_now.tree(&run.places, &before)?.tree;
        let config = side_now.configuration(&run.places.folder, &now, given.as_deref());
        Ok(Self { side, before, config, now: Some((side_now, now)) })
    }

    /// A commit of the base, read from Git; nothing where this clone does not have all of it.
    fn from_git(
        repository: &'s Repository,
        commit: &str,
        arguments: &ReviewArguments,
        run: &ReviewRun,
        at_hand: &Tree,
    ) -> Result<Option<Self>> {
        let side = Side::Git { repository, commit: commit.to_owned(), is_checked_out: false };
        let given = given(arguments)?;
        let Ok(SideTree { tree: before, is_partial: false }) = side.tree(&run.places, at_hand) else { return Ok(None) };
        let config = side.configuration(&run.places.folder, &before, given.as_deref());
        Ok(Some(Self { side, before, config, now: None }))
    }
}

/// The configuration that the user names, as a path in the repository.
fn given(arguments: &ReviewArguments) -> Result<Option<String>> {
    Ok(Given::of(arguments)?.and_then(|given| given.here().map(str::to_owned)))
}

pub(super) fn judge(
    arguments: &ReviewArguments,
    run: &mut ReviewRun,
    checkout: &Result<Checkout, String>,
) -> Result<Judged> {
    if let Some(path) = &arguments.from_report {
        return saved_report(path);
    }
    let session = LazySession::new();
    if run.event.kind.is_without_checkout() {
        return judge_commit(arguments, run, session.get(run).map_err(|why| anyhow!("{why}"))?);
    }
    let head = head::read(run, checkout, &session, arguments.base.is_none())?;
    let Some(folder) = &arguments.base else {
        return judge_checkout(arguments, run, checkout.as_ref().ok(), head);
    };
    if !disk::folder(folder).is_ok_and(|found| found == *folder) {
        bail!("`{}` is not a folder with the files of the base commit", folder.display());
    }
    let side = Side::Folder(folder.clone());
    let before = side.tree(&run.places, &Tree::default())?.tree;
    let config = side.configuration(&run.places.folder, &before, given(arguments)?.as_deref());
    judge_against_base(arguments, run, head, Some(Base { side, before, config, now: None }))
}

/// The report that another run wrote.
pub(super) fn saved_report(path: &Path) -> Result<Judged> {
    let bytes = disk::read(path, saved::REPORT_LIMIT)?;
    let text = String::from_utf8_lossy(&bytes);
    let report = saved::read(&text).map_err(|why| anyhow!("cannot use the report `{}`: {why}", path.display()))?;
    Ok(Judged { report, notes: Vec::new() })
}

/// Checks the head as data, read over the API: nothing of it is checked out.
fn judge_commit(arguments: &ReviewArguments, run: &mut ReviewRun, session: &Session) -> Result<Judged> {
    let commits = Commits::find(run, session)?;
    let side = Side::Commit(session, run.event.head.clone().unwrap_or_default());
    let tree = side
        .tree(&run.places, &Tree::default())
        .map_err(anyhow::Error::from)
        .context("cannot read the head commit")?
        .tree;
    let base = Base::of(commits, session, arguments, run, &tree).context("cannot read the base commit")?;
    judge_against_base(arguments, run, Head { side, tree, notes: Vec::new() }, Some(base))
}

/// A pull request on the Hub: its head, where it left its branch, unless that is still the last commit there, and the branch as it is now.
pub(super) struct OnHub<'s> {
    pub(super) session: &'s HubSession,
    pub(super) head: &'s HubModel,
    pub(super) before: Option<&'s HubModel>,
    pub(super) tip: &'s HubModel,
}

/// Checks a pull request on the Hub, all of it read over the API.
pub(super) fn judge_on_hub(arguments: &ReviewArguments, run: &ReviewRun, on_hub: &OnHub<'_>) -> Result<Judged> {
    let OnHub { session, head, before, tip } = *on_hub;
    let given = given(arguments)?;
    let read = |model, at_hand: &Tree| -> Result<_> {
        let side = Side::Hub(session, model);
        let tree = side.tree(&run.places, at_hand)?.tree;
        Ok((side, tree))
    };
    let (side_now, now) = read(tip, &Tree::default())?;
    let config = side_now.configuration("", &now, given.as_deref());
    let base = match before {
        None => Base { side: side_now, before: now, config, now: None },
        Some(model) => {
            let (side, before) = read(model, &now)?;
            Base { side, before, config, now: Some((side_now, now)) }
        }
    };
    let (side, tree) = read(head, &base.before)?;
    judge_against_base(arguments, run, Head { side, tree, notes: Vec::new() }, Some(base))
}

/// Checks the checkout against the base commit, which is read from Git or over the API; without it, every finding counts as new.
fn judge_checkout(
    arguments: &ReviewArguments,
    run: &mut ReviewRun,
    checkout: Option<&Checkout>,
    mut head: Head<'_>,
) -> Result<Judged> {
    if run.event.base.is_none() && run.event.number.is_none() {
        // No change to compare with, such as a run by hand.
        return judge_against_base(arguments, run, head, None);
    }
    let commit = checkout.and_then(|checkout| base::at_hand(run, &checkout.head));
    let from_git = match (checkout, &commit) {
        (Some(checkout), Some(commit)) => Base::from_git(&checkout.repository, commit, arguments, run, &head.tree)?,
        _ => None,
    };
    let session;
    let base = match from_git {
        Some(base) => Ok(base),
        None => {
            session = run.session(BASE_ALONE);
            match &session {
                Ok(session) => match commit {
                    Some(commit) => Ok(Commits::one(commit)),
                    None => Commits::find(run, session).map_err(Into::into),
                }
                .and_then(|commits| Base::of(commits, session, arguments, run, &head.tree)),
                Err(error) => Err(anyhow!("{error:#}")),
            }
        }
    };
    match base {
        Ok(base) => judge_against_base(arguments, run, head, Some(base)),
        Err(error) => {
            let config = if run.uses_base_configuration() { " and no configuration is used" } else { "" };
            let why = sentence(&format!("{error:#}"));
            head.notes
                .push(format!("The base commit could not be read, so every finding counts as new{config}. {why}"));
            judge_against_base(arguments, run, head, None)
        }
    }
}

/// Checks the head against the base.
fn judge_against_base(
    arguments: &ReviewArguments,
    run: &ReviewRun,
    Head { side: head, mut tree, mut notes }: Head<'_>,
    base: Option<Base<'_>>,
) -> Result<Judged> {
    absent(run, &head, &tree, base.as_ref())?;
    let given = Given::of(arguments)?;
    let here = given.as_ref().and_then(Given::here);
    let elsewhere = given.as_ref().map(|given| given.read_elsewhere(run)).transpose()?.flatten();
    let folder = &*run.places.folder;
    let proposed = head.configuration(folder, &tree, here);
    let of_base = base.as_ref().map(|base| &base.config);
    if let (Some(path), Ok(None), None | Some(Ok(None))) = (here, &proposed, of_base) {
        return Err(configuration::missing(path, &head));
    }
    let is_given = arguments.config.is_some();
    let counts_from = |source: &Source| base_of(&source.path, folder, is_given);
    let read = |source: &Result<Option<Source>>| -> Result<Config> {
        let source = source.as_ref().map_err(|error| anyhow!("{error:#}"))?;
        Ok(source.as_ref().map(|source| configured(source, &counts_from(source))).transpose()?.unwrap_or_default())
    };
    let config = match (run.uses_base_configuration(), &base) {
        _ if elsewhere.is_some() => read(&Ok(elsewhere.clone()))?,
        (false, _) => read(&proposed)?,
        (true, None) => Config::default(),
        // A pull request that fixes a broken configuration must be able to pass.
        (true, Some(base)) => read(&base.config).unwrap_or_else(|error| {
            notes.push(format!(
                "The configuration of the base commit cannot be used, so no configuration applies: {error:#}"
            ));
            Config::default()
        }),
    };
    let configured_at =
        base.as_ref().and_then(|base| base.config.as_ref().ok()?.as_ref()).map(|it| it.path.to_string());
    let today = console::today();
    let headers = headers::read(&head, &mut tree, base.as_ref().map(|base| &base.before), &config);
    let judged = |mut tree: Tree| {
        tree.files.retain(|path, _| !config.leaves_out(path));
        tree.submodules.retain(|path| !config.leaves_out(path) && run.places.hold(path));
        tree
    };
    let tree = judged(tree);
    let (base, now) = base.map_or((None, None), |base| (Some((base.side, base.before)), base.now));
    let base = base.map(|(side, before)| (side, judged(before)));
    let now = now.map(|(side, now)| (side, judged(now)));
    let mut texts = TextCache::default();
    let mut config = config;
    if let Side::Hub(_, model) = &head {
        config.repository.get_or_insert_with(|| model.id.clone());
    }
    if run.uses_base_configuration() {
        let of_base = now.as_ref().or(base.as_ref()).map(|(_, tree)| base_waivers(tree, &mut texts));
        config.waivers = WaiversInForce::OfBase(of_base.unwrap_or_default());
    }
    let trees: Vec<&Tree> = base.iter().map(|(_, before)| before).chain([&tree]).collect();
    let (mut facts, hub_notes) = if let Some(contact) = &run.look_ups {
        hub::facts_in_place(&config, &trees, &arguments.hub, contact)?
    } else {
        let contact = HubContact::without_stored_token(run.time_share(HUB).min(hub::TIME_LIMIT));
        hub::lineage_facts(&config, &trees, &arguments.hub, Some(&run.workspace), &contact)
    };
    // A change does not make a model into none by what it takes away.
    facts.published = base.iter().flat_map(|(_, before)| published_models(before, &mut texts)).collect();
    let mut report = check_with(&tree, &config, &facts, &today, &mut texts);
    report.unchecked.extend(hub_notes.into_iter().map(Unchecked::from));
    report.unchecked.extend(unread_submodules(&tree.submodules).into_iter().map(Unchecked::from));
    let mut on_change = if run.uses_base_configuration() && elsewhere.is_none() {
        about_configuration(&proposed, configured_at.as_deref(), (folder, is_given), &config)
    } else {
        Vec::new()
    };
    let base = base.map(|(side, before)| {
        let report = check_with(&before, &config, &facts, &today, &mut texts);
        (side, before, report)
    });
    if let Some((side, before, base_report)) = &base {
        let sides = [
            (&head, ChangeSide { tree: &tree, report: &report }),
            (side, ChangeSide { tree: before, report: base_report }),
        ];
        on_change.extend(lost_lineage(sides, &mut notes));
        if let Some((side_now, now)) = &now {
            let brought = Changed::between(&report, &tree, before).only(&tree);
            let report_now = check_with(now, &config, &facts, &today, &mut texts);
            let sides = [
                (&head, ChangeSide { tree: &brought, report: &report }),
                (side_now, ChangeSide { tree: now, report: &report_now }),
            ];
            let mut since = lost_since(sides, &mut notes);
            since.retain(|new| !on_change.iter().any(|old| old.model == new.model && old.subject == new.subject));
            on_change.extend(since);
        }
    }
    on_change.extend(headers);
    report.findings.extend(change_findings(on_change, &config, &today));
    sort_findings(&mut report.findings);
    if let Some((_, before, base_report)) = base.filter(|_| arguments.scope == Scope::Changed) {
        let changed = Changed::between(&report, &tree, &before);
        separate_earlier(&mut report, &base_report, &changed);
    }
    Ok(Judged { report, notes })
}

/// An error where a checked folder is in neither commit: it is misspelled.
fn absent(run: &ReviewRun, head: &Side<'_>, tree: &Tree, base: Option<&Base<'_>>) -> Result<()> {
    if matches!(head, Side::Folder(_)) {
        return Ok(());
    }
    let before = base.map(|base| run.places.missing_from(&base.before));
    let missing = run.places.missing_from(tree);
    match missing.iter().find(|place| before.as_ref().is_none_or(|before| before.contains(place))) {
        Some(place) => bail!("there is no folder `{place}` in the commit"),
        None => Ok(()),
    }
}

/// Says which submodules were not looked into.
fn unread_submodules(paths: &[String]) -> Option<String> {
    let shown = paths.iter().take(MAX_SUBMODULES).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    Some(match paths {
        [] => return None,
        [_] => {
            format!("The files of the submodule {shown} belong to another repository, and the gate does not read them.")
        }
        _ => {
            let more = paths.len().saturating_sub(MAX_SUBMODULES);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!(
                "The files of the submodules {shown}{more} belong to other repositories, and the gate does not read them."
            )
        }
    })
}

/// What the head's configuration would change after the merge; `path` is that of the base commit's.
fn about_configuration(
    proposed: &Result<Option<Source>>,
    path: Option<&str>,
    (folder, is_given): (&str, bool),
    config: &Config,
) -> Vec<Finding> {
    let model = if folder.is_empty() { "." } else { folder };
    let broken = |path: &str, why: String| {
        let message = Message::from("The gate cannot use the configuration that this change leaves.").and(why);
        configuration_finding(&BROKEN_CONFIGURATION.meta, model, Place::file(path), "configuration", message)
    };
    let source = match proposed {
        Ok(Some(source)) => source,
        Ok(None) => {
            // Without a configuration, what the base commit's states no longer holds.
            let path = path.map_or_else(|| join(folder, crate::tree::CONFIGURATIONS[0]), str::to_owned);
            return loosened_settings(&Config::default(), config, &path, model);
        }
        Err(error) => return vec![broken(&join(folder, crate::tree::CONFIGURATIONS[0]), format!("{error:#}."))],
    };
    match config::parse(source) {
        Ok(proposed) => {
            let proposed = proposed.under(&base_of(&source.path, folder, is_given));
            loosened_settings(&proposed, config, &source.path, model)
        }
        Err(errors) => {
            let finding = errors
                .first()
                .map(|error| Finding { place: error.place.clone(), ..broken(&source.path, sentence(&error.message)) });
            finding.into_iter().collect()
        }
    }
}

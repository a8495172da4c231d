//! Reads both sides of a change and judges them; a verdict is reached with the base commit or, where it is not to be had, without.

use super::run::{Run, relative};
use super::side::Side;
use crate::cli::{ReviewArguments, Scope};
use crate::commands::{configured, hub};
use crate::console;
use anyhow::{Context, Result, anyhow, bail};
use model_license_gate::basis::Basis;
use model_license_gate::change::{loosened, lost, part, touched};
use model_license_gate::check::{check, sort};
use model_license_gate::config::{self, Config};
use model_license_gate::disk;
use model_license_gate::finding::Finding;
use model_license_gate::report::Report;
use model_license_gate::rules::BROKEN_CONFIGURATION;
use model_license_gate::saved;
use model_license_gate::source::Source;
use model_license_gate::tree::Tree;

/// Thirds of the time limit for reading both sides over the API, for the base commit alone, and for asking the Hub.
const BOTH_SIDES: u32 = 2;
const BASE_ALONE: u32 = 1;
const HUB: u32 = 1;

/// A report, and what the user must know about how it came to be.
pub(super) struct Judged {
    /// The report, with paths from the root of the repository.
    pub(super) report: Report,
    /// Sentences.
    pub(super) notes: Vec<String>,
}

/// What the head is compared with.
struct Base {
    /// The files before the change.
    before: Tree,
    /// The configuration of the base commit.
    config: Option<Source>,
}

impl Base {
    fn read(side: &Side<'_>, arguments: &ReviewArguments, run: &Run, at_hand: &Tree) -> Result<Self> {
        let before = side.tree(&run.folder, at_hand)?;
        let config = side.configuration(&before, given(arguments)?.as_deref())?;
        Ok(Self { before, config })
    }
}

/// The configuration that the user names, as a path in the repository.
fn given(arguments: &ReviewArguments) -> Result<Option<String>> {
    arguments.config.as_deref().map(relative).transpose()
}

pub(super) fn judge(arguments: &ReviewArguments, run: &mut Run) -> Result<Judged> {
    if let Some(path) = &arguments.from_report {
        let bytes = disk::read(path, saved::LIMIT)?;
        let text = String::from_utf8_lossy(&bytes);
        let report = saved::read(&text).map_err(|why| anyhow!("cannot use the report `{}`: {why}", path.display()))?;
        return Ok(Judged { report, notes: Vec::new() });
    }
    if run.event.kind.is_without_checkout() {
        return judge_commit(arguments, run);
    }
    let head = Side::Folder(run.workspace.clone());
    let tree = head.tree(&run.folder, &Tree::default())?;
    let Some(folder) = &arguments.base else {
        return judge_checkout(arguments, run, &head, tree);
    };
    if !disk::folder(folder).is_ok_and(|found| found == *folder) {
        bail!("`{}` is not a folder with the files of the base commit", folder.display());
    }
    let base = Base::read(&Side::Folder(folder.clone()), arguments, run, &Tree::default())?;
    weigh(arguments, run, (&head, tree), Some(base), Vec::new())
}

/// Judges the head as data, read over the API: nothing of it is checked out.
fn judge_commit(arguments: &ReviewArguments, run: &mut Run) -> Result<Judged> {
    let session = run.session(BOTH_SIDES).map_err(|trouble| anyhow!("{trouble}"))?;
    if run.event.head.is_none() || run.event.base.is_none() {
        run.complete(&session).map_err(|trouble| anyhow!("{trouble}"))?;
    }
    let (Some(commit), Some(base)) = (run.event.head.clone(), run.event.base.clone()) else {
        bail!("the event names no pull request");
    };
    let head = Side::Commit(&session, commit.clone());
    let tree = head.tree(&run.folder, &Tree::default()).context("cannot read the head commit")?;
    // What the branch did not touch is as it was where it left the base, which has gone on since.
    let fork = session.fork_point(&base, &commit).map_err(|trouble| anyhow!("{trouble}"))?;
    let before = Side::Commit(&session, fork).tree(&run.folder, &tree).context("cannot read the base commit")?;
    let Base { config, .. } =
        Base::read(&Side::Commit(&session, base), arguments, run, &before).context("cannot read the base commit")?;
    weigh(arguments, run, (&head, tree), Some(Base { before, config }), Vec::new())
}

/// Judges the checkout. The base commit is read over the API; without it, every finding counts as new.
fn judge_checkout(arguments: &ReviewArguments, run: &mut Run, head: &Side<'_>, tree: Tree) -> Result<Judged> {
    if run.event.base.is_none() && run.event.number.is_none() {
        // No change to compare with, such as a run by hand.
        return weigh(arguments, run, (head, tree), None, Vec::new());
    }
    let session = run.session(BASE_ALONE);
    let read = session.as_ref().map_err(Clone::clone).and_then(|session| {
        if run.event.base.is_none() {
            run.complete(session)?;
        }
        Ok(session)
    });
    let base = read.map_err(|trouble| anyhow!("{trouble}")).and_then(|session| {
        let side = Side::Commit(session, run.event.base.clone().unwrap_or_default());
        Ok((side.tree(&run.folder, &tree)?, side))
    });
    match base {
        Ok((before, side)) => {
            let config = side.configuration(&before, given(arguments)?.as_deref())?;
            weigh(arguments, run, (head, tree), Some(Base { before, config }), Vec::new())
        }
        Err(trouble) => {
            let config = if run.is_proposed() { " and no configuration is used" } else { "" };
            let note = format!("The base commit could not be read, so every finding counts as new{config}. {trouble}");
            weigh(arguments, run, (head, tree), None, vec![note])
        }
    }
}

/// Judges the head beside the base.
fn weigh(
    arguments: &ReviewArguments,
    run: &Run,
    (head, mut tree): (&Side<'_>, Tree),
    mut base: Option<Base>,
    notes: Vec<String>,
) -> Result<Judged> {
    let proposed = head.configuration(&tree, given(arguments)?.as_deref());
    let config = if run.is_proposed() {
        base.as_ref().and_then(|base| base.config.as_ref()).map(configured).transpose()?
    } else {
        proposed.as_ref().map_err(|error| anyhow!("{error:#}"))?.as_ref().map(configured).transpose()?
    };
    let mut config = config.unwrap_or_default();
    let today = console::today();
    tree.files.retain(|path, _| !config.skips(path));
    if let Some(base) = &mut base {
        base.before.files.retain(|path, _| !config.skips(path));
    }
    let trees: Vec<&Tree> = base.iter().map(|base| &base.before).chain([&tree]).collect();
    let time = run.share(HUB).min(hub::TIME);
    let unlearned = hub::inform(&mut config, &trees, &arguments.hub, Some(&run.workspace), time);
    let mut report = check(&tree, &config, &today);
    report.unchecked.extend(unlearned);
    if run.is_proposed() {
        report.findings.extend(about_configuration(&proposed, &config));
    }
    if let Some(Base { before, .. }) = base {
        let was = check(&before, &config, &today);
        let lost = lost(&report, &was);
        report.findings.extend(lost);
        sort(&mut report.findings);
        if arguments.scope == Scope::Changed {
            let touched = touched(&report, &tree, &before);
            part(&mut report, &was, &touched);
        }
    } else {
        sort(&mut report.findings);
    }
    Ok(Judged { report: report.under(&run.folder), notes })
}

/// What the head's configuration would change after the merge.
fn about_configuration(proposed: &Result<Option<Source>>, config: &Config) -> Vec<Finding> {
    let broken = |path: &str, why: String| {
        let mut found = model_license_gate::change::finding(
            &BROKEN_CONFIGURATION.meta,
            ".",
            model_license_gate::source::Place::file(path),
            "configuration",
            format!("The gate cannot use the configuration that this change leaves. {why}"),
        );
        found.basis = Basis::Text;
        found
    };
    let source = match proposed {
        Ok(Some(source)) => source,
        Ok(None) => return Vec::new(),
        Err(error) => return vec![broken(disk::CONFIGURATIONS[0], format!("{error:#}."))],
    };
    match config::parse(source) {
        Ok(proposed) => loosened(&proposed, config, &source.path),
        Err(errors) => errors
            .first()
            .map(|error| {
                let mut found = broken(&source.path, format!("{}.", error.message));
                found.place = error.place.clone();
                found
            })
            .into_iter()
            .collect(),
    }
}

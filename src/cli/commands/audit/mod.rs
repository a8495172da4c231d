//! `audit`: judges many repositories as a stream.

mod hub;
mod journal;
mod pool;
mod report;
mod source;
mod trees;

use super::{configured, fails};
use crate::audit::auditor::AuditOptions;
use crate::audit::counts::trees_table;
use crate::check::config::Config;
use crate::cli::arguments::AuditArguments;
use crate::cli::console;
use crate::disk;
use anyhow::{Context, Result};
use hub::Hub;
use pool::Manner;
use report::HtmlReport;
use source::Source;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Threads that read models on the Hub, where the user names no number: they wait more than they work.
const HUB_JOBS: usize = 4;

pub(crate) fn run(arguments: &AuditArguments) -> Result<ExitCode> {
    let config = arguments.config.as_deref().map(given).transpose()?;
    let today = console::today();
    let ancestry = match arguments.lineage_from.as_slice() {
        [] => None,
        dumps => Some(Arc::new(trees::read(dumps)?)),
    };
    let options = AuditOptions { config: config.as_ref(), today: &today, ancestry: ancestry.as_ref() };
    let hub = Hub::open(arguments)?;
    let cores = || if hub.is_some() { console::cores().max(HUB_JOBS) } else { console::cores() };
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let report = arguments.report.as_deref().map(HtmlReport::create).transpose()?;
    let manner = Manner { options, jobs, no_ignore: arguments.no_ignore, hub: hub.as_ref() };
    let counts = pool::run(Source::new(&arguments.paths, hub.as_ref()), manner, report)?;
    if !arguments.quiet {
        console::note(&counts.table());
        if let Some(ancestry) = &ancestry {
            console::note(&trees_table(ancestry.card_count(), &ancestry.faults()));
        }
    }
    if let Some(why) = hub.as_ref().and_then(Hub::stopped) {
        console::complain(&why);
        return Ok(console::FAILED.into());
    }
    Ok(if counts.skipped > 0 && !arguments.keep_going {
        console::FAILED.into()
    } else {
        u8::from(fails(counts.worst(), arguments.fail_on)).into()
    })
}

/// The configuration that the user names.
fn given(path: &Path) -> Result<Config> {
    let source = disk::configuration(Path::new("."), "", Some(path))?;
    configured(&source.context("there is no configuration")?, "")
}

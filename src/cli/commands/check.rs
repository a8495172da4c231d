//! `check`: judges every model of a folder.

use super::{configured, fails, hub};
use crate::check::check_with;
use crate::check::config::Config;
use crate::cli::arguments::{CheckArguments, Color, Format};
use crate::cli::console::{self, Progress};
use crate::explain::RULES_PAGE;
use crate::model::TextCache;
use crate::model::files::read_limit;
use crate::report::Report;
use crate::report::{Finding, Severity};
use crate::{disk, render, rules};
use anyhow::Result;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitCode> {
    let root = disk::folder(&arguments.path)?;
    let (_, folder) = disk::repository(&root);
    let config = match disk::configuration(&root, &folder, arguments.config.as_deref())? {
        Some(source) => configured(&source, &folder)?,
        None => Config::default(),
    };
    let mut progress = Progress::new();
    let tree = disk::tree(&root, read_limit, |path| config.skips(path), |seen| progress.seen(seen));
    progress.done();
    let tree = tree?.under(&folder);
    let (facts, notes) = hub::lineage_facts(&config, &[&tree], &arguments.hub, None, hub::TIME_LIMIT);
    let mut report = check_with(&tree, &config, &facts, &console::today(), &mut TextCache::default());
    report.unchecked.extend(notes);
    let text = match arguments.format {
        Format::Text => render::text::render(&report, colored(arguments)),
        Format::Json => render::json::render(&report),
        Format::Markdown => render::markdown::summary::summary(&report, RULES_PAGE),
        Format::Github => render::github::render(&report),
        Format::Gitlab => render::gitlab::render(&report),
        Format::Sarif => render::sarif::render(&report, &rules::metas(), RULES_PAGE),
    };
    match &arguments.output {
        Some(path) => disk::write_past_links(path, &root, &text)?,
        None => console::print(&text)?,
    }
    if matches!(arguments.format, Format::Text) && console::is_shown() && is_mended(&report) {
        let path = arguments.path.to_string_lossy();
        let path = if path == "." { String::new() } else { format!(" {path}") };
        console::tell(&format!(
            "`model-license-gate fix --dry-run{path}` shows what of this can be written for you.\n"
        ));
    }
    Ok(ExitCode::from(u8::from(fails(&report, arguments.fail_on))))
}

/// Whether there is a fault for which the report has the lines, or the file, that mend it.
fn is_mended(report: &Report) -> bool {
    let mends = |finding: &Finding| finding.fix.is_some() || finding.missing_text.is_some();
    report.findings.iter().any(|finding| finding.severity > Severity::Info && mends(finding))
}

/// Colors are for the terminal: in a file they stand only where they are asked for.
fn colored(arguments: &CheckArguments) -> bool {
    arguments.color == Color::Always || arguments.output.is_none() && console::colored(arguments.color)
}

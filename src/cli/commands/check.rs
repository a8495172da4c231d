//! `check`: judges every model of a folder.

use super::folder::Folder;
use super::{NO_MODEL, fails, hub};
use crate::check::check_with;
use crate::cli::arguments::{CheckArguments, Color, Format};
use crate::cli::console;
use crate::explain::RULES_PAGE;
use crate::model::TextCache;
use crate::report::{Finding, Report, Severity};
use crate::{disk, render, rules};
use anyhow::Result;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitCode> {
    let Folder { root, config, tree, .. } = Folder::read(&arguments.path, arguments.config.as_deref())?;
    let (facts, notes) = hub::lineage_facts(&config, &[&tree], &arguments.hub, None, hub::TIME_LIMIT);
    let mut report = check_with(&tree, &config, &facts, &console::today(), &mut TextCache::default());
    report.unchecked.extend(notes);
    let text = match arguments.format {
        Format::Text if arguments.verbose => {
            render::evidence::render(&report) + &render::text::render(&report, colored(arguments))
        }
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
    if matches!(arguments.format, Format::Text) && console::is_shown() && has_fix(&report) {
        let path = arguments.path.to_string_lossy();
        let path = if path == "." { String::new() } else { format!(" {path}") };
        console::note(&format!(
            "`model-license-gate fix --dry-run{path}` shows what of this can be written for you.\n"
        ));
    }
    let is_empty = arguments.fail_if_empty && !report.has_models();
    if is_empty {
        console::complain(NO_MODEL);
    }
    Ok(ExitCode::from(u8::from(is_empty || fails(report.verdict(), arguments.fail_on))))
}

/// Whether there is a fault for which the report has the lines, or the file, that fix it.
fn has_fix(report: &Report) -> bool {
    let is_fixable = |finding: &Finding| finding.fix.is_some() || finding.missing_text.is_some();
    report.findings.iter().any(|finding| finding.severity > Severity::Info && is_fixable(finding))
}

/// Colors are for the terminal: in a file they are written only where they are asked for.
fn colored(arguments: &CheckArguments) -> bool {
    arguments.color == Color::Always || arguments.output.is_none() && console::colored(arguments.color)
}

//! `check`: judges every model of a folder.

use super::folder::Folder;
use super::{fails, hub};
use crate::check::check_with;
use crate::cli::arguments::{CheckArguments, Color, Format};
use crate::cli::console;
use crate::explain::RULES_PAGE;
use crate::model::TextCache;
use crate::render::TextOptions;
use crate::report::{Report, Unchecked};
use crate::{disk, render, rules};
use anyhow::Result;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitCode> {
    let Folder { root, config, tree, .. } = Folder::read(&arguments.path, arguments.config.as_deref())?;
    let (facts, notes) = hub::lineage_facts(&config, &[&tree], &arguments.hub, None, hub::TIME_LIMIT);
    let mut report = check_with(&tree, &config, &facts, &console::today(), &mut TextCache::default());
    report.unchecked.extend(notes.into_iter().map(Unchecked::from));
    let text = match arguments.format {
        Format::Text => text(&report, arguments),
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
    Ok(ExitCode::from(u8::from(fails(report.verdict(), arguments.fail_on))))
}

/// The report for a person; with `--verbose` the evidence and the lines of source come first.
fn text(report: &Report, arguments: &CheckArguments) -> String {
    let (color, target) = (colored(arguments), arguments.path.to_string_lossy());
    let has_links = color && arguments.output.is_none() && console::has_links();
    let options = TextOptions {
        width: console::width(),
        color,
        rules_page: has_links.then_some(RULES_PAGE),
        target: if target == "." { "" } else { &target },
    };
    let text = render::text::render(report, &options);
    if arguments.verbose {
        return render::evidence::render(report) + &render::annotated::render(report, color) + "\n" + &text;
    }
    text
}

/// Colors are for the terminal: in a file they are written only where they are asked for.
fn colored(arguments: &CheckArguments) -> bool {
    arguments.color == Color::Always || arguments.output.is_none() && console::colored(arguments.color)
}

//! `check`: judges every model of one folder or more.

use super::folder::{self, Asked, Folder};
use super::hub::HubContact;
use super::{NO_MODEL, fails, fix, hub};
use crate::check::{BASELINE_LIMIT, check_with, separate_known, sort_findings};
use crate::cli::arguments::{CheckArguments, Color, FailOn, FixArguments, Format};
use crate::cli::console;
use crate::explain::RULES_PAGE;
use crate::model::TextCache;
use crate::render::{Target, TextOptions};
use crate::report::{Report, Severity, Unchecked};
use crate::{disk, inventory, render, rules};
use anyhow::{Result, anyhow, bail, ensure};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitCode> {
    if arguments.fix || arguments.diff {
        return fix_each(arguments);
    }
    let is_on_hub = arguments.paths.iter().any(|path| hub::place(path).is_some());
    if !is_on_hub {
        arguments.hub.refuse_lone_cache()?;
        ensure!(
            arguments.hub_files.is_none(),
            "`--hub-files` is for models on the Hub: name one, such as hf://ORG/NAME"
        );
    }
    let asked = Asked {
        paths: &arguments.paths,
        config: arguments.config.as_deref(),
        reading: &arguments.reading,
        stand_alone: arguments.stand_alone,
        published_as: arguments.published_as.as_deref(),
    };
    let contact = HubContact::new(if is_on_hub { hub::READING_TIME } else { hub::TIME_LIMIT });
    let contact = contact.keeping(arguments.hub_files.as_deref());
    let folders = folder::read(&asked, &contact)?;
    let reports = folders.iter().map(|folder| judge(folder, arguments, &contact)).collect::<Result<Vec<Report>>>()?;
    let mut report = reports.into_iter().reduce(Report::with).unwrap_or_default();
    if folders.len() > 1 {
        sort_findings(&mut report.findings);
    }
    if let Some(path) = &arguments.baseline {
        separate(&mut report, path)?;
    }
    let is_empty = arguments.fail_if_empty && !report.has_models();
    if is_empty {
        console::complain(NO_MODEL);
    }
    let code = ExitCode::from(u8::from(is_empty || fails(report.verdict(), arguments.fail_on)));
    // A bill of materials without what passes would be wrong.
    if arguments.quiet && arguments.format != Format::Cyclonedx {
        only_failures(&mut report, arguments.fail_on);
        if report.findings.is_empty() && arguments.format == Format::Text && arguments.output.is_none() {
            return Ok(code);
        }
    }
    let text = rendered(&report, &folders, arguments);
    match &arguments.output {
        Some(path) => write(path, &folders, &text)?,
        None => console::print(&text)?,
    }
    Ok(code)
}

/// The report on a folder.
fn judge(folder: &Folder, arguments: &CheckArguments, contact: &HubContact) -> Result<Report> {
    let Folder { config, tree, left_out, .. } = folder;
    let (facts, notes) = if folder.is_on_hub {
        hub::facts_in_place(config, &[tree], &arguments.hub, contact)?
    } else {
        hub::lineage_facts(config, &[tree], &arguments.hub, None, contact)
    };
    let mut report = check_with(tree, config, &facts, &console::today(), &mut TextCache::default());
    report.unchecked.extend(notes.into_iter().map(Unchecked::from));
    report.left_out.clone_from(left_out);
    Ok(report)
}

/// The report in the form that the user asks for.
fn rendered(report: &Report, folders: &[Folder], arguments: &CheckArguments) -> String {
    match arguments.format {
        Format::Json if arguments.statistics => render::statistics::json(report),
        _ if arguments.statistics => render::statistics::text(report),
        Format::Text => text(report, arguments),
        Format::Json => render::json::render(report),
        Format::Jsonl => render::json::lines(report),
        Format::Junit => render::junit::render(report, least(arguments.fail_on)),
        Format::Markdown => render::markdown::summary::summary(report, RULES_PAGE),
        Format::Github => render::github::render(report),
        Format::Gitlab => render::gitlab::render(report),
        Format::Sarif => render::sarif::render(report, &rules::metas(), RULES_PAGE),
        Format::Cyclonedx => bill_of_materials(report, folders),
    }
}

/// The report as a bill of materials, for which the folders are read a second time.
fn bill_of_materials(report: &Report, folders: &[Folder]) -> String {
    let read = |folder: &Folder| inventory::read(&folder.tree, folder.config.repository.as_deref());
    let inventories: Vec<_> = folders.iter().flat_map(read).collect();
    render::cyclonedx::render(report, &inventories, &console::today())
}

/// `check --fix` and `check --diff`: the same as `fix` and `fix --dry-run`, in each folder.
fn fix_each(arguments: &CheckArguments) -> Result<ExitCode> {
    let mut fails = false;
    if let Some(place) = arguments.paths.iter().find(|path| hub::place(path).is_some()) {
        let (place, option) = (place.to_string_lossy(), if arguments.fix { "--fix" } else { "--diff" });
        bail!("`check {option}` is for folders: use `model-license-gate fix {place}`");
    }
    for path in &arguments.paths {
        let of_one = FixArguments {
            path: path.clone(),
            dry_run: arguments.diff,
            config: arguments.config.clone(),
            reading: arguments.reading.clone(),
            ..FixArguments::default()
        };
        fails |= fix::run(&of_one)? != ExitCode::SUCCESS;
    }
    Ok(ExitCode::from(u8::from(fails)))
}

/// Lists what a report of before has too as earlier.
fn separate(report: &mut Report, path: &Path) -> Result<()> {
    let bytes = disk::read(path, BASELINE_LIMIT)?;
    separate_known(report, &String::from_utf8_lossy(&bytes))
        .map_err(|why| anyhow!("cannot use the baseline `{}`: {why}", path.to_string_lossy()))
}

/// The lowest severity that fails; none where nothing does.
const fn least(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Never => None,
    }
}

/// Takes out of a report what does not fail.
fn only_failures(report: &mut Report, fail_on: FailOn) {
    report.findings.retain(|finding| least(fail_on).is_some_and(|least| finding.severity >= least));
    report.models.retain(|model| report.findings.iter().any(|finding| finding.model == model.path));
    report.earlier.clear();
    report.unchecked.clear();
    report.left_out.clear();
}

/// Writes the report to a file, through no link of a folder that was checked.
fn write(path: &Path, folders: &[Folder], text: &str) -> Result<()> {
    for folder in folders.iter().filter(|folder| !folder.is_on_hub) {
        disk::refuse_links(path, &folder.repository)?;
    }
    disk::write(path, text)
}

/// The report for a person; with `--verbose` the evidence and the lines of source come first.
fn text(report: &Report, arguments: &CheckArguments) -> String {
    let color = colored(arguments);
    let is_here = matches!(&arguments.paths[..], [path] if path.as_os_str() == ".");
    let named = arguments.paths.iter().filter(|_| !is_here);
    let targets: Vec<Target> = named.map(|path| hub::target(path)).collect();
    let has_links = color && arguments.output.is_none() && console::has_links();
    let options = TextOptions {
        width: console::width(),
        color,
        rules_page: has_links.then_some(RULES_PAGE),
        targets: &targets,
        is_verbose: arguments.verbose,
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

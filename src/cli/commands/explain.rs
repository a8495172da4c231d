//! `explain`: what a rule or a license requires, how lineage is determined, and why a finding is an error; `rules`: the list of rules and licenses.

use crate::cli::arguments::{FileFormat, RulesArguments};
use crate::cli::console;
use crate::explain;
use anyhow::{Result, anyhow};
use std::process::ExitCode;

/// The topic of the patterns of lineage, and its former name.
const LINEAGE: [&str; 2] = ["lineage", "descent"];

/// The topic of the table of severities.
const SEVERITY: &str = "severity";

pub(crate) fn run(topic: &str, pattern: Option<&str>) -> Result<ExitCode> {
    let text = match pattern {
        _ if LINEAGE.contains(&topic) => explain::lineage(pattern),
        None if topic == SEVERITY => Ok(explain::severity()),
        None => explain::explain(topic),
        Some(_) => Err(format!("a second name is possible after `{}` only", LINEAGE[0])),
    };
    console::print_page(&text.map_err(|unknown| anyhow!(unknown))?)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn list_rules(arguments: &RulesArguments) -> Result<ExitCode> {
    match arguments.format {
        FileFormat::Text => console::print_page(&explain::list_rules())?,
        FileFormat::Json => console::print(&explain::rules_in_json())?,
    }
    Ok(ExitCode::SUCCESS)
}

//! `explain`: what a rule or a license asks, and how descent is judged, and why a finding is an error; `rules`: the list of rules and licenses.

use crate::cli::arguments::{FileFormat, RulesArguments};
use crate::cli::console;
use crate::explain;
use anyhow::{Result, anyhow};
use std::process::ExitCode;

/// What stands for the patterns of descent where a rule or a license is named.
const DESCENT: &str = "descent";

/// What stands for the table of severities there.
const SEVERITY: &str = "severity";

pub(crate) fn run(topic: &str, pattern: Option<&str>) -> Result<ExitCode> {
    let text = match pattern {
        _ if topic == DESCENT => explain::descent(pattern),
        None if topic == SEVERITY => Ok(explain::severity()),
        None => explain::explain(topic),
        Some(_) => Err(format!("a second name goes with `{DESCENT}` only")),
    };
    console::print(&text.map_err(|unknown| anyhow!(unknown))?)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn list_rules(arguments: &RulesArguments) -> Result<ExitCode> {
    console::print(&match arguments.format {
        FileFormat::Text => explain::list_rules(),
        FileFormat::Json => explain::rules_in_json(),
    })?;
    Ok(ExitCode::SUCCESS)
}

//! `explain`: what a rule or a license asks; `rules`: the list of both.

use crate::cli::console;
use crate::explain;
use anyhow::{Result, anyhow};
use std::process::ExitCode;

pub(crate) fn run(topic: &str) -> Result<ExitCode> {
    console::print(&explain::explain(topic).map_err(|unknown| anyhow!(unknown))?)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn list_rules() -> Result<ExitCode> {
    console::print(&explain::list_rules())?;
    Ok(ExitCode::SUCCESS)
}

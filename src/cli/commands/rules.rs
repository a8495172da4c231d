//! `rules`: lists what can be explained.

use crate::cli::console;
use crate::explain::list_rules;
use anyhow::Result;
use std::process::ExitCode;

pub(crate) fn run() -> Result<ExitCode> {
    console::print(&list_rules())?;
    Ok(ExitCode::SUCCESS)
}

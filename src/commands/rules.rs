//! `rules`: lists what can be explained.

use crate::console;
use anyhow::Result;
use model_license_gate::explain::list_rules;
use std::process::ExitCode;

pub(crate) fn run() -> Result<ExitCode> {
    console::print(&list_rules())?;
    Ok(ExitCode::SUCCESS)
}

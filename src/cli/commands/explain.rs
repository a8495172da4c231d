//! `explain`: what a rule or a license asks.

use crate::cli::console;
use crate::explain::explain;
use anyhow::{Result, anyhow};
use std::process::ExitCode;

pub(crate) fn run(topic: &str) -> Result<ExitCode> {
    let text = explain(topic).map_err(|unknown| anyhow!(unknown))?;
    console::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

//! `choose`: which licenses a model that is to be built on some bases may be declared under.

use super::hub::{self, HubContact};
use crate::choose::{self, Question};
use crate::cli::arguments::{ChooseArguments, FileFormat};
use crate::cli::console;
use anyhow::{Result, anyhow};
use std::process::ExitCode;

pub(crate) fn run(arguments: &ChooseArguments) -> Result<ExitCode> {
    let question = Question::read(&arguments.base, &arguments.dataset).map_err(|refused| anyhow!(refused))?;
    arguments.hub.refuse_lone_cache()?;
    let (config, tree) = (question.config(), question.tree());
    let (facts, notes) = hub::lineage_facts(&config, &[&tree], &arguments.hub, None, &HubContact::new(hub::TIME_LIMIT));
    let answer = choose::answer(&question, &facts, &console::today());
    for note in notes {
        console::note(&format!("{note}\n"));
    }
    console::print(&match arguments.format {
        FileFormat::Text => choose::text::render(&answer),
        FileFormat::Json => choose::json::render(&answer),
    })?;
    Ok(ExitCode::from(u8::from(!answer.has_fit())))
}

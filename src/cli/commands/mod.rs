//! The commands: each reads what it needs, asks the library, and writes the answer.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod choose;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod fix;
mod folder;
mod hub;
pub(crate) mod identify;
mod in_place;
pub(crate) mod init;
mod reading;
mod repository;
pub(crate) mod review;
pub(crate) mod webhook;

use crate::check::config::{self, Config};
use crate::cli::arguments::FailOn;
use crate::report::Verdict;
use crate::source::Source;
use crate::tree::{DENIED, Entry};
use anyhow::{Result, bail};

/// What is said where `--fail-if-empty` wants a model.
const NO_MODEL: &str = "no model was found, and `fail-if-empty` requires one: check the path";

/// Whether a verdict reaches the severity that the user fails on.
fn fails(verdict: Verdict, least: FailOn) -> bool {
    match least {
        FailOn::Error => verdict == Verdict::Fail,
        FailOn::Warning => verdict != Verdict::Pass,
        FailOn::Never => false,
    }
}

/// The configuration of a folder of the repository, or all its mistakes, each with its place.
fn configured(source: &Source, folder: &str) -> Result<Config> {
    match config::parse(source) {
        Ok(config) => Ok(config.under(folder)),
        Err(errors) => {
            let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
            bail!("{}", sentences.join("\nerror: "))
        }
    }
}

/// A configuration as it was read.
fn configuration_source(path: &str, entry: Option<&Entry>) -> Result<Option<Source>> {
    match entry {
        None | Some(Entry::Unread { .. } | Entry::Head { .. } | Entry::ClosedFolder(_)) => Ok(None),
        Some(Entry::Read(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(Source::new(path, text))),
            Err(_) => bail!("cannot use the configuration `{path}`: it is not UTF-8 text"),
        },
        Some(Entry::TooLarge { size, limit }) => {
            bail!("cannot use `{path}`: it has {size} bytes, more than the {limit} that are read")
        }
        Some(Entry::Unreadable(reason)) => bail!("cannot read `{path}`: {reason}"),
        Some(Entry::Denied) => bail!("cannot read `{path}`: {DENIED}"),
    }
}

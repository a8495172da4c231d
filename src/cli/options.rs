//! Options that several commands share, and the words that options take.

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

// A docstring here would take the place of the command's.
#[derive(Debug, Args)]
pub(crate) struct HubArguments {
    /// Look up unknown base models on the Hugging Face Hub
    #[arg(long)]
    pub(crate) hub: bool,
    /// Cache its answers in this file (default: in the cache folder)
    #[arg(long, value_name = "FILE")]
    pub(crate) hub_cache: Option<PathBuf>,
}

impl HubArguments {
    /// Refuses a cache that nothing would be kept in. Models on the Hub are looked up without `--hub`.
    pub(crate) fn refuse_lone_cache(&self) -> Result<()> {
        ensure!(self.hub || self.hub_cache.is_none(), "`--hub-cache` needs `--hub`");
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
    Github,
    Gitlab,
    Sarif,
    Jsonl,
    Junit,
    Cyclonedx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Review {
    Comment,
    RequestChanges,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    Changed,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

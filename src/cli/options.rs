//! Options that several commands share, and the words that options take.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

// A docstring here would take the place of the command's.
#[derive(Debug, Args)]
pub(crate) struct HubArguments {
    /// Look up unknown base models on the Hugging Face Hub
    #[arg(long)]
    pub(crate) hub: bool,
    /// Cache its answers in this file (default: in the cache folder)
    #[arg(long, value_name = "FILE", requires = "hub")]
    pub(crate) hub_cache: Option<PathBuf>,
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

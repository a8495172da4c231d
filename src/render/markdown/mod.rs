//! Reports as Markdown for GitHub: pieces for comments, and the summary of a job.

pub(crate) mod escape;
pub(crate) mod finding;
pub(crate) mod mermaid;
mod pages;
pub(crate) mod summary;

pub(crate) use pages::Pages;

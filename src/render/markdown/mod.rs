//! Reports as Markdown for GitHub: pieces for comments, and the summary of a job.

pub(crate) mod escape;
pub(crate) mod finding;
pub(crate) mod mermaid;
pub(crate) mod summary;

//! Reports as Markdown for GitHub: pieces for comments, and the summary of a job.

pub mod escape;
pub mod finding;
pub mod mermaid;
pub mod summary;

//! Reports as Markdown for GitHub: pieces for comments, and the summary of a job.

pub mod escape;
pub mod finding;
pub mod mermaid;
mod summary;

pub use summary::{earlier, findings, graphs, headline, models_table, summary, unchecked};

//! The judgement of `check` as a stream: a line or a folder in, one line out, and counts over all of them.

pub mod auditor;
pub mod counts;
pub mod line;
pub mod pace;
pub mod page;
pub mod parents;
pub mod verdict;

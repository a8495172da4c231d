//! The judgement of `check` as a stream: a line or a folder in, one line out, and counts over all of them.

pub(crate) mod auditor;
pub(crate) mod conclusion;
pub(crate) mod counts;
pub(crate) mod faults;
pub(crate) mod line;
pub(crate) mod pace;
pub(crate) mod page;
pub(crate) mod parents;
pub(crate) mod verdict;

//! The review of a pull request: from the report, the diff and the existing comments to a plan of what to write. No I/O.

mod anchor;
mod changed_file;
pub(crate) mod diff;
pub(crate) mod discussion;
mod existing;
pub(crate) mod marker;
mod options;
mod own;
pub(crate) mod plan;
mod planner;
mod remark;
mod remarks;
pub(crate) mod saved;
mod suggestion;
mod summary;
pub(crate) mod thread;
mod twins;

pub(crate) use changed_file::{ChangedFile, Status};
pub(crate) use existing::{ExistingComments, ExistingReview, Post, Remark};
pub(crate) use options::{Mode, ReviewOptions};
pub(crate) use planner::plan;
pub(crate) use summary::comment;
pub(crate) use twins::twins;

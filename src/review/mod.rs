//! The review of a pull request: from the report, the diff and the existing comments to a plan of what to write. No I/O.

mod anchor;
mod changed_file;
pub mod diff;
mod existing;
pub mod marker;
mod options;
mod own;
pub mod plan;
mod planner;
mod remark;
mod remarks;
pub mod saved;
mod suggestion;
mod summary;

pub use changed_file::{ChangedFile, Status};
// The second names are those that the GitHub client still uses.
pub use existing::{
    ExistingComments, ExistingComments as Said, ExistingReview, ExistingReview as Verdict, Post, Remark,
};
pub use options::{Mode, ReviewOptions};
pub use planner::plan;

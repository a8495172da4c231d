//! Git, the only program that the gate starts. Nothing that a repository, its configuration or the environment names is run by it.

mod command;
mod commit;
mod ignored;
mod links;
mod listing;
mod objects;
mod read_error;
pub(super) mod worktree;

pub(super) use commit::Reading;
pub(super) use ignored::Ignored;
pub(super) use objects::{Commit, Repository};
pub(super) use read_error::ReadError;

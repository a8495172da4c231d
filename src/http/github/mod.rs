//! Reads pull requests and trees of files from GitHub, and carries out the plan of a review.

#[cfg(feature = "github")]
pub(super) mod blobs;
#[cfg(feature = "github")]
mod carry_out;
#[cfg(feature = "github")]
mod client;
#[cfg(feature = "github")]
mod comments;
#[cfg(feature = "github")]
mod endpoint;
#[cfg(feature = "github")]
mod links;
#[cfg(feature = "github")]
mod listing;
#[cfg(feature = "github")]
mod pulls;
#[cfg(feature = "github")]
mod session;
#[cfg(feature = "github")]
mod tree;
pub(super) mod types;
#[cfg(feature = "github")]
mod write;

#[cfg(not(feature = "github"))]
pub(crate) use super::stub::Session;
#[cfg(feature = "github")]
pub(crate) use session::Session;
pub(crate) use types::{Access, Comparison, PlanOutcome, Pull, is_repository};

//! The Hugging Face Hub: models read in place, and what it states of base models that nothing at hand knows.

mod answer;
mod cache;
#[cfg(feature = "github")]
mod client;
#[cfg(feature = "github")]
mod commit;
#[cfg(feature = "github")]
mod discussions;
#[cfg(feature = "github")]
mod files;
#[cfg(feature = "github")]
mod headers;
#[cfg(feature = "github")]
mod history;
#[cfg(feature = "github")]
mod kept;
#[cfg(feature = "github")]
mod links;
pub(super) mod listing;
mod lookup;
#[cfg(feature = "github")]
mod memo;
#[cfg(feature = "github")]
mod model;
pub(super) mod place;
#[cfg(feature = "github")]
mod refusal;
#[cfg(feature = "github")]
mod session;
#[cfg(feature = "github")]
mod speak;
#[cfg(not(feature = "github"))]
mod speak_stub;
mod spoken;
#[cfg(feature = "github")]
mod traffic;
#[cfg(feature = "github")]
mod tree;
pub(super) mod walk;
#[cfg(feature = "github")]
mod wanted;
#[cfg(feature = "github")]
mod write;

#[cfg(not(feature = "github"))]
pub(crate) use super::stub::{HubModel, HubSession};
pub(crate) use answer::is_id;
pub(crate) use listing::Listing;
pub(crate) use lookup::{ENDPOINT, HubAnswers, LookUps, ask};
#[cfg(feature = "github")]
pub(crate) use model::HubModel;
pub(crate) use place::{HubAccess, HubPlace, ModelPlace, Patience};
#[cfg(feature = "github")]
pub(crate) use session::HubSession;
pub(crate) use spoken::{ListKind, NewPull};

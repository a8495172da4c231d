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
mod history;
pub(crate) mod lookup;
#[cfg(feature = "github")]
mod model;
pub(crate) mod place;
#[cfg(feature = "github")]
mod refusal;
#[cfg(feature = "github")]
mod session;
#[cfg(feature = "github")]
mod speak;
#[cfg(feature = "github")]
mod tree;
mod walk;
#[cfg(feature = "github")]
mod write;

#[cfg(feature = "github")]
pub(crate) use client::HubAccess;
#[cfg(feature = "github")]
pub(crate) use commit::NewPull;
#[cfg(feature = "github")]
pub(crate) use discussions::{Account, ListKind};
pub(crate) use lookup::{Access, ENDPOINT, ask};
#[cfg(feature = "github")]
pub(crate) use model::HubModel;
#[cfg(feature = "github")]
pub(crate) use session::HubSession;

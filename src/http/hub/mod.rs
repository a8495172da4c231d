//! The Hugging Face Hub: models read in place, and what it states of base models that nothing at hand knows.

mod answer;
mod cache;
#[cfg(feature = "github")]
mod client;
mod listing;
pub(crate) mod lookup;
#[cfg(feature = "github")]
mod model;
pub(crate) mod place;
#[cfg(feature = "github")]
mod refusal;
#[cfg(feature = "github")]
mod session;
#[cfg(feature = "github")]
mod traffic;
#[cfg(feature = "github")]
mod tree;
mod walk;

#[cfg(feature = "github")]
pub(crate) use client::HubAccess;
pub(crate) use listing::Listing;
pub(crate) use lookup::{Access, ENDPOINT, ask};
#[cfg(feature = "github")]
pub(crate) use model::HubModel;
#[cfg(feature = "github")]
pub(crate) use session::HubSession;
#[cfg(feature = "github")]
pub(crate) use traffic::Patience;

//! The Hugging Face Hub: models read in place, and what it states of base models that nothing at hand knows.

mod answer;
mod cache;
mod listing;
mod lookup;
#[cfg(feature = "github")]
mod network;
#[cfg(not(feature = "github"))]
#[path = "no_network.rs"]
mod network;
mod place;
mod spoken;
mod walk;

pub(crate) use answer::is_id;
pub(crate) use listing::Listing;
pub(crate) use lookup::{ENDPOINT, HubAnswers, LookUps, ask};
pub(crate) use network::{HubModel, HubSession};
pub(crate) use place::{HubAccess, HubPlace, ModelPlace, Patience};
pub(crate) use spoken::{ListKind, NewPull};

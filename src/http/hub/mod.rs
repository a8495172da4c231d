//! The Hugging Face Hub: what it states of base models that nothing at hand knows. Only where the user wants it.

mod answer;
mod cache;
pub(crate) mod lookup;
mod walk;

pub(crate) use lookup::{Access, ENDPOINT, ask};

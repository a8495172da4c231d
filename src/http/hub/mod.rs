//! The Hugging Face Hub: what it states of base models that nothing at hand knows. Only where the user wants it.

mod answer;
mod cache;
mod lookup;
mod walk;

pub use lookup::{Access, ENDPOINT, Reported, ask};

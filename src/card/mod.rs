//! The model card: where its metadata stands, and what it says.
pub mod front_matter;

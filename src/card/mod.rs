//! The model card: where its metadata stands, and what it says.
pub mod body;
pub mod front_matter;

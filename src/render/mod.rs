//! The formats: each is a plain function of its data.

pub(crate) mod excerpt;
mod fix;
pub mod github;
pub mod gitlab;
pub mod identified;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod text;
mod visible;

pub(crate) use visible::inert_json;
pub use visible::{inert_text, one_line, visible};

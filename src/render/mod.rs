//! The formats: each is a plain function of its data.

mod counts;
mod excerpt;
mod fix;
pub mod github;
pub mod gitlab;
mod headline;
pub mod identified;
pub mod json;
mod location;
pub mod markdown;
pub mod sarif;
pub mod text;
mod visible;
pub(crate) mod wire;

pub(crate) use headline::headline;
pub use visible::{inert_text, one_line, visible};

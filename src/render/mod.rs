//! The formats: each is a plain function of its data.

pub(crate) mod annotated;
mod block;
mod color;
mod counts;
pub(crate) mod cyclonedx;
pub(crate) mod evidence;
mod excerpt;
mod fix;
pub(crate) mod github;
pub(crate) mod gitlab;
mod headline;
pub(crate) mod identified;
pub(crate) mod json;
pub(crate) mod junit;
mod location;
pub(crate) mod markdown;
mod page;
mod percent;
pub(crate) mod sarif;
mod sarif_text;
pub(crate) mod statistics;
pub(crate) mod text;
mod text_options;
mod visible;
pub(crate) mod wire;
mod wrap;

pub use annotated::render as annotated;
pub use github::render as github;
pub use gitlab::render as gitlab;
pub(crate) use headline::headline;
pub use json::render as json;
pub use markdown::summary::summary as markdown;
pub(crate) use page::page;
#[cfg(feature = "github")]
pub(crate) use percent::percent_encoded;
pub use sarif::render as sarif;
pub use text::render as text;
pub use text_options::{Target, TextOptions};
pub(crate) use visible::{inert_json, inert_text, one_line, visible};

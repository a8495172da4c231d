//! Reads YAML into a tree with places, and says what each of the Hub's two readers makes of it.
//!
//! The Hub's Python client reads cards with `PyYAML`, its site with `js-yaml`, and they differ: `no`, `1e3`, a key that
//! stands twice. So the tree keeps what is written ([`Scalar`], its style, its tag, its span), [`resolve`] gives the
//! value that either reader takes from it, and [`python_refuses`] and [`js_refuses`] name what only one of them rejects.

mod build;
mod canonical;
mod error;
mod lookup;
mod plain;
mod refuse;
pub mod resolve;
mod tree;

pub use build::parse;
pub use canonical::{Reader, canonical};
pub use error::{Error, ErrorKind};
pub use lookup::{Duplicate, Entry};
pub use refuse::{js_refuses, python_refuses};
pub use tree::{Anchor, Document, Flow, Kind, Limits, Node, NodeId, Scalar, Style, Tag};

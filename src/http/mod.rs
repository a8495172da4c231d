//! The edge to the network: one client, and on top of it GitHub, the Hugging Face Hub and downloads.
//!
//! Blocking for its callers. octocrab carries all requests; when one is sent again is decided in `retry`. `way` opens the connections,
//! through the proxy that the environment names. The certificates that the system trusts are needed. Without the feature `github` there
//! is no network code: `stub` says so then, and sends nothing.
//!
//! octocrab is transport only: its typed calls send reviews that GitHub refuses, its retries repeat writes, and its redirects turn a POST into
//! a GET. The Hub's own client, `hf-hub`, was weighed and left: 1.0.0 brings a second HTTP client and the transfer of weights, 225 crates
//! against the 122 of the whole program; 0.5.0 does not hand on what a card says. Neither has requests for a part of a file, bounds on bytes
//! and time, or hashes to compare with. What the gate reads on the Hub is a list and small files, with the client that GitHub needs anyway.

#[cfg(feature = "github")]
mod address;
#[cfg(feature = "github")]
mod client;
pub(crate) mod download;
mod error;
pub(crate) mod github;
pub(crate) mod hub;
#[cfg(feature = "github")]
mod proxies;
pub(crate) mod response;
#[cfg(feature = "github")]
mod retry;
#[cfg(feature = "github")]
mod side_by_side;
#[cfg(not(feature = "github"))]
mod stub;
#[cfg(feature = "github")]
mod way;

pub(crate) use download::download;
pub(crate) use error::HttpError;

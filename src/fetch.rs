//! One bounded GET over HTTP(S), for addresses that are not GitHub's API: license texts, the Hugging Face Hub.
//!
//! Blocking for its callers; octocrab carries the requests, as it does to GitHub. Proxies named in the environment are not used. The
//! certificates that the system trusts are needed. Without the feature `github` it says so and sends nothing.

#[cfg(not(feature = "github"))]
mod absent;
#[cfg(feature = "github")]
mod client;

#[cfg(not(feature = "github"))]
pub use absent::get;
#[cfg(feature = "github")]
pub use client::get;

/// An answer, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its status, such as 200 or 404; of a redirect only where it names no address.
    pub status: u16,
    /// Its body.
    pub body: Vec<u8>,
}

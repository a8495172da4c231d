//! What the tests of the program and the tests of inner parts share.
#![allow(dead_code, reason = "each of the two takes what it needs")]

pub(crate) mod agreements;
pub(crate) mod fake;
pub(crate) mod hub;
#[cfg(feature = "github")]
pub(crate) mod hub_world;
pub(crate) mod models;
pub(crate) mod proxy;
pub(crate) mod suites;
pub(crate) mod unified;
pub(crate) mod weights;

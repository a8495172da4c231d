//! What several tests share.

pub(crate) mod agreements;
pub(crate) mod suites;

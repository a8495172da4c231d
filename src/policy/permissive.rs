//! What permissive licenses ask. It decides no verdict, so these licenses have no policy.

use super::types::Permissive;

/// What the build made of `licenses/permissive.yml`.
mod data {
    use crate::policy::types::{Permissive, PermissiveDuty, PermissiveLicenses};
    include!(concat!(env!("OUT_DIR"), "/permissive.rs"));
}

/// All of them, those that ask the same together.
pub(crate) fn all_permissive() -> &'static [Permissive] {
    data::VALUE.permissive
}

/// What a license asks, by its identifier, where it is a permissive one without a policy.
pub(crate) fn permissive(license: &str) -> Option<&'static Permissive> {
    all_permissive().iter().find(|permissive| permissive.licenses.contains(&license))
}

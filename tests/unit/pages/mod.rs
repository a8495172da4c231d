//! The pages of `docs/` that are made from the rules and the policies.

mod license_file;
mod licenses;
mod rules;

pub(crate) use licenses::licenses_page;
pub(crate) use rules::{Example, rules_page};

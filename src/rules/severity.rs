//! What a finding under a license weighs at most.

use crate::policy::SeverityCap;
use crate::report::{Basis, Severity, Stake};

/// The severity of a problem under a license: where its findings warn at most, it is unclear whether it applies to the model.
pub(crate) const fn severity_under(cap: SeverityCap, stake: Stake, basis: Basis) -> Severity {
    match cap {
        SeverityCap::Full => stake.severity(basis),
        SeverityCap::Warns => stake.severity(Basis::NeedsHuman),
        SeverityCap::Informs => Severity::Info,
    }
}

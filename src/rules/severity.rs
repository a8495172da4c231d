//! What a finding under a license weighs at most.

use crate::policy::SeverityCap;
use crate::report::{Basis, Severity, Stake};

/// The severity of a fault under a license: where its findings warn at most, whether it reaches the model is doubtful.
pub(crate) const fn severity_under(cap: SeverityCap, stake: Stake, basis: Basis) -> Severity {
    match cap {
        SeverityCap::Full => stake.severity(basis),
        SeverityCap::Warns => stake.severity(Basis::NeedsHuman),
        SeverityCap::Informs => Severity::Info,
    }
}

//! The highest severity of findings.

use crate::policy::SeverityCap;
use crate::report::Severity;

/// The highest severity of findings under a policy, or of one duty of it.
pub(crate) const fn severity_limit(cap: SeverityCap) -> Severity {
    match cap {
        SeverityCap::Full => Severity::Error,
        SeverityCap::Warns => Severity::Warning,
        SeverityCap::Informs => Severity::Info,
    }
}

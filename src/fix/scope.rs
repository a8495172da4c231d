//! What `fix` is to fix: the faults that need no decision, or only the files that go with the model.

use crate::model::files::is_notice;
use crate::report::{Finding, Fix, Severity};

/// What is to be fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All errors and warnings that need no decision.
    Faults,
    /// The files that go with the model: notices, copies of agreements, policies on use.
    Bundle,
}

impl Scope {
    /// Whether a finding is to be fixed.
    pub(super) fn takes(self, finding: &Finding) -> bool {
        match self {
            Self::Faults => finding.severity > Severity::Info,
            Self::Bundle => finding.missing_text.is_some() || notice(finding).is_some(),
        }
    }

    /// The least severity of what is to be fixed.
    pub(super) const fn least(self) -> Severity {
        match self {
            Self::Faults => Severity::Warning,
            Self::Bundle => Severity::Info,
        }
    }
}

/// The lines of a Notice file that fix a finding.
pub(super) fn notice(finding: &Finding) -> Option<&Fix> {
    finding.fix.as_ref().filter(|fix| is_notice(&fix.path))
}

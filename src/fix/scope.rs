//! What `fix` is to fix: the faults that need no decision, or only the files that go with the model.

use crate::model::files::is_notice;
use crate::policy::{self, SeverityCap};
use crate::report::{Fault, Finding, Fix, Severity};

/// What to fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All errors and warnings that need no decision.
    Faults,
    /// The files that go with the model: notices, copies of agreements, policies on use.
    Bundle,
}

impl Scope {
    /// Whether to fix a finding.
    pub(super) fn takes(self, finding: &Finding) -> bool {
        match self {
            Self::Faults => finding.severity > Severity::Info,
            Self::Bundle => {
                let is_of_bundle = finding.missing_text.is_some() || notice(finding).is_some();
                // What nobody knows of a base model may be asked as well.
                finding.rule.fault == Fault::Uncertain || is_of_bundle && !is_waived(finding)
            }
        }
    }

    /// The lowest severity of what to fix.
    pub(super) const fn least(self) -> Severity {
        match self {
            Self::Faults => Severity::Warning,
            Self::Bundle => Severity::Info,
        }
    }
}

/// Whether the configuration takes the weight off a finding: neither its rule nor its license does.
fn is_waived(finding: &Finding) -> bool {
    let policy = finding.license.and_then(policy::of_license);
    let only_informs = policy.is_some_and(|policy| policy.severity_cap == SeverityCap::Informs);
    finding.severity == Severity::Info && finding.rule.severity() > Severity::Info && !only_informs
}

/// The lines of a Notice file that fix a finding.
pub(super) fn notice(finding: &Finding) -> Option<&Fix> {
    finding.fix.as_ref().filter(|fix| is_notice(&fix.path))
}

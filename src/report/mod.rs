//! What comes out of a check: findings, what is known of descent, counts and the verdict.

pub mod finding;
pub mod lineage;
#[expect(clippy::module_inception, reason = "the report is what the folder is named for")]
pub mod report;

pub use crate::basis::Basis;
pub use finding::{Finding, Fix, Related, Severity, Wanted};
pub use lineage::{Derived, Evidence, EvidenceKind, Lineage, Strength};
pub use report::{Judgement, ModelReport, Report, Verdict};

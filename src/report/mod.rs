//! What comes out of a check: findings, what is known of descent, counts and the verdict.

mod advice;
mod certainty;
mod conclusion;
mod evidence_kind;
pub(crate) mod finding;
mod fix;
pub(crate) mod inventory;
mod left_out;
pub(crate) mod lineage;
mod message;
#[expect(clippy::module_inception, reason = "the report is what the folder is named for")]
pub(crate) mod report;
mod rule;
mod severity;
pub(crate) mod stake;

pub use crate::basis::Basis;
pub use advice::Advice;
pub use conclusion::{Base, Compliance, Conclusion, Proof, ProofKind, Reason};
pub use finding::{Change, Finding, Related};
pub use fix::{Fix, MissingText};
pub(crate) use left_out::left_out_sentence;
pub use left_out::{LeftOut, LeftOutReason};
pub use lineage::{Derived, Evidence, EvidenceKind, LicenseSource, Lineage, Strength};
pub use message::Message;
pub use report::{Judgement, ModelReport, PermissiveParent, Report, Unchecked, Verdict};
pub use rule::{Fault, Meta};
pub use severity::Severity;
pub use stake::Stake;

//! What each format says of the report as a whole.

use crate::report::{Report, Severity};
use crate::wording::counted;

/// The message where no model was found.
pub(super) const NO_MODEL: &str =
    "No model found: there is no model card, adapter, merge recipe or weights file here. Check the path.";

/// `1 error, 2 warnings, 0 notes in 3 models`.
pub(super) fn counts(report: &Report) -> String {
    format!(
        "{}, {}, {} in {}",
        counted(report.count(Severity::Error), "error"),
        counted(report.count(Severity::Warning), "warning"),
        counted(report.count(Severity::Info), "note"),
        counted(report.models.len(), "model"),
    )
}

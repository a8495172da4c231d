//! The report of a review, with what the user must know about how it came to be.

use crate::cli::arguments::ReviewArguments;
use crate::cli::commands::fails;
use crate::report::Report;
use std::process::ExitCode;

/// A report, and what the user must know about how it came to be.
pub(super) struct Judged {
    /// The report, with paths from the root of the repository.
    pub(super) report: Report,
    pub(super) notes: Vec<String>,
}

impl Judged {
    /// The exit code, and whether it says that there is no model.
    pub(super) fn exit_code(&self, arguments: &ReviewArguments) -> (ExitCode, bool) {
        let is_empty = arguments.fail_if_empty && !self.report.has_models();
        (ExitCode::from(u8::from(is_empty || fails(self.report.verdict(), arguments.fail_on))), is_empty)
    }
}

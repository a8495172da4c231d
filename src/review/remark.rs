//! The texts of remarks: of a finding that is still there, and of one that is gone.

use super::marker::{Marker, State};
use super::options::ReviewOptions;
use super::suggestion::Suggestion;
use crate::render::markdown::finding as markdown;
use crate::report::Finding;

/// Most characters of a remark in full, chosen below the 65,536 that GitHub takes; a longer one says only what is wrong.
const MAX_BODY: usize = 30_000;

/// What a remark says of a finding, without a suggestion. Numbers of lines are left out: GitHub shows the place, and the text stays
/// the same when lines move.
pub(super) fn body(finding: &Finding, fingerprint: &str, options: &ReviewOptions) -> String {
    let mut placeless = finding.clone();
    placeless.place.range = None;
    for related in &mut placeless.related {
        related.place.range = None;
    }
    let mut text = markdown::body(&placeless, options.pages());
    if text.chars().count() > MAX_BODY {
        text = markdown::line(&placeless, options.pages());
    }
    format!("{}\n{}", Marker::new(&options.folder, fingerprint, State::Open), text.trim_end())
}

/// A remark with its suggestion.
pub(super) fn with_suggestion(body: &str, suggestion: &Suggestion<'_>) -> String {
    format!("{body}\n\n{}", suggestion.block)
}

/// Whether a remark as it is now has this text, or this text with any suggestion.
pub(super) fn is_body_with_suggestion(old: &str, body: &str) -> bool {
    let fence = old.strip_prefix(body).and_then(|rest| rest.strip_prefix("\n\n```"));
    fence.is_some_and(|rest| rest.trim_start_matches('`').starts_with("suggestion\n"))
}

/// What a remark says whose finding is gone, or, where it `stays`, is only not raised any more.
pub(super) fn gone_body(fingerprint: &str, stays: bool, options: &ReviewOptions) -> String {
    let text = if stays {
        "**No longer raised.** The check still finds this, but it does not count here: it is waived, only informs, or was there before this change."
    } else {
        "**Fixed.** The check no longer finds this."
    };
    format!("{}\n{text}", Marker::new(&options.folder, fingerprint, State::Fixed))
}

/// A body as GitHub returns it, with the line endings that the gate writes and no blanks at its end.
pub(super) fn as_written(stored: &str) -> String {
    stored.replace("\r\n", "\n").trim_end().to_owned()
}

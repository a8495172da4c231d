//! Plans a review: each part of the plan is made by a file of its own.

use super::changed_file::ChangedFile;
use super::diff::Diff;
use super::existing::ExistingComments;
use super::marker::{self, Marker, State};
use super::options::{Mode, ReviewOptions};
use super::own::OwnComments;
use super::plan::{Event, NewReview, Plan};
use super::remarks::{OpenFinding, RemarkChanges};
use super::summary::summary;
use crate::report::{Report, Severity};

/// Plans the review. `diff` is `None` where it is not available or the review was refused: all findings go to the summary then, and
/// no review is asked for.
pub(crate) fn plan(
    report: &Report,
    diff: Option<&[ChangedFile]>,
    existing: &ExistingComments,
    options: &ReviewOptions,
) -> Plan {
    let own = OwnComments::of(existing, options);
    let open = OpenFinding::all(report);
    let diff = diff.map(Diff::new);
    let mut remarks = RemarkChanges::new(diff.as_ref(), options);
    remarks.keep(&open, &own);
    remarks.add(&open);
    remarks.retire(&own, report);
    let summary = summary(report, &open, &remarks.reported, &own, options);
    let requests = options.mode == Mode::RequestChanges && report.count(Severity::Error) > 0;
    let RemarkChanges { new, plan, .. } = remarks;
    let review = if requests && own.requests.is_empty() && diff.is_some() {
        Some(NewReview { event: Event::RequestChanges, body: request_body(options), remarks: new })
    } else {
        (!new.is_empty()).then(|| NewReview { event: Event::Comment, body: String::new(), remarks: new })
    };
    let to_dismiss = own.requests.iter().filter(|_| !requests);
    let dismissals = to_dismiss.map(|review| (review.id, DISMISSAL_REASON.to_owned())).collect();
    Plan { review, summary, dismissals, duplicates: own.duplicates, ..plan }
}

/// Why a request for changes is dismissed.
const DISMISSAL_REASON: &str = "The license check finds no errors any more.";

/// The text of a review that asks for changes.
fn request_body(options: &ReviewOptions) -> String {
    let marker = Marker::new(&options.folder, marker::REQUEST, State::Open);
    format!("{marker}\nThe license check found errors. This request is dismissed when they are fixed.")
}

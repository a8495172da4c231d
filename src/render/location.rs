//! Where a finding is shown by services that show only what is in a file that exists.

use crate::report::{Finding, ModelReport};
use crate::source::{Place, Range};

/// The file and the lines at which GitHub's code scanning and GitLab's widget show a finding. A place without lines may be a file that
/// is not there, or a folder: then the card of the model is shown, or a place of the evidence.
pub(super) fn shown_at<'a>(finding: &'a Finding, models: &'a [ModelReport]) -> (&'a str, Option<Range>) {
    let place = &finding.place;
    if place.range.is_some() {
        return (&place.path, place.range);
    }
    // The models are sorted by path.
    let at = models.partition_point(|model| model.path < finding.model);
    let card = models.get(at).filter(|model| model.path == finding.model).and_then(|model| model.card.as_deref());
    if let Some(card) = card {
        return (card, None);
    }
    let evidence = finding.related.iter().map(|related| &related.place).find(|place| place.range.is_some());
    evidence.map_or((&place.path, None), |place: &Place| (&place.path, place.range))
}

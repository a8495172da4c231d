//! The name of a model in a heading.

use super::keys::KEYS;

/// A heading without the words that come before the name of a model.
pub(crate) fn name_in_heading(heading: &str) -> &str {
    let start = |start: &&&str| heading.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    KEYS.heading_starts.iter().find(start).map_or(heading, |start| &heading[start.len()..])
}

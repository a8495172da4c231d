//! The date or version by which a copy says which edition of a text it is.

use super::search::HashedWords;
use super::table::{Table, Text};
use super::word::is_name;

/// What a copy says of its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// It has no title, or no date or version behind it.
    None,
    /// That of an edition which is known.
    Known(&'static str),
    /// Another than that of any known edition.
    Unknown,
}

/// How many words before the first clause that was found the title may stand; chosen, as a title and its date may have changed together.
const MOST_WORDS_BEFORE: usize = 60;
/// How many words after the title its date may stand. One edition of the Gemma terms has 33 between.
const MOST_WORDS_BETWEEN: usize = 60;

/// What a copy that begins at the word `start` says of its edition, for the license of a text.
pub(super) fn stamp(table: &Table, text: &Text, hashed: &HashedWords<'_>, start: usize) -> Stamp {
    let mut found = Stamp::None;
    for kin in table.texts.iter().filter(|other| other.license == text.license) {
        let [title, label, value] = kin.stamp else { continue };
        let Some(at) = place(hashed, title, label, start) else { continue };
        if is_name(hashed.words, at, value) {
            return Stamp::Known(kin.edition);
        }
        let row = hashed.words.get(at..hashed.words.len().min(at + value.len())).unwrap_or_default();
        let has_digit =
            |(from, to)| hashed.text.get(from..to).is_some_and(|word: &str| word.contains(|c: char| c.is_numeric()));
        if row.iter().map(|word| (word.start as usize, word.end as usize)).any(has_digit) {
            found = Stamp::Unknown;
        }
    }
    found
}

/// The first word of the date or version: right after its label, which follows the title near the start of the copy.
fn place(hashed: &HashedWords<'_>, title: &[u64], label: &[u64], start: usize) -> Option<usize> {
    let is = |at: usize, row: &[u64]| is_name(hashed.words, at, row);
    let titles = start.saturating_sub(MOST_WORDS_BEFORE)..=start + MOST_WORDS_BETWEEN;
    let labels = |at: usize| (at..at + MOST_WORDS_BETWEEN).find(|at| is(*at, label)).map(|at| at + label.len());
    titles.filter(|at| is(*at, title)).find_map(|at| labels(at + title.len()))
}

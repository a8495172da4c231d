//! Numbers and letters of a wording that stand where a layout counts clauses: "thirty (30) days", "Section 2(b)", "Llama 2. If you".
//!
//! A scan passes over what may count a clause, since some layouts count clauses and others do not. Where the licensor's own text has such a
//! number in the middle of a sentence, its fingerprint keeps it, and a copy must have the same one at the same place.

use super::search::HashedWords;
use super::table::Number;
use super::word::{COUNT, COUNT_LETTER, Sign, Word};
use std::ops::Range;

/// The counts in a part of a text, each with the letters of a clause before it.
pub(super) fn in_clause(clause: &[Word], part: Range<usize>, signs: &[Sign]) -> impl Iterator<Item = (u32, Sign)> {
    let place = |byte: usize| signs.partition_point(|sign| (sign.at as usize) < byte);
    let mut words = clause.iter().peekable();
    let mut letters = 0u32;
    let counts =
        signs[place(part.start)..place(part.end)].iter().filter(|sign| matches!(sign.sign, COUNT | COUNT_LETTER));
    counts.map(move |sign| {
        while let Some(word) = words.next_if(|word| word.start < sign.at) {
            letters = letters.saturating_add(u32::from(word.letters));
        }
        (letters, *sign)
    })
}

/// Whether a run of words has the numbers of a clause that it holds exactly.
pub(super) fn has_numbers(hashed: &HashedWords<'_>, numbers: &[Number], start: u32, end: u32) -> bool {
    if numbers.is_empty() {
        return true;
    }
    let (start, end) = (start as usize, end as usize);
    let from = start.checked_sub(1).and_then(|before| hashed.words.get(before)).map_or(0, |word| word.end as usize);
    let until = hashed.words.get(end).map_or(hashed.text.len(), |word| word.start as usize);
    let clause = hashed.words.get(start..end).unwrap_or_default();
    let found: Vec<(u32, Sign)> = in_clause(clause, from..until, hashed.signs).collect();
    numbers.chunk_by(|a, b| a.offset == b.offset).all(|wanted| {
        let offset = wanted[0].offset;
        let here = found.iter().filter(|(letters, _)| *letters == u32::from(offset)).map(|(_, sign)| sign.value);
        let here: Vec<u32> = here.collect();
        let wanted: Vec<u32> = wanted.iter().map(|number| number.value).collect();
        // Beside them a layout may count the clause that begins here.
        if offset == 0 { here.ends_with(&wanted) } else { here.starts_with(&wanted) }
    })
}

/// Whether a count stands in the middle of a sentence of the licensor's own text, so that it is a number of the wording.
pub(super) fn is_of_wording(text: &str, count: Sign) -> bool {
    let before = text.get(..count.at as usize).unwrap_or_default();
    if count.sign == COUNT_LETTER {
        return is_reference(before);
    }
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    if without_count(line).contains(char::is_alphanumeric) {
        return true;
    }
    // A line that breaks before `(30)`, or inside a name such as `LTX-2.x`.
    let continues = above.ends_with('-') || above.ends_with(char::is_alphanumeric) && line.trim_start() == "(";
    continues && without_count(line).trim().len() <= 1
}

/// `2(b)`, `3(a)(1)`: an opening bracket right behind a number or another reference.
fn is_reference(before: &str) -> bool {
    let mut rest = before;
    loop {
        let Some(opened) = rest.strip_suffix('(') else { return false };
        if opened.ends_with(char::is_alphanumeric) {
            return true;
        }
        let Some(closed) = opened.strip_suffix(')') else { return false };
        rest = closed.trim_end_matches(char::is_alphanumeric);
    }
}

/// A line without the count that begins it.
fn without_count(line: &str) -> &str {
    let shown = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = shown.trim_start_matches(char::is_alphanumeric);
    let is_count = shown.len() - rest.len() <= 5 && rest.starts_with(['.', ')', ']']);
    if is_count { rest } else { shown }
}

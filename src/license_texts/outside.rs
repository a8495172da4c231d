//! What stands outside of the licenses that were found in a text.

use super::hash;
use super::identified::{Completeness, FoundLicense};
use super::table::Table;
use super::word::{Word, WordKind};
use crate::source::Span;

/// Words outside all licenses that are ignored, such as the name of a file or a project; chosen by hand.
const STRAY_WORDS: usize = 4;
/// Words of the shortest sentence, chosen: `Meta Platforms, Inc.` has two that say something.
const SENTENCE_WORDS: usize = 3;

/// Marks complete copies that another sentence continues in the same line, at their beginning or end: such a copy is altered.
pub(super) fn mark_continued(table: &Table, text: &str, words: &[Word], licenses: &mut [FoundLicense]) {
    let spans = spans(licenses);
    let is_outside = |word: &Word| !spans.iter().any(|span| (span.start..span.end).contains(&(word.start as usize)));
    let is_joined = |before: &Word, after: &Word| {
        let gap = text.get(before.end as usize..after.start as usize).unwrap_or_default();
        before.line == after.line && is_outside(before) != is_outside(after) && joins_sentences(gap)
    };
    for found in licenses.iter_mut().filter(|found| found.completeness == Completeness::Complete) {
        let slots = table.texts.iter().find(|known| (known.license, known.edition) == (found.license, found.edition));
        let slots = slots.map_or(&[][..], |known| table.slots_of(known));
        let start = words.partition_point(|word| (word.start as usize) < found.span.start);
        let end = words.partition_point(|word| (word.start as usize) < found.span.end);
        let joins =
            |at: usize| matches!(words.get(at.wrapping_sub(1)..=at), Some([before, after]) if is_joined(before, after));
        let altered = [(start, slots.first()), (end, slots.last())].into_iter().filter(|(at, _)| joins(*at));
        found.altered = altered.filter_map(|(_, slot)| Some(table.name_of(slot?))).collect();
        found.altered.dedup();
        if !found.altered.is_empty() {
            found.completeness = Completeness::Altered;
        }
    }
}

/// Whether nothing but a full stop and a blank separates two words: no markup, no key or quotation mark of a data file.
fn joins_sentences(gap: &str) -> bool {
    let is_end = |c: char| matches!(c, '.' | ';' | '!' | '?' | ')' | '”' | '*' | '_' | '。' | '；');
    let rest = gap.trim_start_matches(is_end);
    let is_begin = |c: char| c.is_whitespace() || matches!(c, '(' | '“' | '*' | '_');
    rest.len() < gap.len() && rest.chars().all(is_begin)
}

/// Whether a sentence, or more than a few words, is outside the licenses. Copyright lines and headings are left out.
pub(super) fn has_other_words(text: &str, words: &[Word], licenses: &[FoundLicense]) -> bool {
    let mut spans = spans(licenses);
    spans.sort_unstable();
    let place = |byte: usize| words.partition_point(|word| (word.start as usize) < byte);
    let (mut count, mut in_line) = (0, (0, 0));
    let mut copyright = None;
    let mut from = 0;
    for span in spans.into_iter().chain([Span::new(usize::MAX, usize::MAX)]) {
        for word in words.get(from..place(span.start)).unwrap_or_default() {
            if word.hash == COPYRIGHT {
                copyright = Some(word.line);
            }
            let says_nothing = copyright == Some(word.line)
                || word.kind != WordKind::Plain
                || HEADING.contains(&word.hash)
                || OWNER.contains(&word.hash);
            count += usize::from(!says_nothing);
            in_line = (word.line, usize::from(!says_nothing) + if in_line.0 == word.line { in_line.1 } else { 0 });
            let ends = text.get(word.end as usize..).is_some_and(|rest| rest.starts_with(['.', '!', '。']));
            let is_sentence = ends && !says_nothing && in_line.1 >= SENTENCE_WORDS;
            if count > STRAY_WORDS || is_sentence && !is_in_name(text, word) {
                return true;
            }
        }
        from = from.max(place(span.end));
    }
    false
}

/// Whether the stop after a word is inside of a name, such as that of a file.
fn is_in_name(text: &str, word: &Word) -> bool {
    text.get(word.end as usize + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// Where the licenses stand of which more than the name is there.
fn spans(licenses: &[FoundLicense]) -> Vec<Span> {
    licenses.iter().filter(|found| found.completeness != Completeness::Mention).map(|found| found.span).collect()
}

const COPYRIGHT: u64 = hash::word("copyright");
/// Words of headings that say no more than that a license follows.
const HEADING: [u64; 8] = hash::words(["license", "licence", "the", "text", "version", "clause", "page", "of"]);
/// Words that a line has which names the owner of a copyright.
const OWNER: [u64; 9] =
    hash::words(["all", "rights", "reserved", "inc", "ltd", "llc", "limited", "corporation", "contributors"]);

//! Compares a chain of clauses with the text that it copies: which edition it is, what is missing and what is changed.

use super::chain::{Chain, Link, float, slots_between};
use super::identified::{Completeness, FoundLicense};
use super::search::{HashedWords, Occurrence};
use super::stamp::{self, Stamp};
use super::table::{Slot, Table, Text};
use super::word::Word;
use super::{counts, signs};
use crate::source::Span;

/// How many numbers and words such as "page" may come between two clauses: `Page 3 of 12`, and the count of a clause. 3 and 12 answer
/// alike on the labelled set of `dev/textset.sh`.
const MOST_NUMBERING: usize = 6;

/// What an edition that is not known has at least, against the known one that it is nearest to: clauses that differ, that with the date
/// among them; new words; and its length. Of the 20 pairs of editions that were at hand, 12 have it. A known edition with another date and
/// a changed clause has not, nor one with another date from which clauses were taken.
const LEAST_DIFFERING: usize = 3;
const LEAST_NEW: f32 = 0.02;
const LEAST_LENGTH: f32 = 0.9;

/// Describes the copy that a chain of clauses is.
pub(super) fn found_license(table: &Table, hashed: &HashedWords<'_>, mut chain: Chain) -> FoundLicense {
    let text = &table.texts[usize::from(chain.text)];
    complete_edges(table, text, hashed, &mut chain);
    let slots = table.slots_of(text);
    let mut missing = Vec::new();
    let mut altered = Vec::new();
    let (first, last) = (chain.links[0], chain.links[chain.links.len() - 1]);
    let lacking = |slots: &[Slot], names: &mut Vec<&'static str>| {
        names.extend(slots.iter().filter(|slot| slot.required).map(|slot| table.name_of(slot)));
    };
    lacking(&slots[..usize::from(first.slot)], &mut missing);
    for (place, link) in chain.links.iter().enumerate() {
        let name = table.name_of(&slots[usize::from(link.slot)]);
        let before = place.checked_sub(1).map(|before| &chain.links[before]);
        if !link.at.exact || !has_its_signs(table, &slots[usize::from(link.slot)], hashed, link, before) {
            altered.push(name);
        }
        if let Some(next) = chain.links.get(place + 1) {
            compare_between(table, slots, hashed, link, next, &mut missing, &mut altered);
        }
    }
    lacking(&slots[usize::from(last.slot) + 1..], &mut missing);
    altered.dedup();
    let completeness = match (missing.is_empty(), altered.is_empty()) {
        (true, true) => Completeness::Complete,
        _ if is_unknown_edition(table, hashed, &chain, missing.len(), altered.len()) => Completeness::UnknownEdition,
        (true, false) => Completeness::Altered,
        (false, _) => Completeness::Partial,
    };
    FoundLicense {
        license: text.license,
        edition: text.edition,
        completeness,
        // Readings differ by a word or two; a copy that is complete in one lacks nothing.
        coverage: if completeness == Completeness::Complete {
            1.0
        } else {
            f64::from(chain.found / float(text.words.max(1))).min(1.0)
        },
        missing,
        altered,
        span: span(hashed, first.at.start, last.at.end),
    }
}

/// Whether a copy of which clauses differ is of an edition that is not known, or not from the licensor's own copy.
fn is_unknown_edition(table: &Table, hashed: &HashedWords<'_>, chain: &Chain, missing: usize, altered: usize) -> bool {
    let text = &table.texts[usize::from(chain.text)];
    let (start, end) = (chain.links[0].at.start, chain.links[chain.links.len() - 1].at.end);
    match stamp::stamp(table, text, hashed, start as usize) {
        Stamp::Unknown => {
            let share = |words: f32| words / float(text.words.max(1));
            let length = float(end.saturating_sub(start));
            let kept: f32 = chain.links.iter().map(|link| float(link.at.end - link.at.start) * link.at.share).sum();
            missing + altered >= LEAST_DIFFERING && share(length - kept) >= LEAST_NEW && share(length) >= LEAST_LENGTH
        }
        Stamp::Known(edition) if edition != text.edition => false,
        Stamp::Known(_) | Stamp::None => text.rebuilt && missing == 0,
    }
}

/// Whether a clause has the signs of one of its wordings, those after the clause before it included.
fn has_its_signs(table: &Table, slot: &Slot, hashed: &HashedWords<'_>, link: &Link, before: Option<&Link>) -> bool {
    let words = hashed.words.get(link.at.start as usize..link.at.end as usize).unwrap_or_default();
    let end = before.and_then(|before| hashed.words.get((before.at.end as usize).checked_sub(1)?));
    let signs = signs::hash_of(hashed.text, words, end.map(|word| word.end), hashed.signs);
    let found = &table.clauses[usize::from(link.at.clause)];
    table.wordings_of(slot).iter().any(|number| {
        let wording = &table.clauses[usize::from(*number)];
        (wording.hash, wording.letters, wording.signs) == (found.hash, found.letters, signs)
            && counts::has_numbers(hashed, table.numbers_of(*number), link.at.start, link.at.end)
    })
}

/// The bytes of a run of words.
fn span(hashed: &HashedWords<'_>, start: u32, end: u32) -> Span {
    let word = |at: u32| hashed.words.get(at as usize);
    match (word(start), word(end.saturating_sub(1))) {
        (Some(first), Some(last)) => Span::new(first.start as usize, last.end as usize),
        _ => Span::default(),
    }
}

/// Adds the clauses that are missing or altered between two clauses of a chain.
fn compare_between(
    table: &Table,
    slots: &[Slot],
    hashed: &HashedWords<'_>,
    link: &Link,
    next: &Link,
    missing: &mut Vec<&'static str>,
    altered: &mut Vec<&'static str>,
) {
    let (from, to) = (link.at.end as usize, (next.at.start as usize).max(link.at.end as usize));
    let strange = &hashed.words[from..to];
    let lacking: Vec<_> = slots_between(slots, link.slot, next.slot).filter(|slot| slot.required).collect();
    let words: usize = lacking.iter().map(|slot| usize::from(slot.words)).sum();
    if lacking.is_empty() {
        if link.at.exact && next.at.exact && !only_numbering(strange) {
            altered.push(table.name_of(&slots[usize::from(link.slot)]));
        }
    } else {
        // About as many words as are missing: a replaced wording.
        let replaced = strange.len() * 2 >= words;
        let names = if replaced { altered } else { missing };
        names.extend(lacking.iter().map(|slot| table.name_of(slot)));
    }
}

/// Whether words are but page numbers and the like.
fn only_numbering(words: &[Word]) -> bool {
    words.len() <= MOST_NUMBERING && words.iter().all(Word::is_numbering)
}

/// Adds clauses without a sampled row that are there exactly, right before or after a clause of the chain.
fn complete_edges(table: &Table, text: &Text, hashed: &HashedWords<'_>, chain: &mut Chain) {
    let mut place = 0;
    while place < chain.links.len() {
        let link = chain.links[place];
        let until = chain.links.get(place + 1).map_or(table.slots_of(text).len(), |next| usize::from(next.slot));
        if usize::from(link.slot) + 1 < until
            && let Some(next) = exact_clause_after(table, text, hashed, &link)
            && chain.links.get(place + 1).is_none_or(|later| next.at.end <= later.at.start)
        {
            chain.found += next.weight;
            chain.links.insert(place + 1, next);
        }
        place += 1;
    }
    let mut place = chain.links.len();
    while place > 0 {
        place -= 1;
        let link = chain.links[place];
        let from = if place == 0 { -1 } else { i32::from(chain.links[place - 1].slot) };
        if i32::from(link.slot) > from + 1
            && let Some(before) = exact_clause_before(table, text, hashed, &link)
            && (place == 0 || chain.links[place - 1].at.end <= before.at.start)
        {
            chain.found += before.weight;
            chain.links.insert(place, before);
            place += 1;
        }
    }
}

fn exact_clause_after(table: &Table, text: &Text, hashed: &HashedWords<'_>, link: &Link) -> Option<Link> {
    let slot = table.slots_of(text).get(usize::from(link.slot) + 1)?;
    let from = link.at.end as usize;
    let numbering = hashed.words[from..].iter().take(MOST_NUMBERING).take_while(|word| only_numbering(&[**word]));
    (0..=numbering.count()).find_map(|skip| {
        table.wordings_of(slot).iter().find_map(|clause| {
            let end = hashed.exact_end(table, *clause, from + skip)?;
            Some(exact_link(table, link.text, link.slot + 1, *clause, from + skip, end))
        })
    })
}

fn exact_clause_before(table: &Table, text: &Text, hashed: &HashedWords<'_>, link: &Link) -> Option<Link> {
    let slot = table.slots_of(text).get(usize::from(link.slot).checked_sub(1)?)?;
    let to = link.at.start as usize;
    let numbering = hashed.words[..to].iter().rev().take(MOST_NUMBERING).take_while(|word| only_numbering(&[**word]));
    (0..=numbering.count()).find_map(|skip| {
        table.wordings_of(slot).iter().find_map(|clause| {
            let start = hashed.exact_start(table, *clause, to - skip)?;
            Some(exact_link(table, link.text, link.slot - 1, *clause, start, to - skip))
        })
    })
}

fn exact_link(table: &Table, text: u16, slot: u16, clause: u16, start: usize, end: usize) -> Link {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let weight = f32::from(table.clauses[usize::from(clause)].words);
    let at = Occurrence { clause, start: place(start), end: place(end), share: 1.0, exact: true };
    Link { text, slot, at, weight }
}

//! Finds the clauses of known texts in a list of words: exactly, or in part.

use super::hash::{self, RollingGram};
use super::table::{Gram, Table};
use super::word::{Scanned, Sign, Word};

/// A clause, or a part of one, in the words of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Occurrence {
    /// The clause, as a place in the table.
    pub(super) clause: u16,
    /// First word.
    pub(super) start: u32,
    /// One past the last word.
    pub(super) end: u32,
    /// Share of its sampled rows that were met, from 0 to 1; 1 where it is exact.
    pub(super) share: f32,
    /// Whether every letter of it is there, and nothing between them.
    pub(super) exact: bool,
}

/// A row of five words of the file that a clause has as well.
#[derive(Debug, Clone, Copy)]
struct Hit {
    /// The clause, as a place in [`Table::clauses`].
    clause: u16,
    /// Letters of the clause before the row.
    offset: u16,
    /// First word of the row in the file.
    word: u32,
}

/// With fewer rows than this, and no exact clause, a text is skipped. It saves time only: 2 and 8 answer alike.
const FEWEST_HITS: usize = 4;
/// The share of a clause that has to be left for it to count as changed rather than missing: one sampled row in four. At 0.15 and
/// at 0.4 none and one of the 1,082 licenses in the labelled set of `dev/textset.sh` are lost; 13 and 25 of its texts get another
/// answer.
const LEAST_SHARE: f32 = 0.25;
/// Words of a clause that is taken for what it is, whatever shorter ones it shares rows with. At 10 and at 40 none and one of those
/// licenses are lost.
const DISTINCTIVE_WORDS: usize = 20;
/// How many rows of changed clauses are examined in one file; chosen, bounds time and memory (32 MB).
const MOST_HITS: usize = 4_000_000;

/// The words of a file, with sums over them by which any run of them is hashed at once.
pub(super) struct HashedWords<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) signs: &'a [Sign],
    /// Letters before each word, and after the last.
    letters: Vec<u32>,
    /// Hash of all letters before each word, and of all.
    hashes: Vec<u64>,
}

impl<'a> HashedWords<'a> {
    fn new(text: &'a str, scanned: &'a Scanned) -> Self {
        let Scanned { words, signs } = scanned;
        let mut letters = Vec::with_capacity(words.len() + 1);
        let mut hashes = Vec::with_capacity(words.len() + 1);
        let (mut count, mut sum) = (0u32, 0u64);
        letters.extend(words.iter().map(|word| {
            let before = count;
            count = count.saturating_add(u32::from(word.letters));
            before
        }));
        hashes.extend(words.iter().map(|word| {
            let before = sum;
            sum = hash::join(sum, word.hash, u32::from(word.letters));
            before
        }));
        letters.push(count);
        hashes.push(sum);
        Self { text, words, signs, letters, hashes }
    }

    /// The word that begins after so many letters.
    fn word_after(&self, letters: u32) -> Option<usize> {
        self.letters.binary_search(&letters).ok()
    }

    /// The end of the clause, where it begins exactly at the word `start`.
    pub(super) fn exact_end(&self, table: &Table, clause: u16, start: usize) -> Option<usize> {
        let clause = &table.clauses[usize::from(clause)];
        let letters = self.letters.get(start)?.checked_add(clause.letters)?;
        // Most layouts break the words as the clause does.
        let likely = start + usize::from(clause.words);
        let end = if self.letters.get(likely) == Some(&letters) { likely } else { self.word_after(letters)? };
        let hash = hash::between(self.hashes[start], self.hashes[end], clause.letters);
        (hash == clause.hash).then_some(end)
    }

    /// The start of the clause, where it ends exactly before the word `end`.
    pub(super) fn exact_start(&self, table: &Table, clause: u16, end: usize) -> Option<usize> {
        let letters = table.clauses[usize::from(clause)].letters;
        let start = self.word_after(self.letters.get(end)?.checked_sub(letters)?)?;
        (self.exact_end(table, clause, start) == Some(end)).then_some(start)
    }
}

/// Everything in the words that comes from a clause of the table; `None` where nothing does.
pub(super) fn search<'a>(
    table: &Table,
    text: &'a str,
    scanned: &'a Scanned,
) -> Option<(HashedWords<'a>, Vec<Occurrence>)> {
    let mut state: Option<Search<'a, '_>> = None;
    let mut row = RollingGram::default();
    for (at, word) in scanned.words.iter().enumerate() {
        let Some(key) = row.push(word.hash) else { continue };
        let grams = table.grams_of(key);
        if !grams.is_empty() {
            let state = state.get_or_insert_with(|| Search::new(table, text, scanned));
            state.add_row(grams, at + 1 - hash::GRAM_WORDS);
        }
    }
    let mut state = state?;
    if state.found.is_empty() && state.rest.len() < FEWEST_HITS {
        return None;
    }
    changed_clauses(table, &state.hashed, state.rest, &mut state.found);
    Some((state.hashed, state.found))
}

/// What has been found so far.
struct Search<'a, 't> {
    table: &'t Table,
    hashed: HashedWords<'a>,
    found: Vec<Occurrence>,
    /// Rows of clauses that are not there exactly.
    rest: Vec<Hit>,
    /// For each clause, up to which word it has been found, and after how many letters it was last looked for in vain.
    progress: Vec<(u32, u32)>,
    /// Up to which word a long clause has been found: similar clauses in it do not count.
    until: usize,
}

impl<'a, 't> Search<'a, 't> {
    fn new(table: &'t Table, text: &'a str, scanned: &'a Scanned) -> Self {
        let progress = vec![(0, u32::MAX); table.clauses.len()];
        Self { table, hashed: HashedWords::new(text, scanned), found: Vec::new(), rest: Vec::new(), progress, until: 0 }
    }

    /// Looks for the clauses that have the row at `word`.
    fn add_row(&mut self, grams: &[Gram], word: usize) {
        let inside = word < self.until;
        for gram in grams {
            let hit = Hit { clause: gram.clause, offset: gram.offset, word: as_u32(word) };
            let (known, tried) = &mut self.progress[usize::from(hit.clause)];
            if hit.word < *known {
                continue;
            }
            let letters = self.hashed.letters[word].checked_sub(u32::from(hit.offset));
            let exact = letters.filter(|letters| tried != letters).and_then(|letters| {
                *tried = letters;
                let start = self.hashed.word_after(letters)?;
                Some((start, self.hashed.exact_end(self.table, hit.clause, start)?))
            });
            let Some((start, end)) = exact else {
                if !inside && self.rest.len() < MOST_HITS {
                    self.rest.push(hit);
                }
                continue;
            };
            *known = as_u32(end);
            if end - start >= DISTINCTIVE_WORDS {
                self.until = self.until.max(end);
            }
            let (start, end) = (as_u32(start), as_u32(end));
            self.found.push(Occurrence { clause: hit.clause, start, end, share: 1.0, exact: true });
        }
    }
}

fn as_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Groups rows of a clause that are as close together as in the clause itself.
fn changed_clauses(table: &Table, hashed: &HashedWords<'_>, mut hits: Vec<Hit>, found: &mut Vec<Occurrence>) {
    hits.sort_unstable_by_key(|hit| (hit.clause, hit.word));
    let mut from = 0;
    while let Some(first) = hits.get(from) {
        let clause = &table.clauses[usize::from(first.clause)];
        let words = u32::from(clause.words);
        let begin = first.word.saturating_sub(u32::from(first.offset) / 4);
        let reach = begin + words + words / 3 + 12;
        let near = |hit: &&Hit| hit.clause == first.clause && hit.word < reach;
        let group = &hits[from..from + hits[from..].iter().take_while(near).count().max(1)];
        from += group.len();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let share = (group.len() as f32 / f32::from(clause.grams.max(1))).min(1.0);
        if share < LEAST_SHARE {
            continue;
        }
        let (start, end) = edges(hashed, clause.letters, group);
        found.push(Occurrence { clause: first.clause, start, end, share, exact: false });
    }
}

/// Where the clause would begin and end, going by its first and last rows.
fn edges(hashed: &HashedWords<'_>, letters: u32, group: &[Hit]) -> (u32, u32) {
    let at = |hit: &Hit| hashed.letters[hit.word as usize];
    let (first, last) = (&group[0], &group[group.len() - 1]);
    let begin = at(first).saturating_sub(u32::from(first.offset));
    let end = at(last).saturating_add(letters.saturating_sub(u32::from(last.offset)));
    let start = as_u32(hashed.letters.partition_point(|letters| *letters < begin));
    let end = as_u32(hashed.letters.partition_point(|letters| *letters < end));
    let most = as_u32(hashed.words.len());
    (start.min(first.word), end.clamp(last.word + 1, most.max(last.word + 1)))
}

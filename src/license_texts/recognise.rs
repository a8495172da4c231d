//! Recognises licenses in a text: takes the text of the table that explains most of the words, and repeats that with the rest until
//! no license is left.

use super::chain::{self, Chain, Link};
use super::identified::{Completeness, FoundLicense, Identified};
use super::search::HashedWords;
use super::table::Table;
use super::word::Scanned;
use super::{completeness, layout, mention, outside, search, words};

/// How many different texts are looked for in one file, which bounds the time; chosen.
const MOST_TEXTS: usize = 24;
/// Words that have to be found of a text of which no clause is exact, and where one is. Half and twice as many change 6 and 3
/// answers of the 4,195 labelled texts of `dev/textset.sh`, 14 and 3 of 5,253 real files.
const FEWEST_WORDS: [f32; 2] = [60.0, 30.0];
/// What has to be found of a text too short for that: a share, and words; chosen by hand.
const SHORT_TEXT: (f32, f32) = (0.9, 15.0);
/// Share of a text without a name of its own that has to be found. At 0.6 two more of the 1,082 licenses in the labelled texts are
/// found and 84 relatives more are taken for one, at 0.9 nine are lost and 128 relatives fewer are taken for one.
const LEAST_SHARE: f32 = 0.75;

/// What a text holds of the licenses of a table.
pub(super) fn recognise(table: &'static Table, text: &str) -> Identified {
    let scanned = words::scan(text);
    let mut result = recognise_words(table, text, &scanned);
    if result.licenses.iter().any(|found| found.completeness != Completeness::Complete)
        && let Some(without_numbers) = layout::without_numbers(text, &scanned.words)
    {
        let signs = scanned.signs.clone();
        let again = recognise_words(table, text, &Scanned { words: without_numbers, signs });
        if rank(&again) > rank(&result) {
            result = again;
        }
    }
    mention::mentions(table, &scanned.words, &mut result.licenses);
    result.licenses.sort_by_key(|found| (found.span.start, found.license));
    outside::mark_continued(table, text, &scanned.words, &mut result.licenses);
    result.other_text |= outside::has_other_words(text, &scanned.words, &result.licenses);
    result
}

/// How much of a text is explained: by its complete copies first, then by how much was found.
fn rank(result: &Identified) -> (usize, f64) {
    let complete = result.licenses.iter().filter(|found| found.completeness == Completeness::Complete);
    (complete.count(), result.licenses.iter().map(|found| found.coverage).sum())
}

/// The clauses of one known text that were found, and the copies that they make; `None` until they are needed.
struct Candidate {
    links: Vec<Link>,
    copies: Option<Vec<Chain>>,
}

impl Candidate {
    /// The score of its best copy, or what this cannot be above.
    fn bound(&self, table: &Table) -> f32 {
        self.copies.as_ref().map_or_else(|| chain::bound(table, &self.links), |_| self.score())
    }

    fn score(&self) -> f32 {
        self.copies.iter().flatten().next().map_or(0.0, |copy| copy.score)
    }

    /// Leaves out the clauses that were taken by other texts.
    fn retain_uncovered(&mut self, covered: &[bool]) {
        let before = self.links.len();
        self.links.retain(|link| !is_covered(covered, link));
        if self.links.len() != before {
            self.copies = None;
        }
    }
}

/// What is recognised in words as they are: takes the text that explains most, each time from the rest.
fn recognise_words(table: &'static Table, text: &str, scanned: &Scanned) -> Identified {
    let mut result = Identified::default();
    let Some((hashed, found)) = search::search(table, text, scanned) else { return result };
    let mut covered = vec![false; scanned.words.len()];
    let mut candidates: Vec<Candidate> = chain::links(table, &found)
        .chunk_by(|a, b| a.text == b.text)
        .map(|links| Candidate { links: links.to_vec(), copies: None })
        .collect();
    for pass in 0.. {
        for candidate in &mut candidates {
            candidate.retain_uncovered(&covered);
        }
        let copies = best_copies(table, &hashed, &mut candidates);
        if copies.is_empty() {
            break;
        }
        if pass == MOST_TEXTS {
            result.capped = true;
            break;
        }
        for copy in copies {
            for link in &copy.links {
                covered[link.at.start as usize..link.at.end as usize].fill(true);
            }
            if copy.named {
                let found = completeness::found_license(table, &hashed, copy);
                if !is_remnant(&found, &result.licenses) {
                    result.licenses.push(found);
                }
            } else {
                // The wording of an agreement about something else: a text of its own.
                result.other_text = true;
            }
        }
    }
    result
}

/// Whether a piece lies in a copy of the same license: words that the copy has of another edition.
fn is_remnant(piece: &FoundLicense, copies: &[FoundLicense]) -> bool {
    piece.completeness == Completeness::Partial
        && copies.iter().any(|copy| {
            copy.license == piece.license && copy.span.start < piece.span.end && piece.span.start < copy.span.end
        })
}

/// The copies of the text that explains most; none where nothing is left that is evidence of a text.
fn best_copies(table: &Table, hashed: &HashedWords<'_>, candidates: &mut [Candidate]) -> Vec<Chain> {
    // Copies are searched only of texts that could be the best.
    let mut order: Vec<(f32, usize)> =
        candidates.iter().enumerate().map(|(at, candidate)| (candidate.bound(table), at)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut top = 0.0f32;
    for (bound, at) in order {
        if bound < top {
            break;
        }
        let Candidate { links, copies } = &mut candidates[at];
        copies.get_or_insert_with(|| {
            let mut copies = chain::chains(table, hashed, links);
            copies.retain(|copy| is_evidence(table, copy));
            copies
        });
        top = top.max(candidates[at].score());
    }
    // Of equal ones, the first: the earliest edition.
    let best = (0..candidates.len()).rev().max_by(|a, b| candidates[*a].score().total_cmp(&candidates[*b].score()));
    let best = best.map(|best| extension(table, hashed, candidates, best).unwrap_or(best));
    best.and_then(|best| candidates[best].copies.take()).unwrap_or_default()
}

/// The text that has the words of the best one and, next to them, some of its own conditions: it is that text, changed.
fn extension(table: &Table, hashed: &HashedWords<'_>, candidates: &mut [Candidate], best: usize) -> Option<usize> {
    let plain = candidates[best].copies.iter().flatten().next()?;
    let (license, found) = (table.texts[usize::from(plain.text)].license, plain.found);
    let extends = |candidate: &Candidate| {
        candidate.links.first().is_some_and(|link| table.texts[usize::from(link.text)].extends == license)
    };
    let mut longest: Option<(f32, usize)> = None;
    for at in (0..candidates.len()).filter(|at| extends(&candidates[*at])).collect::<Vec<_>>() {
        let Candidate { links, copies } = &mut candidates[at];
        let copies = copies.get_or_insert_with(|| chain::chains(table, hashed, links));
        let more = copies.first().map_or(0.0, |copy| copy.found);
        if more > found && longest.is_none_or(|(most, _)| more > most) {
            longest = Some((more, at));
        }
    }
    longest.map(|(_, at)| at)
}

/// Whether most of a clause already belongs to another text.
fn is_covered(covered: &[bool], link: &Link) -> bool {
    let (start, end) = (link.at.start as usize, link.at.end as usize);
    let middle = usize::midpoint(start, end);
    let is = |at: usize| usize::from(covered.get(at).copied().unwrap_or(true));
    is(start) + is(middle) + is(end.saturating_sub(1)) >= 2
}

/// Whether a chain is evidence of its text.
fn is_evidence(table: &Table, chain: &Chain) -> bool {
    let text = &table.texts[usize::from(chain.text)];
    let share = chain.found / chain::float(text.words.max(1));
    let exact = chain.links.iter().any(|link| link.at.exact);
    let words = chain.found >= FEWEST_WORDS[usize::from(exact)] || (share > SHORT_TEXT.0 && chain.found > SHORT_TEXT.1);
    words && (!text.names.is_empty() || share >= LEAST_SHARE)
}

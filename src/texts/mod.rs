//! Recognises the texts of licenses and agreements, by fingerprints that hold none of their words.
//!
//! A text is a row of clauses, each known by a hash of its letters. A copy is complete where every
//! clause of one agreement stands in it, exactly and in order, with nothing between; no likeness,
//! however close, is enough. What is left of changed clauses shows by rows of five words.

mod chain;
mod escape;
mod hash;
mod judge;
mod layout;
mod letters;
mod markup;
mod mention;
pub mod pack;
pub mod prepare;
mod search;
mod table;
#[cfg(test)]
mod tests;
mod words;

use crate::source::Span;
use chain::{Chain, Link};
use search::Stretch;
use table::{BUILT_IN, Table};
use words::{Kind, Word};

/// What a file holds of a license or agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Every clause, word for word, in order, with no word between.
    Complete,
    /// Some clauses, but not all.
    Partial,
    /// All clauses, but some with other words, or with words between them.
    Altered,
    /// No clause: only the name, next to a word such as "license", or a pointer to the text.
    Mention,
}

/// A license or agreement that a text holds, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Identifier: the Hub's where it has one for this text (`odbl` is a family there), else SPDX's in lower case, else `ScanCode`'s.
    pub license: &'static str,
    /// The edition that most clauses agree with; `pointer` for a link in place of the text, empty
    /// for a mere mention.
    pub edition: &'static str,
    /// What there is of it.
    pub verdict: Verdict,
    /// Share of its words that was found, from 0 to 1.
    pub coverage: f64,
    /// Clauses that are not there, by the text's own names for them.
    pub missing: Vec<&'static str>,
    /// Clauses that read differently, or after which words were put in.
    pub altered: Vec<&'static str>,
    /// From the first word of it to the last, in the text given.
    pub span: Span,
}

/// All that was recognised in a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identified {
    /// Licenses and agreements, in the order in which they stand.
    pub licenses: Vec<Found>,
    /// Whether there is wording besides them; copyright lines and headings do not count.
    pub other_text: bool,
    /// Whether there may be more licenses than are listed, because a file may hold only so many.
    pub capped: bool,
}

/// A text that can be recognised.
#[derive(Debug, Clone, Copy)]
pub struct KnownText {
    /// Identifier, as in [`Found::license`].
    pub license: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Its editions, mostly by date.
    pub editions: &'static [&'static str],
    slots: (u32, u32),
}

impl KnownText {
    /// Names of its clauses, and whether a copy has to have them.
    pub fn clauses(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let slots = &BUILT_IN.slots[self.slots.0 as usize..self.slots.1 as usize];
        slots.iter().map(|slot| (BUILT_IN.name_of(slot), slot.required))
    }
}

/// Every text that is built in.
pub fn known() -> impl Iterator<Item = KnownText> {
    BUILT_IN.texts.iter().map(|text| KnownText {
        license: text.license,
        title: text.title,
        editions: text.editions,
        slots: text.slots,
    })
}

/// Recognises the licenses in a text, in time linear in its length.
pub fn identify(text: &str) -> Identified {
    identify_with(&BUILT_IN, text)
}

/// How many different texts are looked for in one file.
const MOST_TEXTS: usize = 24;
/// Words that have to be found of a text, and those that do when one clause is exact.
const LEAST_WORDS: [f32; 2] = [60.0, 30.0];
/// Share of a text without a name of its own that has to be found.
const LEAST_SHARE: f32 = 0.75;
/// Words outside all licenses that are overlooked.
const STRAY_WORDS: usize = 4;

/// Words that come with the numbers of pages and clauses.
const MARKS: [u64; 6] = [
    hash::word("page"),
    hash::word("of"),
    hash::word("section"),
    hash::word("article"),
    hash::word("clause"),
    hash::word("paragraph"),
];

fn identify_with(table: &'static Table, text: &str) -> Identified {
    let words = words::words(text);
    let mut result = read(table, &words);
    if result.licenses.iter().any(|found| found.verdict != Verdict::Complete)
        && let Some(cleaned) = layout::clean(text, &words)
    {
        let again = read(table, &cleaned);
        if rank(&again) > rank(&result) {
            result = again;
        }
    }
    mention::mentions(table, &words, &mut result.licenses);
    result.licenses.sort_by_key(|found| (found.span.start, found.license));
    result.other_text |= strays(&words, &result.licenses) > STRAY_WORDS;
    result
}

/// What is recognised in words as they stand.
fn read(table: &'static Table, words: &[Word]) -> Identified {
    let mut result = Identified::default();
    if let Some((stretch, found)) = search::search(table, words) {
        recognise(table, &stretch, &chain::links(table, &found), &mut result);
    }
    result
}

/// How well a file is understood: by its complete copies first, then by how much was found.
fn rank(result: &Identified) -> (usize, f64) {
    let complete = result.licenses.iter().filter(|found| found.verdict == Verdict::Complete);
    (complete.count(), result.licenses.iter().map(|found| found.coverage).sum())
}

/// Takes the text that explains most, again and again, each time from what is left.
fn recognise(table: &'static Table, stretch: &Stretch<'_>, links: &[Link], result: &mut Identified) {
    let mut covered = vec![false; stretch.words.len()];
    let mut groups: Vec<Vec<Link>> = links.chunk_by(|a, b| a.text == b.text).map(<[Link]>::to_vec).collect();
    let mut best: Vec<Option<Vec<Chain>>> = vec![None; groups.len()];
    for pass in 0.. {
        for (group, chains) in groups.iter_mut().zip(&mut best) {
            let before = group.len();
            group.retain(|link| !is_covered(&covered, link));
            if group.len() != before {
                *chains = None;
            }
        }
        // Only texts that could be the best are looked at closely.
        let mut order: Vec<(f32, usize)> = Vec::with_capacity(groups.len());
        for (place, (group, chains)) in groups.iter().zip(&best).enumerate() {
            let bound = match chains {
                Some(chains) => chains.first().map_or(0.0, |chain| chain.score),
                None => chain::bound(table, group),
            };
            order.push((bound, place));
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut top = 0.0f32;
        for (bound, place) in order {
            if bound < top {
                break;
            }
            let (group, chains) = (&groups[place], &mut best[place]);
            if chains.is_none() {
                let mut fresh = chain::chains(table, stretch, group);
                fresh.retain(|chain| enough(table, chain));
                *chains = Some(fresh);
            }
            top = top.max(chains.iter().flatten().next().map_or(0.0, |chain| chain.score));
        }
        let score = |chains: &Option<Vec<Chain>>| {
            chains.as_ref().and_then(|chains| chains.first()).map_or(0.0, |chain| chain.score)
        };
        let Some(most) = best.iter_mut().max_by(|a, b| score(a).total_cmp(&score(b))) else {
            break;
        };
        let chains = most.take().unwrap_or_default();
        if chains.is_empty() {
            break;
        }
        if pass == MOST_TEXTS {
            result.capped = true;
            break;
        }
        for chain in chains {
            for link in &chain.links {
                covered[link.at.start as usize..link.at.end as usize].fill(true);
            }
            if chain.named {
                result.licenses.push(judge::judge(table, stretch, chain));
            } else {
                // The wording of an agreement about something else: a text of its own.
                result.other_text = true;
            }
        }
    }
}

/// Whether most of a clause already belongs to another text.
fn is_covered(covered: &[bool], link: &Link) -> bool {
    let (start, end) = (link.at.start as usize, link.at.end as usize);
    let middle = usize::midpoint(start, end);
    let is = |at: usize| usize::from(covered.get(at).copied().unwrap_or(true));
    is(start) + is(middle) + is(end.saturating_sub(1)) >= 2
}

/// Whether a chain is evidence of its text.
fn enough(table: &Table, chain: &Chain) -> bool {
    let text = &table.texts[usize::from(chain.text)];
    let share = chain.found / chain::float(text.words.max(1));
    let exact = chain.links.iter().any(|link| link.at.exact);
    let words = chain.found >= LEAST_WORDS[usize::from(exact)] || (share > 0.9 && chain.found > 15.0);
    words && (!text.names.is_empty() || share >= LEAST_SHARE)
}

/// How many words stand outside the licenses, copyright lines and the like left out.
fn strays(words: &[Word], licenses: &[Found]) -> usize {
    let mut spans: Vec<Span> =
        licenses.iter().filter(|found| found.verdict != Verdict::Mention).map(|found| found.span).collect();
    spans.sort_unstable();
    let place = |byte: usize| words.partition_point(|word| (word.start as usize) < byte);
    let mut count = 0;
    let mut copyright = None;
    let mut from = 0;
    for span in spans.into_iter().chain([Span::new(usize::MAX, usize::MAX)]) {
        for word in words.get(from..place(span.start)).unwrap_or_default() {
            if word.hash == COPYRIGHT {
                copyright = Some(word.line);
            }
            let idle = copyright == Some(word.line) || word.kind != Kind::Plain;
            if !idle && !HEADING.contains(&word.hash) {
                count += 1;
            }
            if count > STRAY_WORDS {
                return count;
            }
        }
        from = from.max(place(span.end));
    }
    count
}

const COPYRIGHT: u64 = hash::word("copyright");
/// Words of headings that say no more than that a license follows.
const HEADING: [u64; 8] = [
    hash::word("license"),
    hash::word("licence"),
    hash::word("the"),
    hash::word("text"),
    hash::word("version"),
    hash::word("clause"),
    hash::word("page"),
    hash::word("of"),
];

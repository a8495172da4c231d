//! Joins the clauses that were found into copies of known texts.

use super::search::{HashedWords, Occurrence};
use super::table::{Slot, Table, Text};
use super::word::is_name;

/// A clause that was found, as a part of a certain text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// The text, as a place in [`Table::texts`].
    pub(super) text: u16,
    /// Which of its slots the clause fills.
    pub(super) slot: u16,
    /// Where in the file the clause was found.
    pub(super) at: Occurrence,
    /// What it counts for, in words.
    pub(super) weight: f32,
}

/// A copy of a text, whole or not: its clauses in order.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// The text, as a place in [`Table::texts`].
    pub(super) text: u16,
    /// Its clauses, in its own order; at least one.
    pub(super) links: Vec<Link>,
    /// What was found of the text, in words.
    pub(super) found: f32,
    /// What was found, in words, reduced where much of the text is missing: the text of the highest score explains the file best.
    pub(super) score: f32,
    /// Whether it has the name of what the text licenses.
    pub(super) named: bool,
}

// The numbers below were chosen by hand. What others would do was measured on the labelled set of `dev/textset.sh` (4,195 texts, in
// which 1,082 licenses are found) and on 5,253 cards and files of repositories. "Relatives" are texts of the set that have no
// fingerprint here and are taken for altered copies of one that has.

/// What a changed clause counts for, against an exact one of the same length. At 0.6 nine licenses are lost and 90 relatives fewer
/// are taken for one, at 0.8 three more are found and 42 relatives more.
const CHANGED_WEIGHT: f32 = 0.7;
/// How many strange words may come between two clauses of one copy, in which no clause of it is skipped. Half as many lose no
/// license, twice as many find one more and take 12 relatives more.
const MOST_STRANGE_WORDS: u32 = 150;
/// How many wrong words the estimated edge of a changed clause is allowed. Without any, 25 answers on the real files are worse; twice
/// as many change one.
const EDGE_SLACK: u32 = 4;
/// How many earlier clauses are tried as the one before, which bounds the time; 20 and 80 answer alike.
const MOST_PREDECESSORS: usize = 40;

/// The clauses found, for every slot of every text that has them, by text and place.
pub(super) fn links(table: &Table, found: &[Occurrence]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(found.len() * 2);
    for at in found {
        let words = f32::from(table.clauses[usize::from(at.clause)].words);
        let weight = if at.exact { words } else { words * at.share * CHANGED_WEIGHT };
        links.extend(table.uses_of(at.clause).iter().map(|place| Link {
            text: place.text,
            slot: place.slot,
            at: *at,
            weight,
        }));
    }
    links.sort_unstable_by_key(|link| (link.text, link.at.start, link.at.end, link.slot));
    links
}

/// The highest score that any chain of one text's links could have.
pub(super) fn bound(table: &Table, links: &[Link]) -> f32 {
    let Some(first) = links.first() else { return 0.0 };
    let text = &table.texts[usize::from(first.text)];
    let mut best = vec![0.0f32; table.slots_of(text).len()];
    for link in links {
        let weight = &mut best[usize::from(link.slot)];
        *weight = weight.max(link.weight);
    }
    score(text, best.iter().sum())
}

/// Words found times the square of their share, so that a whole short text outweighs a piece of a long one.
fn score(text: &Text, found: f32) -> f32 {
    let coverage = (found / float(text.words.max(1))).min(1.0);
    found * coverage * coverage
}

/// The best chain of one text's links, and every further one that is whole and overlaps none.
pub(super) fn chains(table: &Table, hashed: &HashedWords<'_>, links: &[Link]) -> Vec<Chain> {
    let Some(first) = links.first() else { return Vec::new() };
    let text = &table.texts[usize::from(first.text)];
    let slots = table.slots_of(text);
    let (totals, before) = totals(slots, links);
    let mut ends: Vec<usize> = (0..links.len()).collect();
    ends.sort_by(|a, b| totals[*b].total_cmp(&totals[*a]));
    let mut taken = vec![false; links.len()];
    let mut chains: Vec<Chain> = Vec::new();
    for end in ends {
        if taken[end] {
            continue;
        }
        let mut places = Vec::new();
        let mut next = Some(end);
        while let Some(place) = next {
            if taken[place] {
                break;
            }
            taken[place] = true;
            places.push(place);
            next = before[place];
        }
        places.reverse();
        let chain = new_chain(text, first.text, hashed, places.iter().map(|place| links[*place]).collect());
        let whole = chain.named && chain.links.len() >= slots.len() / 2;
        if chains.is_empty() || (whole && is_apart(&chain, &chains)) {
            chains.push(chain);
        } else if totals[end] < float(text.words) / 2.0 {
            // Chains lighter than half their text are no further copies.
            break;
        }
    }
    chains
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^24 where it matters")]
pub(super) fn float(words: u32) -> f32 {
    words as f32
}

/// Whether a chain overlaps none of the others.
fn is_apart(chain: &Chain, others: &[Chain]) -> bool {
    let span = |chain: &Chain| {
        let (first, last) = (&chain.links[0], &chain.links[chain.links.len() - 1]);
        (first.at.start, last.at.end)
    };
    let (start, end) = span(chain);
    // The chains are in no order, but the last ones found are the likeliest to overlap.
    others.iter().rev().take(MOST_PREDECESSORS).all(|other| {
        let (other_start, other_end) = span(other);
        end <= other_start || other_end <= start
    })
}

/// For every link the weight of the best chain that ends with it, and the link before it there.
fn totals(slots: &[Slot], links: &[Link]) -> (Vec<f32>, Vec<Option<usize>>) {
    let mut totals: Vec<f32> = Vec::with_capacity(links.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(links.len());
    for (place, link) in links.iter().enumerate() {
        let (mut most, mut best) = (0.0f32, None);
        for earlier in (place.saturating_sub(MOST_PREDECESSORS)..place).rev() {
            if totals[earlier] > most && may_follow(slots, &links[earlier], link) {
                (most, best) = (totals[earlier], Some(earlier));
            }
        }
        totals.push(most + link.weight);
        before.push(best);
    }
    (totals, before)
}

/// Whether `link` can be the clause after `earlier` in one copy.
fn may_follow(slots: &[Slot], earlier: &Link, link: &Link) -> bool {
    let slack = if earlier.at.exact && link.at.exact { 0 } else { EDGE_SLACK };
    if earlier.slot >= link.slot || earlier.at.end > link.at.start + slack {
        return false;
    }
    let strange = link.at.start.saturating_sub(earlier.at.end);
    let skipped = slots_between(slots, earlier.slot, link.slot).map(|slot| u32::from(slot.words)).sum::<u32>();
    strange <= MOST_STRANGE_WORDS + 2 * skipped
}

/// The slots between two others.
pub(super) fn slots_between(slots: &[Slot], after: u16, until: u16) -> impl Iterator<Item = &Slot> {
    slots[usize::from(after) + 1..usize::from(until)].iter()
}

fn new_chain(text: &Text, number: u16, hashed: &HashedWords<'_>, links: Vec<Link>) -> Chain {
    let found: f32 = links.iter().map(|link| link.weight).sum();
    let (start, end) = (links[0].at.start as usize, links[links.len() - 1].at.end as usize);
    let words = &hashed.words[start..end.min(hashed.words.len())];
    let named =
        text.names.is_empty() || text.names.iter().any(|name| (0..words.len()).any(|at| is_name(words, at, name)));
    let score = score(text, found) * if named { 1.0 } else { 0.5 };
    Chain { text: number, links, found, score, named }
}

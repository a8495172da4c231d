//! Finds agreements that a text only names, or links to.

use super::hash;
use super::identified::{Completeness, FoundLicense};
use super::table::{Table, Text};
use super::word::{Word, is_name};
use crate::source::Span;

/// How many words may come between a name and a word such as "license". At 5 a mention in 148 of 5,253 real files changes, at 20 in
/// 107; it was chosen by hand, for a sentence of usual length.
const MOST_WORDS_BETWEEN: usize = 10;

const LICENSE: [u64; 6] = hash::words(["license", "licence", "licensed", "agreement", "terms", "policy"]);

/// Adds the first mention of every named text of which nothing else was found.
pub(super) fn mentions(table: &'static Table, words: &[Word], found: &mut Vec<FoundLicense>) {
    let mut names: Vec<(u64, &'static Text, &'static [u64])> = Vec::new();
    for text in table.texts.iter().filter(|text| !text.mentions.is_empty()) {
        names.extend(text.mentions.iter().filter_map(|name| Some((*name.first()?, text, *name))));
    }
    let mask = names.iter().fold(0u64, |mask, (first, ..)| mask | 1 << (first >> 58));
    for at in (0..words.len()).filter(|at| mask >> (words[*at].hash >> 58) & 1 == 1) {
        for (first, text, name) in &names {
            if *first != words[at].hash
                || !is_name(words, at, name)
                || found.iter().any(|found| found.license == text.license)
            {
                continue;
            }
            if let Some(span) = mention(text, words, at, at + name.len()) {
                found.push(FoundLicense {
                    license: text.license,
                    edition: if text.words == 0 { text.edition } else { "" },
                    completeness: Completeness::Mention,
                    coverage: 0.0,
                    missing: Vec::new(),
                    altered: Vec::new(),
                    span,
                });
            }
        }
    }
}

/// The name and the word near it; a pointer needs no such word.
fn mention(text: &Text, words: &[Word], start: usize, end: usize) -> Option<Span> {
    let (from, to) = if text.words == 0 {
        (start, end)
    } else {
        let is = |word: &Word| LICENSE.contains(&word.hash);
        let after = &words[end..words.len().min(end + MOST_WORDS_BETWEEN)];
        let before = &words[start.saturating_sub(MOST_WORDS_BETWEEN)..start];
        match (after.iter().position(is), before.iter().rposition(is)) {
            (Some(place), _) => (start, end + place + 1),
            (None, Some(place)) => (start.saturating_sub(MOST_WORDS_BETWEEN) + place, end),
            (None, None) => return None,
        }
    };
    Some(Span::new(words[from].start as usize, words[to - 1].end as usize))
}

//! The signs of a clause as a number: what says something and is no letter, and where numbers are apart from each other.
//!
//! The hash of a clause is over its letters and digits, so that no layout matters. `700 million` and `7.00 million` have the same.

use super::hash;
use super::word::{COUNT, COUNT_LETTER, Sign, Word, WordKind};

/// The signs among the words of a clause and, after a clause before it, those between the two; 0 where there are none. `before` is
/// where the clause before it ends. A number before the first word counts the clause.
pub(super) fn hash_of(text: &str, clause: &[Word], before: Option<u32>, signs: &[Sign]) -> u32 {
    let (Some(first), Some(last)) = (clause.first(), clause.last()) else { return 0 };
    let from = before.unwrap_or(first.start).min(first.start);
    let mut signs = &signs[signs.partition_point(|sign| sign.at < from)..];
    let mut sum = Sum::default();
    let mut letters = 0u32;
    for (at, word) in clause.iter().enumerate() {
        // Signs inside of a word come before it, which is the same for every text.
        while let [sign, rest @ ..] = signs
            && sign.at < word.end
            && sign.at < last.end
        {
            if sign.sign != COUNT_LETTER && (letters > 0 || sign.sign != COUNT) {
                sum.add(letters, sign.sign);
            }
            signs = rest;
        }
        let before = at.checked_sub(1).map(|before| &clause[before]);
        if let Some(before) = before.filter(|before| is_number(before) && is_number(word)) {
            sum.add(letters, between(text, before, word));
        }
        letters = letters.saturating_add(u32::from(word.letters));
    }
    sum.finish()
}

fn is_number(word: &Word) -> bool {
    matches!(word.kind, WordKind::Number | WordKind::Fraction)
}

/// What separates two numbers: the sign between them, or a blank for commas, line ends and whatever a layout adds.
fn between(text: &str, before: &Word, after: &Word) -> char {
    let gap = text.get(before.end as usize..after.start as usize).unwrap_or_default();
    let mut signs = gap.chars();
    match (signs.next(), signs.next()) {
        (Some('\u{2010}'..='\u{2015}'), None) => '-',
        (Some(sign), None) if !sign.is_whitespace() && sign != ',' => sign,
        _ => ' ',
    }
}

/// A sum over signs and their places.
#[derive(Default)]
struct Sum(u64);

impl Sum {
    fn add(&mut self, letters: u32, sign: char) {
        let mixed = self.0 ^ ((u64::from(letters) << 32) | (u64::from(u32::from(sign)) + 1));
        self.0 = hash::push(mixed ^ (mixed >> 29), 1);
    }

    fn finish(self) -> u32 {
        let Self(sum) = self;
        let folded = (sum >> 32) as u32;
        if sum == 0 { 0 } else { folded.max(1) }
    }
}

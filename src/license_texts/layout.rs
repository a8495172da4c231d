//! Takes out the numbers of lines and pages that a print puts between the words of a text.

use super::word::{Word, WordKind};

/// How many lines have to be counted from one beginning for their numbers to be those of lines; 4 and 16 answer alike.
const FEWEST_COUNTED: usize = 8;

/// Words of the shortest title that pages repeat; chosen by hand.
const FEWEST_TITLE: usize = 3;

/// The words without the numbers of lines and pages; `None` where there are none such.
pub(super) fn without_numbers(text: &str, words: &[Word]) -> Option<Vec<Word>> {
    let kept = without_page_numbers(&without_line_numbers(text, words));
    (kept.len() < words.len()).then_some(kept)
}

/// Leaves out the number that begins a line, where [`FEWEST_COUNTED`] lines are counted from the same first line.
fn without_line_numbers(text: &str, words: &[Word]) -> Vec<Word> {
    let lines = lines(words);
    // The line before the one that would have the number 1.
    let origin = |line: &[Word]| number(text, line[0]).map(|number| i64::from(line[0].line) - number);
    let mut origins: Vec<i64> = lines.iter().filter_map(|line| origin(line)).collect();
    origins.sort_unstable();
    let is_counted = |line: &[Word]| {
        origin(line).is_some_and(|own| {
            let first = origins.partition_point(|other| *other < own);
            origins.get(first + FEWEST_COUNTED - 1) == Some(&own)
        })
    };
    lines.into_iter().flat_map(|line| &line[usize::from(is_counted(line))..]).copied().collect()
}

/// Leaves out lines that hold the number of a page and are separated from the lines before them or after them, and the title where
/// it is repeated beside such a line.
fn without_page_numbers(words: &[Word]) -> Vec<Word> {
    let lines = lines(words);
    let gap_after = |at: usize| lines.get(at + 1).is_none_or(|below| below[0].line > lines[at][0].line + 1);
    let is_number = |at: usize| {
        let is_apart = at == 0 || gap_after(at - 1) || gap_after(at);
        lines.get(at).is_some_and(|line| is_apart && is_page_number(line))
    };
    let is_title = |at: usize| at > 1 && (is_number(at - 1) || is_number(at + 1)) && repeats(lines[0], lines[at]);
    let kept = (0..lines.len()).filter(|at| !is_number(*at) && !is_title(*at));
    kept.flat_map(|at| lines[at]).copied().collect()
}

/// Whether a line repeats the title, or the beginning of it.
fn repeats(title: &[Word], line: &[Word]) -> bool {
    line.len() >= FEWEST_TITLE && line.len() <= title.len() && line.iter().zip(title).all(|(a, b)| a.hash == b.hash)
}

/// The words of each line that has any.
fn lines(words: &[Word]) -> Vec<&[Word]> {
    words.chunk_by(|a, b| a.line == b.line).collect()
}

fn number(text: &str, word: Word) -> Option<i64> {
    let digits = text.get(word.start as usize..word.end as usize)?;
    (word.kind == WordKind::Number && word.letters <= 9).then(|| digits.parse().ok())?
}

/// `7`, `- 7 -`, `Page 7 of 9`, `iv`.
fn is_page_number(line: &[Word]) -> bool {
    line.len() <= 4
        && line.iter().any(|word| word.kind != WordKind::Plain)
        && line.iter().all(|word| match word.kind {
            WordKind::Number => word.letters <= 3,
            WordKind::Enumerator => line.len() <= 2,
            _ => word.is_numbered(),
        })
}

//! Takes out words that a layout put between the words of a text: line numbers, line prefixes, pages.

use super::hash;
use super::words::{Kind, Word};

/// How many lines in a row have to show the same habit.
const LINES: usize = 8;
/// Lines at the top of a text that its pages may repeat.
const TITLE: usize = 3;
/// Words of the longest line that heads or foots a page.
const HEADING: usize = 12;

/// The words without those that only lay out the text; `None` where there are none such.
pub(crate) fn clean(text: &str, words: &[Word]) -> Option<Vec<Word>> {
    let mut cleaned: Option<Vec<Word>> = None;
    // What one habit hides shows once another is gone.
    for habit in [numbers, prefixes, suffixes, prefixes, pages] {
        let words = cleaned.as_deref().unwrap_or(words);
        let lines = lines(words);
        if lines.len() < LINES {
            break;
        }
        let mut drop = vec![false; words.len()];
        habit(text, words, &lines, &mut drop);
        if drop.contains(&true) {
            cleaned = Some(words.iter().zip(&drop).filter(|(_, drop)| !**drop).map(|(word, _)| *word).collect());
        }
    }
    cleaned
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

/// Numbers that begin lines and count them, each or every few.
fn numbers(text: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    let starts = lines.iter().map(|(start, _)| *start);
    let counted: Vec<(usize, u32, u64)> =
        starts.filter_map(|at| Some((at, words[at].line, number(text, words[at])?))).collect();
    // Lines and numbers go up by the same in a column of line numbers.
    for run in counted.chunk_by(|(_, line, number), (_, next_line, next)| {
        next > number && u64::from(next_line - line) == next - number
    }) {
        if run.len() >= LINES {
            for (at, _, _) in run {
                drop[*at] = true;
            }
        }
    }
}

fn number(text: &str, word: Word) -> Option<u64> {
    let digits = text.get(word.start as usize..word.end as usize)?;
    (word.kind == Kind::Number).then(|| digits.parse().ok()).flatten()
}

/// The same word at the start of nearly every line, as some languages mark their comments.
fn prefixes(_: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    repeated(words, lines.iter().map(|(start, _)| *start), lines.len(), drop);
}

/// The same word at the end of nearly every line.
fn suffixes(_: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    repeated(words, lines.iter().map(|(_, end)| end - 1), lines.len(), drop);
}

fn repeated(words: &[Word], places: impl Iterator<Item = usize> + Clone, lines: usize, drop: &mut [bool]) {
    let Some(middle) = places.clone().nth(lines / 2) else { return };
    let with = places.filter(|at| words[*at].hash == words[middle].hash);
    if with.clone().count() * 20 >= lines * 19 {
        with.for_each(|at| drop[at] = true);
    }
}

/// Page numbers that stand on lines of their own, and the headings that come back beside them.
fn pages(_: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    let blank_before = |at: usize| at == 0 || words[lines[at].0].line > words[lines[at - 1].0].line + 1;
    let blank_after = |at: usize| at + 1 >= lines.len() || blank_before(at + 1);
    let number: Vec<bool> = (0..lines.len())
        .map(|at| {
            let line = &words[lines[at].0..lines[at].1];
            (blank_before(at) || blank_after(at)) && is_page_number(line)
        })
        .collect();
    let first = lines.iter().take(TITLE).map(|(start, end)| &words[*start..*end]);
    for at in TITLE..lines.len() {
        let line = &words[lines[at].0..lines[at].1];
        let beside = number[at - 1]
            || number.get(at + 1) == Some(&true)
            || words[lines[at].0].line > words[lines[at - 1].0].line + 2;
        // A heading is the title come back, or cut short.
        let heading = line.len() <= HEADING
            && (blank_before(at) || blank_after(at))
            && beside
            && first.clone().any(|top| starts_alike(top, line));
        if number[at] || heading {
            drop[lines[at].0..lines[at].1].fill(true);
        }
    }
}

/// Whether a line is the beginning of another one, or of all but its last, cut word.
fn starts_alike(whole: &[Word], start: &[Word]) -> bool {
    let same = whole.iter().zip(start).take_while(|(a, b)| a.hash == b.hash).count();
    same == start.len() || (same >= 3 && same + 1 == start.len())
}

/// `7`, `- 7 -`, `Page 7 of 9`, `iv`.
fn is_page_number(line: &[Word]) -> bool {
    line.len() <= 4
        && line.iter().any(|word| word.kind != Kind::Plain)
        && line.iter().all(|word| {
            (word.kind == Kind::Number && word.letters <= 4)
                || (word.kind == Kind::Mark && line.len() <= 2)
                || PAGE.contains(&word.hash)
        })
}

/// Words of a page number; those of a title are left alone.
const PAGE: [u64; 3] = [hash::word("page"), hash::word("of"), hash::word("p")];

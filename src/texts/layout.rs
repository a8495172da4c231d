//! Takes out words that a layout put between the words of a text: line numbers, line prefixes, pages.

use super::hash;
use super::words::{Kind, Word};

/// How many lines in a row have to show the same habit.
const LINES: usize = 8;
/// By how much the numbers of lines may go up.
const MOST_STEP: u64 = 100;
/// Lines at the top of a text that its pages may repeat.
const TITLE: usize = 3;
/// How many lines a page break counts as.
pub(crate) const PAGE_BREAK: u32 = 5;
/// How often a line stands at the edge of a page for it to belong to the pages.
const OFTEN: usize = 2;
/// Words of the longest line that heads or foots a page.
const HEADING: usize = 12;

/// How often layouts are looked for under layouts.
const ROUNDS: usize = 5;

/// The words without those that only lay out the text; `None` where there are none such.
pub(crate) fn clean(text: &str, words: &[Word]) -> Option<Vec<Word>> {
    let mut cleaned: Option<Vec<Word>> = None;
    let mut apply = |habit: Habit| {
        let words = cleaned.as_deref().unwrap_or(words);
        let lines = lines(words);
        let mut drop = vec![false; words.len()];
        if lines.len() >= LINES {
            habit(text, words, &lines, &mut drop);
        }
        let any = drop.contains(&true);
        if any {
            let kept = words.iter().zip(&drop).filter(|(_, drop)| !**drop);
            cleaned = Some(kept.map(|(word, _)| *word).collect());
        }
        any
    };
    // What one habit hides shows once another is gone.
    for _ in 0..ROUNDS {
        let changed = [first_numbers, last_numbers, prefixes, suffixes].map(&mut apply);
        if !changed.contains(&true) {
            break;
        }
    }
    apply(pages);
    cleaned
}

type Habit = fn(&str, &[Word], &[(usize, usize)], &mut [bool]);

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
fn first_numbers(text: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    numbers(text, words, lines.iter().map(|(start, _)| *start), drop);
}

/// Numbers that end lines and count them.
fn last_numbers(text: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    numbers(text, words, lines.iter().map(|(_, end)| end - 1), drop);
}

/// A number at an edge of a line.
#[derive(Clone, Copy)]
struct Count {
    word: usize,
    number: u64,
    /// Which line it is, of all and of those with words.
    lines: [u64; 2],
}

/// Drops columns of numbers: these go up as the lines do.
fn numbers(text: &str, words: &[Word], places: impl Iterator<Item = usize>, drop: &mut [bool]) {
    let counts: Vec<Count> = (0..)
        .zip(places)
        .filter_map(|(line, word)| {
            let number = number(text, words[word])?;
            Some(Count { word, number, lines: [words[word].line.into(), line] })
        })
        .collect();
    // Most often a number is that of its line, but for where the counting began.
    for lines in 0..2 {
        let begin = |count: &Count| count.lines[lines].wrapping_sub(count.number);
        let mut begins: Vec<u64> = counts.iter().map(begin).collect();
        begins.sort_unstable();
        for count in &counts {
            let from = begins.partition_point(|other| *other < begin(count));
            drop[count.word] |= begins.get(from + LINES - 1) == Some(&begin(count));
        }
    }
    // A table may take several lines for one, and a count may go up by tens.
    for lines in 0..2 {
        let step =
            |pair: &[Count]| (pair[1].number.wrapping_sub(pair[0].number), pair[1].lines[lines] - pair[0].lines[lines]);
        let mut from = 0;
        while let Some(first) = counts.get(from..from + 2).map(step) {
            let even = counts[from..].windows(2).take_while(|pair| step(pair) == first).count();
            if even >= LINES && (1..=MOST_STEP).contains(&first.0) {
                for count in &counts[from..=from + even] {
                    drop[count.word] = true;
                }
            }
            from += even;
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

/// Page numbers that stand on lines of their own, and the lines that come back beside them.
fn pages(_: &str, words: &[Word], lines: &[(usize, usize)], drop: &mut [bool]) {
    let line = |at: usize| &words[lines[at].0..lines[at].1];
    let apart = |at: usize, by: u32| at == 0 || line(at)[0].line > words[lines[at - 1].0].line + by;
    let alone = |at: usize| apart(at, 1) || at + 1 >= lines.len() || apart(at + 1, 1);
    let number: Vec<bool> = (0..lines.len()).map(|at| alone(at) && is_page_number(line(at))).collect();
    let numbered = |at: usize| number.get(at) == Some(&true);
    // Lines at the edge of a page: beside its number, or with the number in them.
    let edges: Vec<(usize, &[Word])> = (TITLE..lines.len())
        .filter(|at| !number[*at] && alone(*at))
        .filter_map(|at| {
            let whole = line(at);
            let end = whole.iter().rposition(|word| word.kind == Kind::Plain && !super::MARKS.contains(&word.hash))?;
            let heading = &whole[..=end];
            let beside = numbered(at - 1) || numbered(at + 1) || apart(at, PAGE_BREAK) || heading.len() < whole.len();
            (beside && heading.len() <= HEADING).then_some((at, heading))
        })
        .collect();
    let mut sums: Vec<u64> = edges.iter().map(|(_, heading)| sum(heading)).collect();
    sums.sort_unstable();
    for (at, heading) in edges {
        let own = sum(heading);
        let from = sums.partition_point(|sum| *sum < own);
        let often = sums.get(from + OFTEN - 1) == Some(&own);
        // The title come back, or cut short, or another line on page after page.
        if often || (0..TITLE).any(|top| starts_alike(line(top), heading)) {
            drop[lines[at].0..lines[at].1].fill(true);
        }
    }
    for at in (0..lines.len()).filter(|at| number[*at]) {
        drop[lines[at].0..lines[at].1].fill(true);
    }
}

fn sum(line: &[Word]) -> u64 {
    line.iter().fold(0, |sum, word| hash::join(sum, word.hash, u32::from(word.letters)))
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
            (word.kind == Kind::Number && word.letters <= 3)
                || (word.kind == Kind::Mark && line.len() <= 2)
                || super::MARKS.contains(&word.hash)
        })
}

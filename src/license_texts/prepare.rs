//! Makes the fingerprint of a text: cuts it into clauses, names and hashes them, samples their words.

use super::clause::EditionClause;
use super::hash::{self, RollingGram};
use super::word::Word;
use super::words::{scan, words};
use super::{counts, signs};
use crate::source::Span;

/// How a text is turned into clauses.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// How densely the words are sampled.
    pub density: Density,
    /// Words that begin the first clause a copy may leave out, with all that follow it.
    pub optional_from: Option<&'a str>,
    /// Words that begin the first clause a copy may not leave out.
    pub optional_until: Option<&'a str>,
    /// Words that begin the text, where another text comes before it.
    pub from: Option<&'a str>,
    /// Words that begin what no longer belongs to the text.
    pub until: Option<&'a str>,
}

/// How densely the words of a text are sampled, and how finely it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Density {
    /// Every how many words a row of five is sampled.
    pub every: usize,
    /// Rows that a clause is sampled by at least, where it has as many.
    pub fewest: usize,
    /// Paragraphs with fewer words join the next one.
    pub shortest: usize,
}

impl Density {
    /// For agreements whose every clause is to be named and watched.
    pub const CLOSE: Self = Self { every: 8, fewest: 6, shortest: 8 };
    /// For licenses that only have to be distinguished.
    pub const WIDE: Self = Self { every: 24, fewest: 3, shortest: 16 };
}

/// Bytes in a line that no text which breaks its lines by hand has.
const UNBROKEN: usize = 200;

/// The name of the first lines of a text.
const TITLE: &str = "title";

/// The clauses of a text.
pub fn prepare(text: &str, plan: &Plan<'_>) -> Vec<EditionClause> {
    let all = words(text);
    let first = plan.from.and_then(|phrase| find(&all, phrase)).map_or(0, |at| all[at].start as usize);
    let text = &text[first..];
    let scanned = scan(text);
    let all = &scanned.words[..];
    let all = match plan.until.and_then(|phrase| find(all, phrase)) {
        Some(end) => &all[..end],
        None => all,
    };
    let place = |phrase: Option<&str>| phrase.and_then(|phrase| find(all, phrase));
    let (until, from) = (place(plan.optional_until), place(plan.optional_from));
    let mut parts: Vec<EditionClause> = Vec::new();
    let mut first = 0;
    for (name, span) in clauses(text, all, plan.density.shortest) {
        let count = all[first..].iter().take_while(|word| (word.start as usize) < span.end).count();
        let before = first.checked_sub(1).map(|before| all[before].end);
        let mut part = sample(&all[first..first + count], plan.density);
        part.signs = signs::hash_of(text, &all[first..first + count], before, &scanned.signs);
        part.numbers = counts::in_clause(&all[first..first + count], span.start..span.end, &scanned.signs)
            .filter(|(_, sign)| counts::is_of_wording(text, *sign))
            .filter_map(|(letters, sign)| Some((u16::try_from(letters).ok()?, sign.value)))
            .collect();
        part.optional = from.is_some_and(|at| first >= at) || until.is_some_and(|at| first < at);
        part.name = unused_name(&name, &parts);
        parts.push(part);
        first += count;
    }
    parts
}

/// The place of the first word of a phrase.
fn find(all: &[Word], phrase: &str) -> Option<usize> {
    let phrase: Vec<u64> = words(phrase).iter().map(|word| word.hash).collect();
    all.windows(phrase.len().max(1)).position(|row| row.iter().map(|w| w.hash).eq(phrase.iter().copied()))
}

fn unused_name(name: &str, parts: &[EditionClause]) -> String {
    let taken = |name: &str| parts.iter().any(|part| part.name == name);
    if !taken(name) {
        return name.to_owned();
    }
    let mut names = (2..=parts.len() + 2).map(|count| format!("{name}/{count}"));
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// Hashes the words of a clause and samples rows of five.
fn sample(clause: &[Word], density: Density) -> EditionClause {
    let mut part = EditionClause { words: u16::try_from(clause.len()).unwrap_or(u16::MAX), ..EditionClause::default() };
    let rows = (clause.len() + 1).saturating_sub(hash::GRAM_WORDS);
    let step = density.every.min(rows / density.fewest.max(1)).max(1);
    let mut row = RollingGram::default();
    let mut offsets = Vec::with_capacity(clause.len());
    for (at, word) in clause.iter().enumerate() {
        offsets.push(part.letters);
        part.hash = hash::join(part.hash, word.hash, u32::from(word.letters));
        part.letters += u32::from(word.letters);
        if let Some(key) = row.push(word.hash) {
            let begin = at + 1 - hash::GRAM_WORDS;
            // The last row too, so that the end of a clause is seen as well as its start.
            if (begin.is_multiple_of(step) || begin + 1 == rows)
                && let Ok(offset) = u16::try_from(offsets[begin])
            {
                part.grams.push((key, offset));
            }
        }
    }
    part.grams.sort_unstable();
    part.grams.dedup_by_key(|gram| gram.0);
    part
}

/// Names and spans of the clauses of a text, short headings joined to what follows them.
fn clauses(text: &str, all: &[Word], shortest: usize) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    let mut numbering = Numbering::default();
    let mut open: Option<(Option<String>, usize)> = None;
    let count = |span: Span| {
        let within = |word: &&Word| (span.start..span.end).contains(&(word.start as usize));
        all.iter().filter(within).count()
    };
    let last = all.last().map_or(0, |word| word.end as usize);
    for paragraph in paragraphs(text) {
        if paragraph.start >= last {
            break;
        }
        let name = numbering.name(paragraph.of(text), found.is_empty() && open.is_none());
        let (kept, start) = match open.take() {
            // A title that has words enough for a row of them is not joined to a definition.
            Some((Some(title), start))
                if name.is_some() && title == TITLE && count(Span::new(start, paragraph.start)) >= hash::GRAM_WORDS =>
            {
                found.push((title, Span::new(start, paragraph.start)));
                (name, paragraph.start)
            }
            Some((before, start)) => (name.or(before), start),
            None => (name, paragraph.start),
        };
        let span = Span::new(start, paragraph.end);
        if count(span) < shortest {
            open = Some((kept, start));
        } else {
            found.push((kept.unwrap_or_else(|| numbering.current()), span));
        }
    }
    if let (Some((_, _)), Some((_, span))) = (&open, found.last_mut()) {
        span.end = last.max(span.end);
    } else if let Some((name, start)) = open {
        found.push((name.unwrap_or_else(|| "text".to_owned()), Span::new(start, last)));
    }
    found
}

/// Spans of the paragraphs; a line with a count or a definition begins one.
fn paragraphs(text: &str) -> Vec<Span> {
    let unbroken = text.lines().any(|line| line.len() > UNBROKEN);
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    let (mut apart, mut ended) = (true, true);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let shown = line.trim();
        if shown.is_empty() {
            apart = true;
        } else {
            let defines = ended && shown.starts_with(['"', '“']);
            let starts = apart || unbroken || defines || label(shown).is_some();
            match found.last_mut() {
                Some(open) if !starts => open.end = end,
                _ => found.push(Span::new(at, end)),
            }
            apart = false;
            ended = shown.ends_with(['.', ';', ':']);
        }
        at = end;
    }
    found
}

/// The current place in the numbering of a text.
#[derive(Default)]
struct Numbering {
    path: Vec<String>,
}

impl Numbering {
    /// The name that a paragraph gives to its clause; `None` where it only goes on.
    fn name(&mut self, paragraph: &str, first: bool) -> Option<String> {
        let shown = paragraph.trim_start();
        if let Some(found) = label(shown) {
            let level = self.level(&found);
            self.path.truncate(level);
            self.path.push(found);
            return Some(self.path.join("."));
        }
        let defined = shown.strip_prefix(['"', '“']).and_then(|rest| rest.split(['"', '”']).next());
        match defined {
            Some(term) if term.len() <= 40 && shown.len() > term.len() + 20 => {
                let ends = |c: char| !c.is_alphanumeric();
                Some(term.trim_matches(ends).split_whitespace().collect::<Vec<_>>().join(" "))
            }
            _ if first => Some(TITLE.to_owned()),
            _ => None,
        }
    }

    fn current(&self) -> String {
        if self.path.is_empty() { "preamble".to_owned() } else { self.path.join(".") }
    }

    /// Numbers are above letters, letters above Roman numerals.
    fn level(&self, label: &str) -> usize {
        if label.starts_with(|c: char| c.is_ascii_digit()) {
            return 0;
        }
        let beneath = self.path.first().is_some_and(|top| top.starts_with(|c: char| c.is_ascii_digit()));
        let letter = usize::from(beneath);
        let roman = label.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        if !roman {
            return letter;
        }
        // A lone i, v or x is a letter only right after the letter before it.
        let follows = self
            .path
            .get(letter)
            .is_some_and(|last| last.len() == 1 && label.len() == 1 && last.as_bytes()[0] + 1 == label.as_bytes()[0]);
        let inner = self.path.len() > letter + 1;
        if follows && !inner {
            letter
        } else if self.path.len() > letter {
            letter + 1
        } else {
            letter
        }
    }
}

/// The count at the start of a line: `1`, `1.2`, `a`, `iv`, without its brackets and stops.
fn label(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['*', '-', '#', ' ']);
    let opened = line.starts_with('(');
    let rest = line.trim_start_matches('(');
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
    let (mark, after) = rest.split_at(length);
    let stop = mark.ends_with('.');
    let mark = mark.trim_end_matches('.').to_ascii_lowercase();
    let closed = after.starts_with(')');
    // `1.Definitions`: a number with a stop that a word follows at once.
    if let Some((number, word)) = mark.split_once('.')
        && number.len() <= 2
        && number.bytes().all(|b| b.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.len() > 2
    {
        return Some(number.to_owned());
    }
    let dotted = mark.split('.').all(|n| !n.is_empty() && n.len() <= 2 && n.bytes().all(|b| b.is_ascii_digit()));
    let letter = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_lowercase());
    let roman = (2..=5).contains(&mark.len()) && mark.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let marked = closed || (stop && !opened) || (dotted && mark.contains('.'));
    (marked && (dotted || letter || roman)).then_some(mark)
}

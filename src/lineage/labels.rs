//! Labels whose value is a parent: "Base model: …".

use super::data::PHRASES;
use super::filter::Filter;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::source::{Span, lines_with_starts};

/// First words of the labels.
static FIRST_WORDS: Filter = Filter::first_words(PHRASES.labels);

/// Most labels that are read in one block.
const MOST_LABELS: usize = 32;
/// More bytes than any label has.
const TOO_LONG_FOR_LABEL: usize = 60;
/// Most bytes of a value, from its label on.
const MOST_VALUE_BYTES: usize = 400;

/// The spans of the values of labels in a block.
pub(crate) fn label_values(block: &Block) -> Vec<Span> {
    // A table with more than three columns has its labels in its first row.
    if block.kind == BlockKind::Row && block.text.matches('\t').count() > 2 {
        return Vec::new();
    }
    let mut values = Vec::new();
    for (start, line) in lines_with_starts(&block.text) {
        if memchr::memchr3(b':', b'\t', b'=', line.as_bytes()).is_none() && !line.contains('：') {
            continue;
        }
        let mut from = 0;
        for (at, mark) in marks(line) {
            let may_end_label =
                matches!(mark, ":" | "：" | "\t" | "=") && at - from < TOO_LONG_FOR_LABEL && values.len() < MOST_LABELS;
            if may_end_label && is_label(&Words::of(&line[from..at])) {
                let value = &line[at..line.floor_char_boundary(at + MOST_VALUE_BYTES)];
                // After `llm = Llama(` come the arguments of a call.
                let end = if mark == "=" { value.find(['(', ',', ';']) } else { value.find(". ") };
                let end = end.unwrap_or(value.len());
                values.push(Span::new(start + at, start + at + end));
            }
            // The points of `v1.5` and the colon of an address end nothing.
            if line[at + mark.len()..].starts_with([' ', '\t', '\n']) || !mark.is_ascii() {
                from = at + mark.len();
            }
        }
    }
    values
}

/// The marks that may end or follow a label, with their places.
fn marks(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let length = |(at, byte): (usize, &u8)| match byte {
        b':' | b'\t' | b'=' | b'.' | b';' | b'|' | b',' | b'(' => Some((at, 1)),
        0xe2 | 0xef if line[at..].starts_with(['：', '–', '—']) => Some((at, 3)),
        _ => None,
    };
    line.as_bytes().iter().enumerate().filter_map(length).map(|(at, length)| (at, &line[at..at + length]))
}

/// Whether a text is a label of the parent, such as "Base model", and nothing else.
pub(crate) fn is_label(words: &Words) -> bool {
    words.len() > 0
        && FIRST_WORDS.may_begin(words.word(number_before(words)))
        && PHRASES.labels.iter().any(|label| is_whole(words, label))
}

/// Whether a text is a phrase and nothing else, a number before it apart ("3. Citation").
pub(crate) fn is_whole(words: &Words, phrase: &str) -> bool {
    let from = number_before(words);
    words.match_at(from, phrase).is_some_and(|length| from + length == words.len())
}

/// How many words the number before a heading or a label has.
pub(crate) fn number_before(words: &Words) -> usize {
    usize::from(words.word(0).as_bytes().first().is_some_and(u8::is_ascii_digit))
}

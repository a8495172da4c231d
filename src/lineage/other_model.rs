//! What a card says of another model that it names: "Kestrel-7B, a fine-tuned …, needs more memory".

use super::clause::{sentence_end, sentence_start};
use super::context::{Around, STRONG};
use super::named::{Named, looks_like_a_name};
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};

/// Articles and relatives with which something begins that is said of the name before it.
const OPENERS: [&str; 19] = [
    "a",
    "an",
    "the",
    "which",
    "that",
    "itself",
    "also",
    "another",
    "un",
    "une",
    "uno",
    "una",
    "um",
    "uma",
    "qui",
    "que",
    "che",
    "который",
    "которая",
];
/// Those of languages in which every noun has a capital.
const OF_NOUNS: [&str; 7] = ["ein", "eine", "einem", "einer", "die", "der", "das"];

/// Participles that may stand for a relative clause, where a comma closes it: "ANSA-7B, based on …, has".
const PARTICIPLES: [&str; 29] = [
    "based",
    "built",
    "fine",
    "finetuned",
    "derived",
    "obtained",
    "basato",
    "basata",
    "basado",
    "basada",
    "baseado",
    "baseada",
    "basé",
    "basée",
    "fondé",
    "fondée",
    "issu",
    "issue",
    "dérivé",
    "dérivée",
    "basierend",
    "gebaseerd",
    "oparty",
    "oparta",
    "основанный",
    "основанная",
    "дообученный",
    "дообученная",
    "derivado",
];

/// Words by which a sentence presents the model of the card; the others stand right before its name.
const PRESENTS: [&str; 8] =
    ["introducing", "introduce", "present", "presenting", "meet", "release", "releasing", "welcome"];
const NAMES: [&str; 5] = ["is", "are", "called", "named", "as"];

/// Words before a name that is not what the rest of the sentence speaks of: "on MT-Bench, a fine-tuned …".
const PLACES: [&str; 10] = ["on", "in", "with", "for", "by", "using", "at", "of", "from", "via"];

/// Whether what stands around a name is said of another model: in brackets or between commas behind that one's name, which is
/// neither this model's nor that of a parent.
pub(crate) fn is_of_another(block: &Block, words: &Words, one: &Named, context: &Around) -> bool {
    if !context.title.is_name
        || matches!(block.kind, BlockKind::Heading(_) | BlockKind::Row)
        || context.is_own(words, one.start.max(1))
    {
        return false;
    }
    let from = sentence_start(words, one.start, 24);
    for at in (from + 1..=one.start).rev() {
        let mark = words.between(at - 1, at).trim();
        let word = words.word(at);
        let close = close(words, one.end, mark == "(");
        let of_nouns = OF_NOUNS.contains(&word);
        let begins = OPENERS.contains(&word)
            || of_nouns
            || mark == "(" && at == one.start
            || close.is_some() && PARTICIPLES.contains(&word);
        let Some((head, text)) = head(&block.text, words, at).filter(|_| begins && matches!(mark, "," | "(")) else {
            continue;
        };
        let may_begin = head > 0 || close.is_some_and(|close| is_compared(words, close));
        let is_name = may_begin && looks_like_a_name(text) && text.contains(|c: char| c.is_ascii_uppercase())
            || !of_nouns && head > from && text.starts_with(|c: char| c.is_uppercase());
        if !is_name {
            continue;
        }
        let before = if head > from { words.word(head - 1) } else { "" };
        let presents = NAMES.contains(&before) || (from..head).any(|at| PRESENTS.contains(&words.word(at)));
        if presents || context.title.is_in(words, head, at) {
            return false;
        }
        let is_place = PLACES.contains(&before);
        let is_parent = (from + 1..=head).any(|end| words.find_ending(end, from, &STRONG).is_some());
        if is_parent || is_place && !matches!(word, "which" | "that" | "qui" | "que" | "che" | "который" | "которая")
        {
            continue;
        }
        return !goes_on(words, close, context);
    }
    false
}

/// The name that ends before the word `at`: its first word, and itself.
fn head<'t>(text: &'t str, words: &Words, at: usize) -> Option<(usize, &'t str)> {
    let end = words.spans[at - 1].end;
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '*' | '`' | '"');
    let start = text[..end].rfind(is_edge).map_or(0, |edge| text.ceil_char_boundary(edge + 1));
    let first = words.spans.partition_point(|word| word.start < start);
    (first < at).then(|| (first, &text[start..end]))
}

/// The word before which a comma, or a bracket where one was opened, closes what was said, in the same sentence.
fn close(words: &Words, end: usize, in_brackets: bool) -> Option<usize> {
    let closes = |gap: &str| gap.contains(')') || !in_brackets && gap.contains(',');
    (end..sentence_end(words, end, 24)).find(|&at| closes(words.between(at - 1, at)))
}

/// Whether the rest of a sentence compares: "are more accurate", "needs a larger card".
fn is_compared(words: &Words, close: usize) -> bool {
    const MEASURES: [&str; 10] =
        ["more", "better", "higher", "lower", "slower", "faster", "larger", "stronger", "worse", "less"];
    (close..sentence_end(words, close, 24)).any(|at| MEASURES.contains(&words.word(at)))
}

/// Whether training goes on from the other model: "Kestrel-7B (a fine-tuned …) was further trained".
fn goes_on(words: &Words, close: Option<usize>, context: &Around) -> bool {
    let after = &context.phrases.after;
    let is_said = |at| words.find(at, after.close).is_some() || words.find(at, after.strong).is_some();
    close.is_some_and(|close| (close..sentence_end(words, close, 24)).any(is_said))
}

//! What a card says of another model that it names: "Kestrel-7B, a fine-tuned …, needs more memory".

use super::context::{Context, STRONG};
use super::data::PHRASES;
use super::named::NamedModel;
use super::pieces::looks_like_a_name;
use super::sentence::{sentence_end, sentence_start};
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};

/// Words of a sentence in which another model is named before the name of its parent, and which go on after it; chosen by hand.
const WORDS_OF_SENTENCE: usize = 24;

/// Whether the words around a name are about another model: in brackets or between commas after that one's name, which is
/// neither this model's nor that of a parent.
pub(crate) fn is_about_other_model(block: &Block, words: &Words, one: &NamedModel, context: &Context) -> bool {
    if !context.title.is_name
        || matches!(block.kind, BlockKind::Heading(_) | BlockKind::Row)
        || context.is_about_this_model(words, one.start.max(1))
    {
        return false;
    }
    let from = sentence_start(words, one.start, WORDS_OF_SENTENCE);
    for at in (from + 1..=one.start).rev() {
        let mark = words.between(at - 1, at).trim();
        let word = words.word(at);
        let close = closing_mark(words, one.end, mark == "(");
        let of_nouns = PHRASES.appositions_of_nouns.contains(&word);
        let begins = PHRASES.appositions.contains(&word)
            || of_nouns
            || mark == "(" && at == one.start
            || close.is_some() && PHRASES.participles.contains(&word);
        let Some((head, text)) = name_before(&block.text, words, at).filter(|_| begins && matches!(mark, "," | "("))
        else {
            continue;
        };
        let may_begin = head > 0 || close.is_some_and(|close| is_compared(words, close));
        let is_name = may_begin && looks_like_a_name(text) && text.contains(|c: char| c.is_ascii_uppercase())
            || !of_nouns && head > from && text.starts_with(|c: char| c.is_uppercase());
        if !is_name {
            continue;
        }
        let before = if head > from { words.word(head - 1) } else { "" };
        let presents = PHRASES.naming_words.contains(&before)
            || (from..head).any(|at| PHRASES.introductions.contains(&words.word(at)));
        if presents || context.title.begins_in_words(words, head, at) {
            return false;
        }
        let is_place = PHRASES.prepositions.contains(&before);
        let is_parent = (from + 1..=head).any(|end| words.match_ending_at(end, from, &STRONG).is_some());
        if is_parent || is_place && !matches!(word, "which" | "that" | "qui" | "que" | "che" | "который" | "которая")
        {
            continue;
        }
        return !continues_training(words, close);
    }
    false
}

/// The name that ends before the word `at`: its first word, and itself.
fn name_before<'t>(text: &'t str, words: &Words, at: usize) -> Option<(usize, &'t str)> {
    let end = words.spans[at - 1].end;
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '*' | '`' | '"');
    let start = text[..end].rfind(is_edge).map_or(0, |edge| text.ceil_char_boundary(edge + 1));
    let first = words.spans.partition_point(|word| word.start < start);
    (first < at).then(|| (first, &text[start..end]))
}

/// The word before which a comma, or a bracket where one was opened, closes the insertion, in the same sentence.
fn closing_mark(words: &Words, end: usize, in_brackets: bool) -> Option<usize> {
    let closes = |gap: &str| gap.contains(')') || !in_brackets && gap.contains(',');
    (end..sentence_end(words, end, WORDS_OF_SENTENCE)).find(|&at| closes(words.between(at - 1, at)))
}

/// Whether the rest of a sentence compares: "are more accurate", "needs a larger card".
fn is_compared(words: &Words, close: usize) -> bool {
    (close..sentence_end(words, close, WORDS_OF_SENTENCE)).any(|at| PHRASES.measures.contains(&words.word(at)))
}

/// Whether training goes on from the other model: "Kestrel-7B (a fine-tuned …) was further trained".
fn continues_training(words: &Words, close: Option<usize>) -> bool {
    let after = &PHRASES.after;
    let is_descent =
        |at| words.match_any_at(at, after.close).is_some() || words.match_any_at(at, after.strong).is_some();
    close.is_some_and(|close| (close..sentence_end(words, close, WORDS_OF_SENTENCE)).any(is_descent))
}
